import { describe, expect, it } from 'vitest';
import { BAD, GOOD } from '@core/quality.ts';
import { createReadingCollector, createRowCollector } from './sample-collector.ts';

const tag = (name: string) => ({ name, unit: null });
const all = () => true;
const series = (tagIndex: number, times: number[], values: number[], qualities?: number[]) => ({
  tagIndex,
  timesMs: Float64Array.from(times),
  values: Float64Array.from(values),
  qualities: Uint8Array.from(qualities ?? values.map(() => GOOD)),
  statuses: [],
});

describe('samples of a wide file', () => {
  it('are its rows in the order of the file, bad readings missing, other tags left out', () => {
    const collector = createRowCollector();
    for (const name of ['a', 'b', 'c']) collector.addTag(tag(name));
    void collector.addPortion([
      series(0, [5, 5], [1, 2]),
      series(1, [5, 5], [9, 9]),
      series(2, [5, 5], [3, 4], [GOOD, BAD]),
    ]);
    void collector.addPortion([series(0, [2], [7]), series(1, [2], [9]), series(2, [2], [NaN])]);
    const { timesMs, samples, tags } = collector.collect(({ name }) => name !== 'b');
    expect([...timesMs]).toEqual([5, 5, 2]);
    expect(tags.map(({ name }) => name)).toEqual(['a', 'c']);
    expect([...samples.data]).toEqual([1, 3, 2, NaN, 7, NaN]);
  });
});

describe('room for the samples of a wide file', () => {
  it('grows with the rows, whatever share of the file is said to be read, and with the tags', () => {
    for (const share of [1e-9, 0.3, 1, 7, NaN]) {
      const collector = createRowCollector(() => share);
      collector.addTag(tag('a'));
      void collector.addPortion([series(0, [1, 2], [10, 20])]);
      collector.addTag(tag('b'));
      // The second tag alone, then both.
      void collector.addPortion([series(1, [3], [31])]);
      for (let at = 4; at < 40; at++)
        void collector.addPortion([series(0, [at], [at]), series(1, [at], [-at])]);
      const { timesMs, samples } = collector.collect(all);
      expect([...timesMs]).toEqual(Array.from({ length: 39 }, (_, at) => at + 1));
      expect([...samples.data.subarray(0, 8)]).toEqual([10, NaN, 20, NaN, NaN, 31, 4, -4]);
      expect(samples.data.length).toBe(78);
      expect(samples.data[77]).toBe(-39);
    }
  });
});

describe('samples of tags with times of their own', () => {
  it('stand in the order of time; of two readings at one time the later in the file counts', () => {
    const collector = createReadingCollector();
    collector.addTag(tag('a'));
    collector.addTag(tag('b'));
    void collector.addPortion([series(0, [3000, 1000], [30, 10])]);
    void collector.addPortion([series(1, [1000, 2000, 3000], [1, 2, 3]), series(0, [2000, 1000], [20, 11])]);
    const { timesMs, samples } = collector.collect(all);
    expect([...timesMs]).toEqual([1000, 2000, 3000]);
    expect([...samples.data]).toEqual([11, 1, 20, 2, 30, 3]);
  });

  it('are averaged over steps where the tags do not share their times, and that is told', () => {
    const collector = createReadingCollector();
    collector.addTag(tag('fast'));
    collector.addTag(tag('slow'));
    const fast = Array.from({ length: 12 }, (_, at) => at * 1000);
    void collector.addPortion([
      series(
        0,
        fast,
        fast.map((timeMs) => timeMs / 1000),
      ),
    ]);
    void collector.addPortion([
      series(
        1,
        fast.map((timeMs) => timeMs + 500),
        fast.map(() => 5),
      ),
    ]);
    const { samples, notices } = collector.collect(all);
    expect(samples.rowCount).toBe(12);
    expect(notices[0]).toMatch(/averaged over steps of 1 s/);
  });
});
