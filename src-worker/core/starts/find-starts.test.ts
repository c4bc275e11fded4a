import { describe, expect, it } from 'vitest';
import { findStarts, type FoundStart } from './find-starts.ts';

const MINUTE_MS = 60_000;
const RATED = 100;

/** Straight lines between corners [minute, MW], one sample a minute. */
function loadThrough(...corners: readonly (readonly [number, number])[]): Float64Array {
  const last = corners.at(-1)?.[0] ?? 0;
  return Float64Array.from({ length: last + 1 }, (_, minute) => {
    const after = corners.findIndex(([at]) => at >= minute);
    const [toAt, to] = corners[after] ?? [0, 0];
    const [fromAt, from] = corners[after - 1] ?? [0, to];
    return toAt === fromAt ? to : from + ((to - from) * (minute - fromAt)) / (toAt - fromAt);
  });
}

const startsIn = (load: Float64Array): FoundStart[] =>
  findStarts(
    Float64Array.from({ length: load.length }, (_, at) => at * MINUTE_MS),
    load,
    RATED,
  );
const minute = (ms: number | null | undefined): number | null | undefined =>
  typeof ms === 'number' ? ms / MINUTE_MS : ms;

/** Runs at 80, off from minute 160 to 400, block load 10 from 401, 60 at 500. */
const USUAL = [
  [0, 80],
  [120, 80],
  [160, 0],
  [400, 0],
  [401, 10],
  [450, 10],
  [500, 60],
  [700, 60],
] as const;

describe('start-ups in the load', () => {
  it('begin where load leaves zero and end a quarter of an hour after 40 % are passed', () => {
    const [start, ...others] = startsIn(loadThrough(...USUAL));
    expect(others).toEqual([]);
    expect(minute(start?.syncMs)).toBe(401);
    // 3 % of rated load are passed downwards between minutes 158 and 159.
    expect(minute(start?.offFromMs)).toBe(159);
    expect(start?.milestonesMs.map(minute)).toEqual([401, 460, 480]);
    // Minute 495 is settled, the one before is the last of the start-up.
    expect(minute(start?.endMs)).toBe(494);
    expect(start?.outcome).toBe('completed');
    expect(minute(start?.steadyMs)).toBeGreaterThan(500);
  });

  it('tell the first load, not the first 5 %, and see through the noise of a meter at rest', () => {
    const load = loadThrough([0, 80], [120, 80], [160, 0], [400, 0], [420, 20], [450, 60], [600, 60]);
    for (let at = 160; at < 400; at++) load[at] = at % 3 === 0 ? 0.4 : 0;
    // One megawatt a minute: above 1 % of rated load from minute 402 on.
    expect(minute(startsIn(load)[0]?.syncMs)).toBe(402);
    expect(minute(startsIn(load.map((value) => value + 1.5))[0]?.syncMs)).toBe(402);
  });

  it('that trip before they settle are broken off, the next one counts for itself', () => {
    const starts = startsIn(
      loadThrough(
        [0, 80],
        [100, 80],
        [140, 0],
        [300, 0],
        [301, 10],
        [330, 10],
        [331, 0],
        [400, 0],
        [401, 10],
        [440, 60],
        [600, 60],
      ),
    );
    expect(starts.map(({ outcome, syncMs }) => [outcome, minute(syncMs)])).toEqual([
      ['broken off', 301],
      ['completed', 401],
    ]);
    expect(starts[0]?.steadyMs).toBeNull();
    expect(starts[0]?.milestonesMs.map(minute)).toEqual([301, null, null]);
  });

  it('that the readings end in are cut off, and those that begin without load have no known time off', () => {
    expect(
      startsIn(loadThrough([0, 80], [100, 80], [140, 0], [300, 0], [301, 10], [330, 10]))[0]?.outcome,
    ).toBe('cut off');
    const [first] = startsIn(loadThrough([0, 0], [100, 0], [101, 10], [150, 60], [300, 60]));
    expect(first?.offFromMs).toBeNull();
    expect(minute(first?.syncMs)).toBe(101);
  });

  it('are none where the unit never stops, and none without a rated load', () => {
    expect(startsIn(loadThrough([0, 80], [300, 60]))).toEqual([]);
    expect(findStarts(new Float64Array(3), new Float64Array(3), NaN)).toEqual([]);
  });
});
