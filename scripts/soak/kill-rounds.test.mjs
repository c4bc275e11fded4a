import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildKillChild, KILL_KINDS, killRounds } from './kill-rounds.mjs';

const ROUNDS = 10;
let program = '';

describe('a store whose program is killed', () => {
  beforeAll(async () => {
    program = await buildKillChild(fileURLToPath(new URL('../..', import.meta.url)));
  });

  it.concurrent.each(KILL_KINDS)(
    'in the middle of work (%s) is whole, lacks nothing that was told to be done, and has nothing by halves',
    async (kind) => {
      const result = await killRounds({ program, kind, rounds: ROUNDS, seed: 3 });
      expect(result.problems).toEqual([]);
      expect(result.kills).toBe(ROUNDS);
      // Kills between two steps prove nothing.
      expect(result.inTheMiddle).toBeGreaterThan(0);
    },
    120_000,
  );
});
