import { expect, it } from 'vitest';
import type { ColumnBehaviour } from './column-behaviour.ts';
import { findRough } from './find-noise.ts';

const behaviour: ColumnBehaviour = {
  repeatShare: 0,
  missingShare: 0,
  noise: 1,
  jumpLimit: 10,
  roughLimit: 2,
  middle: 0,
  spread: 1,
  low: -3,
  high: 3,
  decimals: 2,
};

it('gives stretches of whole rows, which begin before the scatter shows and end before it is forgotten', () => {
  const rough = Float32Array.from({ length: 200 }, (_, row) => (row >= 100 && row < 150 ? 5 : 1));
  // The window has 20 rows: a third of it earlier, half of it earlier.
  expect(findRough(rough, behaviour.roughLimit)).toEqual([{ from: 94, to: 140 }]);
});
