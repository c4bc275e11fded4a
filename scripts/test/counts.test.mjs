import { describe, expect, it } from 'vitest';
import { countFailedProgram, countPlaywright, countVitest, formatCounts, sumCounts } from './counts.mjs';

describe('counting tests', () => {
  it('sums over all stages', () => {
    const total = sumCounts([
      { passed: 4, failed: 0, skipped: 0 },
      { passed: 300, failed: 1, skipped: 2 },
    ]);
    expect(formatCounts(total)).toBe('304 passed, 1 failed, 2 skipped');
    expect(formatCounts(sumCounts([]))).toBe('0 passed, 0 failed, 0 skipped');
  });

  it('counts a vitest file that could not be loaded as a failure', () => {
    const report = {
      numPassedTests: 7,
      numFailedTests: 1,
      numPendingTests: 2,
      numTodoTests: 0,
      testResults: [
        { status: 'passed', assertionResults: [{ status: 'passed' }] },
        { status: 'failed', assertionResults: [{ status: 'failed' }, { status: 'passed' }] },
        { status: 'failed', assertionResults: [] },
      ],
    };
    expect(countVitest(report)).toEqual({ passed: 7, failed: 2, skipped: 2 });
  });

  it('counts errors outside of tests and unreliable tests of Playwright as failures', () => {
    const report = { stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 3 }, errors: [{}] };
    expect(countPlaywright(report)).toEqual({ passed: 5, failed: 3, skipped: 3 });
  });

  it('counts a program that failed although no test did', () => {
    const counts = { passed: 5, failed: 0, skipped: 0 };
    expect(countFailedProgram(counts, 1).failed).toBe(1);
    expect(countFailedProgram(counts, 0).failed).toBe(0);
    expect(countFailedProgram({ ...counts, failed: 2 }, 1).failed).toBe(2);
  });
});
