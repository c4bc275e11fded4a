import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createIsoWriter } from './iso-time.ts';

describe('writing times', () => {
  it('shows milliseconds only where there are some', () => {
    const write = createIsoWriter();
    expect(write(Date.UTC(2024, 0, 31, 6, 15))).toBe('2024-01-31T06:15:00Z');
    expect(write(Date.UTC(2024, 0, 31, 6, 15, 0, 250))).toBe('2024-01-31T06:15:00.250Z');
  });

  it('agrees with Date for every time, in any order', () => {
    const write = createIsoWriter();
    fc.assert(
      fc.property(fc.integer({ min: -8.64e15, max: 8.64e15 }), (timeMs) => {
        expect(write(timeMs)).toBe(new Date(timeMs).toISOString().replace('.000Z', 'Z'));
      }),
    );
  });
});
