import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '@core/random.ts';
import { DATABASE_FILE } from './open-store.ts';
import { addPlant } from './plants.ts';
import { flipBytes, useFlipped } from './testing/flip-bytes.ts';
import { createTemporaryStore, everySecond, importColumns, plantFields } from './testing/temporary-store.ts';

/** `npm run test:soak` passes more. */
const ROUNDS = Number(process.env['FLIP_ROUNDS'] ?? 20);

let sound = '';
beforeAll(async () => {
  sound = mkdtempSync(join(tmpdir(), 'boilerhouse-sound-'));
  const temporary = createTemporaryStore(sound);
  const plantId = addPlant(temporary.store.writer, plantFields('Zawar')).id;
  const noise = (from: number) =>
    everySecond(
      from,
      Array.from({ length: 12_000 }, (_, i) => Math.round(1000 * Math.sin(i * i)) / 10),
    );
  await importColumns(temporary.readings, plantId, { steam: [noise(0)], flow: [noise(500)] });
  await importColumns(temporary.readings, plantId, { steam: [noise(9000)] });
  temporary.store.close();
});
afterAll(() => rmSync(sound, { recursive: true }));

describe('a database with flipped bytes', () => {
  it('opens, tells what is wrong, or is replaced by what could be saved; nothing else happens', async () => {
    const random = createRandom(7);
    const outcomes = new Map<string, number>();
    for (let round = 0; round < ROUNDS; round++) {
      const folder = mkdtempSync(join(tmpdir(), 'boilerhouse-flip-'));
      try {
        copyFileSync(join(sound, DATABASE_FILE), join(folder, DATABASE_FILE));
        flipBytes(folder, 1 + Math.floor(random.uniform() * 64), () => random.uniform());
        const outcome = await useFlipped(folder).catch((caught: unknown) => {
          throw new Error(`round ${round}`, { cause: caught });
        });
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      } finally {
        rmSync(folder, { recursive: true });
      }
    }
    expect([...outcomes.values()].reduce((sum, one) => sum + one, 0)).toBe(ROUNDS);
    // Flips that nobody notices prove nothing.
    expect((outcomes.get('told') ?? 0) + (outcomes.get('recovered') ?? 0)).toBeGreaterThan(ROUNDS / 2);
  }, 600_000);
});
