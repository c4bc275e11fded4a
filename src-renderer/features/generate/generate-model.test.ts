import { describe, expect, it } from 'vitest';
import { findProblem, presets } from './generate-model.ts';

describe('generating readings', () => {
  it('offers a year at one minute', () => {
    expect(presets.year.rowCount).toBe(525_600);
  });
  it('says which figure is wrong', () => {
    expect(findProblem(1000, 60, 42, 0)).toBeNull();
    expect(findProblem(0, 60, 42, 0)).toMatch(/^Rows/);
    expect(findProblem(1000, 0, 42, 0)).toMatch(/^Step/);
    expect(findProblem(1000, 60, 1.5, 0)).toMatch(/^Seed/);
    expect(findProblem(1000, 60, 42, null)).toMatch(/^Start/);
  });
});
