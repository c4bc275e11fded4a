import { describe, expect, it } from 'vitest';
import { AppFailure } from '@shared/errors.ts';
import { MINI } from './fixtures/mini-files.ts';
import { readWhole, sourceOf } from './fixtures/read-bytes.ts';

const MUTATIONS = 1000;

/** A small generator of its own, so that a failing file can be made again from its number. */
const randomOf = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

const SEEDS = Object.values(MINI).filter(({ length }) => length < 5000);
const ODD_BYTES = [
  0, 9, 10, 13, 34, 39, 44, 45, 46, 47, 48, 57, 58, 59, 61, 65, 124, 128, 0xc2, 0xe2, 0xef, 0xff,
];

/** One of the mini files with a few bytes changed, inserted, cut out, doubled, or joined to a part of another. */
function mutate(number: number): Uint8Array {
  const random = randomOf(number);
  const pick = <Item>(items: readonly Item[]): Item | undefined => items[Math.floor(random() * items.length)];
  let bytes = [...(pick(SEEDS) ?? [])];
  for (let change = 1 + Math.floor(random() * 6); change > 0; change--) {
    const at = Math.floor(random() * bytes.length);
    const length = Math.floor(random() * 30);
    const kind = Math.floor(random() * 6);
    if (kind === 0) bytes[at] = pick(ODD_BYTES) ?? 0;
    else if (kind === 1) bytes.splice(at, 0, pick(ODD_BYTES) ?? 0);
    else if (kind === 2) bytes.splice(at, length);
    else if (kind === 3) bytes.splice(at, 0, ...bytes.slice(at, at + length * 5));
    else if (kind === 4) bytes = bytes.concat([...(pick(SEEDS) ?? [])].slice(0, length * 10));
    else bytes[at] = Math.floor(random() * 256);
  }
  return Uint8Array.from(bytes);
}

describe('mutated files', () => {
  it(`end in an import or a typed failure (${MUTATIONS} files)`, async () => {
    const zones = ['UTC', 'Europe/Berlin', '+05:30'];
    let imports = 0;
    for (let number = 0; number < MUTATIONS; number++) {
      const settings = { dateOrder: 'dmy', zone: zones[number % 3] ?? 'UTC' } as const;
      try {
        const { readings, outcome } = await readWhole(
          sourceOf(mutate(number), 'fuzz.csv', [97]),
          {},
          settings,
        );
        for (const [, , value] of readings) expect(value === null || Number.isFinite(value)).toBe(true);
        expect(outcome.readingCount).toBe(readings.length);
        expect(outcome.missingCount).toBe(readings.filter(([, , value]) => value === null).length);
        imports++;
      } catch (caught) {
        if (!(caught instanceof AppFailure))
          throw new Error(`file ${number}: ${String(caught)}`, { cause: caught });
      }
    }
    expect(imports).toBeGreaterThan(MUTATIONS / 4);
  });
});
