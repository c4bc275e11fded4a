import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { selectNth } from './select-nth.ts';

describe('selecting the nth value', () => {
  it('agrees with sorting, for any values and position', () => {
    const values = fc.array(fc.oneof(fc.double({ noNaN: true }), fc.integer({ min: 0, max: 3 })), {
      minLength: 1,
      maxLength: 50,
    });
    fc.assert(
      fc.property(values, fc.nat(), (list, position) => {
        const n = position % list.length;
        const sorted = Float64Array.from(list).sort();
        expect(Object.is(selectNth(Float64Array.from(list), n) + 0, (sorted[n] ?? NaN) + 0)).toBe(true);
      }),
    );
  });

  it('agrees with sorting for long lists, also of few values and sorted ones', () => {
    const random = createRandom(5);
    const shapes = [
      Float64Array.from({ length: 20_001 }, () => random.normal()),
      Float64Array.from({ length: 20_001 }, () => random.below(4)),
      Float64Array.from({ length: 20_001 }, (_, index) => index),
      Float64Array.from({ length: 20_001 }, (_, index) => -index),
    ];
    for (const shape of shapes) {
      const sorted = shape.slice().sort();
      for (const n of [0, 1, 777, 10_000, 19_000, 20_000])
        expect(selectNth(shape.slice(), n)).toBe(sorted[n]);
    }
  });
});
