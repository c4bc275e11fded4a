import { describe, expect, it } from 'vitest';
import { timeLeftMs } from './jobs-model.ts';

describe('the time a job still needs', () => {
  it('follows from its pace so far', () => {
    expect(timeLeftMs(0.25, 1000, 5000)).toBe(12_000);
  });
  it('is not guessed at the very beginning, nor told at the end', () => {
    expect(timeLeftMs(0.01, 0, 60_000)).toBeNull();
    expect(timeLeftMs(0.5, 0, 500)).toBeNull();
    expect(timeLeftMs(1, 0, 60_000)).toBeNull();
  });
});
