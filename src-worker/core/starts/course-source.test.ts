import { describe, expect, it } from 'vitest';
import { noCheckpoint } from '../checkpoint.ts';
import { GOOD } from '../quality.ts';
import { courseSource } from './course-source.ts';
import { reportStarts } from './plant-starts.ts';
import type { ReadTag, Start } from './start-report.ts';

const MINUTE = 60_000;
const clock = { stepMs: MINUTE, firstStep: 0, lastStep: 9 };
const tag = { id: 1, name: 'a', description: null, unit: null };
const startAt = (number: number, mark: Start['mark']): Start => ({
  number,
  syncMs: number * 1000 * MINUTE,
  endMs: number * 1000 * MINUTE + 10 * MINUTE,
  steadyMs: null,
  offFromMs: null,
  lightUpMs: null,
  lightUpTag: null,
  startClass: null,
  outcome: 'completed',
  milestones: [],
  mark,
  comparison: null,
});

/** A reading a minute, of the value that `valueAt` gives; what is asked for is counted. */
function counted(valueAt: (timeMs: number, tagId: number) => number) {
  const reads = { count: 0 };
  const read: ReadTag = (tagId, fromMs, toMs) => {
    reads.count++;
    const timesMs = Float64Array.from(
      { length: Math.floor((toMs - fromMs) / MINUTE) + 1 },
      (_, row) => fromMs + row * MINUTE,
    );
    const values = timesMs.map((timeMs) => valueAt(timeMs, tagId));
    return Promise.resolve({
      timesMs,
      values,
      qualities: new Uint8Array(values.length).fill(GOOD),
      statuses: [],
    });
  };
  return { read, reads };
}

describe('courses of starts', () => {
  it('are read once for a marked start, again for any other, and again for what was kept longest ago when it is too much', async () => {
    const { read, reads } = counted((timeMs) => timeMs / MINUTE);
    const source = courseSource(read, 30);
    const ask = async (number: number, mark: Start['mark']) => {
      const before = reads.count;
      const course = await source.course(tag, startAt(number, mark), clock);
      expect(course[3]).toBe(number * 1000 + 3);
      return reads.count - before;
    };
    expect([await ask(1, 'golden'), await ask(1, 'golden')]).toEqual([1, 0]);
    expect([await ask(2, null), await ask(2, null)]).toEqual([1, 1]);
    // Each is 12 readings: the third one takes the place of the first.
    expect([await ask(3, 'good'), await ask(1, 'golden'), await ask(4, 'good')]).toEqual([1, 0, 1]);
    expect([await ask(3, 'good'), await ask(4, 'good'), await ask(1, 'golden')]).toEqual([0, 0, 1]);
  });
});

describe('the tag that tells the load', () => {
  it('is the next one where the first never changes, though its first reading is missing', async () => {
    const tags = ['gross_power', 'net_power'].map((name, at) => ({
      id: at + 1,
      name,
      description: null,
      unit: 'MW',
    }));
    const { read } = counted((timeMs, tagId) =>
      tagId === 1 ? (timeMs === 0 ? NaN : 50) : (timeMs / MINUTE) % 100,
    );
    const input = { tags, marks: [], fromMs: 0, toMs: 500 * MINUTE, read };
    expect((await reportStarts(input, noCheckpoint)).load?.tagName).toBe('net_power');
  });
});
