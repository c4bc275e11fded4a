import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BAD, GOOD, UNCERTAIN, withStatus } from '../quality.ts';
import { alignSamples, type TagReadings } from './align-samples.ts';
import { usualValues } from './usual-values.ts';

/** Readings as [time in ms, value, quality]. */
const tag = (name: string, readings: readonly (readonly [number, number, number?])[]): TagReadings => ({
  name,
  block: {
    timesMs: Float64Array.from(readings, ([time]) => time),
    values: Float64Array.from(readings, ([, value]) => value),
    qualities: Uint8Array.from(readings, ([, , quality]) => quality ?? GOOD),
    statuses: [],
  },
});

const rowsOf = (tags: readonly TagReadings[]): number[][] => {
  const { timesMs, samples } = alignSamples(tags);
  return Array.from(timesMs, (time, row) => [
    time,
    ...samples.data.subarray(row * samples.columnCount, (row + 1) * samples.columnCount),
  ]);
};

describe('aligning the readings of several tags', () => {
  it('makes one sample of the readings at one time', () => {
    const tags = [
      tag('load', [
        [0, 80],
        [60, 81],
      ]),
      tag('pressure', [
        [0, 5],
        [60, 6],
      ]),
    ];
    expect(rowsOf(tags)).toEqual([
      [0, 80, 5],
      [60, 81, 6],
    ]);
    expect(alignSamples(tags)).toMatchObject({
      columnNames: ['load', 'pressure'],
      rule: 'readings',
      stepMs: null,
    });
  });

  it('keeps a time at which only some tags have a reading; the others are missing', () => {
    const long = tag('a', [
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 4],
    ]);
    expect(
      rowsOf([
        long,
        tag('b', [
          [1, 7],
          [4, 8],
        ]),
      ]),
    ).toEqual([
      [0, 1, NaN],
      [1, 2, 7],
      [2, 3, NaN],
      [3, 4, NaN],
      [4, NaN, 8],
    ]);
  });

  it('takes bad readings for missing and keeps their time, and uses uncertain ones', () => {
    const status = withStatus(BAD, 2);
    expect(
      rowsOf([
        tag('a', [
          [0, 1, BAD],
          [1, 2, UNCERTAIN],
          [2, 3, status],
          [3, NaN, BAD],
        ]),
      ]),
    ).toEqual([
      [0, NaN],
      [1, 2],
      [2, NaN],
      [3, NaN],
    ]);
  });

  it('takes a value that float32 cannot hold for missing', () => {
    expect(
      rowsOf([
        tag('a', [
          [0, 1e39],
          [1, -Infinity],
          [2, 1e38],
        ]),
      ]),
    ).toEqual([
      [0, NaN],
      [1, NaN],
      [2, Math.fround(1e38)],
    ]);
  });

  it('averages over the steps of the slowest tag where the clocks differ', () => {
    const fast = tag('fast', [
      [0, 1],
      [10, 2],
      [20, 3],
      [30, 5],
      [40, 7],
    ]);
    const slow = tag('slow', [
      [3, 10],
      [23, 20],
      [43, 30],
    ]);
    const tags = [fast, slow];
    expect(alignSamples(tags)).toMatchObject({ rule: 'steps', stepMs: 20 });
    expect(rowsOf(tags)).toEqual([
      [0, 1.5, 10],
      [20, 4, 20],
      [40, 7, 30],
    ]);
  });

  it('leaves bad readings out of a mean, and steps without a reading out of the samples', () => {
    const one = tag('a', [
      [0, 1],
      [5, 9, BAD],
      [10, 3, BAD],
      [100, 4],
    ]);
    const other = tag('b', [
      [2, 1],
      [12, 2],
      [22, 3],
      [102, 4],
    ]);
    expect(alignSamples([one, other])).toMatchObject({ rule: 'steps', stepMs: 10 });
    expect(rowsOf([one, other])).toEqual([
      [0, 1, 1],
      [10, NaN, 2],
      [20, NaN, 3],
      [100, 4, 4],
    ]);
  });

  it('makes an all-missing column of a tag without readings, and no samples of no readings', () => {
    expect(rowsOf([tag('a', [[0, 1]]), tag('b', [])])).toEqual([[0, 1, NaN]]);
    expect(rowsOf([tag('a', [])])).toEqual([]);
    expect(rowsOf([])).toEqual([]);
  });

  it('loses no reading and invents none under the rule `readings`', () => {
    const times = fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { maxLength: 20 });
    fc.assert(
      fc.property(fc.array(times, { minLength: 1, maxLength: 4 }), (lists) => {
        const tags = lists.map((list, at) =>
          tag(
            `t${at}`,
            list.sort((a, b) => a - b).map((time) => [time, time * 10 + at] as const),
          ),
        );
        const { timesMs, samples, rule } = alignSamples(tags);
        if (rule !== 'readings') return;
        const union = [...new Set(lists.flat())].sort((a, b) => a - b);
        expect([...timesMs]).toEqual(union);
        const expected = union.flatMap((time) =>
          lists.map((list, at) => (list.includes(time) ? time * 10 + at : NaN)),
        );
        expect([...samples.data]).toEqual(expected);
      }),
    );
  });
});

describe('usual values', () => {
  it('are the medians of the columns', () => {
    const { samples } = alignSamples([
      tag('a', [
        [0, 1],
        [1, 2],
        [2, 9],
      ]),
      tag('b', [
        [0, 4],
        [1, 6],
        [2, NaN, BAD],
      ]),
    ]);
    expect([...usualValues(samples)]).toEqual([2, 5]);
  });
});
