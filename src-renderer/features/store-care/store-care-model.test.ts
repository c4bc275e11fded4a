import { describe, expect, it } from 'vitest';
import { describeCheck, describeLastBackup } from './store-care-model.ts';

const NOW = new Date(2024, 3, 12, 6, 15).getTime();
const HOUR_MS = 3_600_000;

describe('the last backup in words', () => {
  it('needs attention when there is none', () => {
    expect(describeLastBackup(null, NOW)).toEqual({ text: 'none yet', isOld: true });
  });

  it('needs none while it is at most two days old', () => {
    expect(describeLastBackup(NOW - 48 * HOUR_MS, NOW).isOld).toBe(false);
    expect(describeLastBackup(NOW - 49 * HOUR_MS, NOW)).toMatchObject({ isOld: true });
    expect(describeLastBackup(NOW - 49 * HOUR_MS, NOW).text).toContain('2 days ago');
  });
});

describe('a full check in words', () => {
  it('counts what was found', () => {
    const extent = { chunkCount: 3, readingCount: 20_000 };
    expect(describeCheck({ isSound: true, problems: [], ...extent })).toBe(
      'Sound: 20,000 readings in 3 chunks agree with their checksums.',
    );
    expect(describeCheck({ isSound: false, problems: ['Chunk 2: …'], ...extent })).toBe(
      '1 problem in 20,000 readings in 3 chunks.',
    );
  });
});
