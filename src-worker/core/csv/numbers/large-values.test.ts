import { expect, it } from 'vitest';
import { usableValue } from '../../samples/average-steps.ts';
import { readLines } from '../fixtures/read-bytes.ts';

/** The largest number that is rounded to one that float32 has, and the next. */
const LAST = 3.4028235677973362e38;
const BEYOND = 3.4028235677973366e38;

async function read(...cells: readonly (string | number)[]) {
  const lines = cells.map((cell, row) => `${1_711_932_300 + row},${cell}`);
  const { outcome, readings } = await readLines({}, 'ts,flow', ...lines);
  return { notices: outcome.notices.join(' '), values: readings.map(([, , value]) => value) };
}

it('values that no analysis can take are stored as they stand, counted and told', async () => {
  const { notices, values } = await read('1e39', LAST, BEYOND, '-1e300', '3.4e38', 5);
  expect(values).toEqual([1e39, LAST, BEYOND, -1e300, 3.4e38, 5]);
  expect(notices).toContain(
    '3 values are beyond ±3.4e38 (such as 1e+39 in "flow"). They are stored as they stand; an analysis counts them as missing. Check the column.',
  );
  const missing = values.filter((value) => Number.isNaN(usableValue(value ?? NaN, 0)));
  expect(missing).toEqual([1e39, BEYOND, -1e300]);
});

it('nothing is told of values that an analysis can take', async () => {
  expect((await read(LAST, -LAST, 0)).notices).not.toContain('beyond');
});
