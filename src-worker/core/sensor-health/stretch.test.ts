import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Stretch, stretchesBeyond, stretchesMarked, stretchesWhere } from './stretch.ts';

/** Row by row, as the rule is written down. */
function stretchesByRule(isIn: readonly boolean[], bridge: number, least: number): Stretch[] {
  const rows = isIn.flatMap((is, row) => (is ? [row] : []));
  const found: { from: number; to: number }[] = [];
  for (const row of rows) {
    const last = found.at(-1);
    if (last !== undefined && row - last.to <= bridge) last.to = row + 1;
    else found.push({ from: row, to: row + 1 });
  }
  return found.filter(({ from, to }) => to - from >= least);
}

describe('stretches of rows', () => {
  it('are joined over a bridge, and left out when they are too short', () => {
    const isIn = [true, false, true, false, false, true];
    expect(stretchesWhere(6, (row) => isIn[row] ?? false, 1, 2)).toEqual([{ from: 0, to: 3 }]);
  });

  it('are the same whether asked for by row, by marks or by limits', () => {
    const value = fc.oneof(fc.constantFrom(-2, 0, 2, NaN), fc.double({ min: -3, max: 3 }));
    fc.assert(
      fc.property(
        fc.array(value, { maxLength: 60 }),
        fc.constantFrom(0, 1, 2.5, 10),
        fc.constantFrom(1, 2, 6.6),
        (list, bridge, least) => {
          const values = Float64Array.from(list);
          const isIn = list.map((one) => one < -1 || one > 1);
          const expected = stretchesByRule(isIn, bridge, least);
          expect(stretchesWhere(list.length, (row) => isIn[row] ?? false, bridge, least)).toEqual(expected);
          expect(stretchesMarked(Uint8Array.from(isIn, Number), bridge, least)).toEqual(expected);
          expect(stretchesBeyond(values, -1, 1, bridge, least)).toEqual(expected);
        },
      ),
    );
  });
});
