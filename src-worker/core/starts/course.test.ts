import { describe, expect, it } from 'vitest';
import { BAD, GOOD } from '../quality.ts';
import { bandOf } from './band.ts';
import { compareCourse } from './compare-course.ts';
import { alignCourse, clockMs, steepestRise } from './course.ts';

const MINUTE_MS = 60_000;
const clock = { stepMs: MINUTE_MS, firstStep: -2, lastStep: 3 };
const from = (length: number, valueAt: (step: number) => number): Float64Array =>
  Float64Array.from({ length }, (_, step) => valueAt(step));

describe('a course on the aligned clock', () => {
  it('holds the mean of the readings of each step and leaves steps without one missing', () => {
    const syncMs = 1_000_000;
    const block = {
      // Half a step before and after the middle belong to it; two readings in the step of synchronisation.
      timesMs: Float64Array.of(-2, -0.2, 0.2, 2.4).map((minutes) => syncMs + minutes * MINUTE_MS),
      values: Float64Array.of(5, 10, 20, 7),
      qualities: Uint8Array.of(GOOD, GOOD, GOOD, GOOD),
      statuses: [],
    };
    expect([...clockMs(clock)]).toEqual([-2, -1, 0, 1, 2, 3].map((at) => at * MINUTE_MS));
    expect([...alignCourse(block, syncMs, clock)]).toEqual([5, NaN, 15, NaN, 7, NaN]);
    const bad = { ...block, qualities: Uint8Array.of(GOOD, BAD, GOOD, BAD) };
    expect([...alignCourse(bad, syncMs, clock)]).toEqual([5, NaN, 20, NaN, NaN, NaN]);
  });

  it('rises by the slope of its steepest quarter of an hour, also through gaps', () => {
    const ramp = from(60, (step) => (step < 20 ? 100 : step < 40 ? 100 + 2.5 * (step - 20) : 150));
    expect(steepestRise(ramp, MINUTE_MS, 15 * MINUTE_MS)).toBeCloseTo(2.5, 10);
    ramp[25] = NaN;
    expect(steepestRise(ramp, MINUTE_MS, 15 * MINUTE_MS)).toBeCloseTo(2.5, 10);
    expect(
      steepestRise(
        from(60, () => NaN),
        MINUTE_MS,
        15 * MINUTE_MS,
      ),
    ).toBeNaN();
  });
});

describe('the band of a start', () => {
  /** Rises from 0 to 100 in steps 50 to 149, one a step. */
  const golden = from(200, (step) => Math.min(100, Math.max(0, step - 49)));

  it('reaches ten minutes to either side and 5 % of the span beyond', () => {
    const { low, high, span } = bandOf(golden, [], MINUTE_MS);
    expect(span).toBe(100);
    expect([low[20], high[20]]).toEqual([-5, 5]);
    // At step 100 the golden start reads 51; ten minutes on either side 41 and 61.
    expect([low[100], high[100]]).toEqual([41 - 5, 61 + 5]);
  });

  it('widens to what other good starts read', () => {
    const { low, high } = bandOf(golden, [golden.map((value) => value + 30)], MINUTE_MS);
    expect([low[100], high[100]]).toEqual([41 - 5, 61 + 30 + 5]);
  });

  it('widens with the noise of the golden start, which a ramp is not', () => {
    const noisy = golden.map((value, step) => value + (step % 2 === 0 ? 4 : -4));
    const width = (course: Float64Array): number => {
      const { low, high } = bandOf(course, [], MINUTE_MS);
      return (high[20] ?? NaN) - (low[20] ?? NaN);
    };
    // Alternating by 4: its robust deviation is about 1.48 x 4.
    expect(width(noisy) / 2).toBeCloseTo(4 + 4 * 1.4826 * 4, -0.5);
    expect(width(golden)).toBe(10);
  });

  it('is silent where the reference is', () => {
    const broken = golden.slice().fill(NaN, 100, 140);
    const { low, high } = bandOf(broken, [], MINUTE_MS);
    expect([low[120], high[120]]).toEqual([NaN, NaN]);
  });
});

describe('a course against the band', () => {
  const golden = from(60, () => 50);
  golden[0] = 0;
  golden[59] = 100;
  const band = bandOf(golden, [], MINUTE_MS);
  const withSteps = (...steps: readonly (readonly [number, number])[]): Float64Array => {
    const course = from(60, () => 50);
    course[0] = NaN;
    course[59] = NaN;
    for (const [step, value] of steps) course[step] = value;
    return course;
  };

  it('counts a stretch outside from three readings in a row on', () => {
    expect(compareCourse(withSteps([30, 70], [31, 70]), band).leavesAt).toBeNull();
    const three = compareCourse(withSteps([30, 70], [31, 72], [32, 71]), band);
    expect(three).toMatchObject({ leavesAt: 30, largestAt: 31, comparedSteps: 58 });
    expect(three.outsideShare).toBeCloseTo(3 / 58, 10);
    // 22 above the golden start, 17 of it beyond the margin of 5, in spans of 100.
    expect(three.severity).toBeCloseTo(0.17, 10);
    expect(three.mean).toBeCloseTo((20 + 22 + 21) / 58, 10);
  });

  it('lets a missing reading neither count nor end the stretch, and takes no two sides for one', () => {
    expect(compareCourse(withSteps([30, 70], [31, NaN], [32, 70], [33, 70]), band).leavesAt).toBe(30);
    expect(compareCourse(withSteps([30, 70], [31, NaN], [32, 70]), band).leavesAt).toBeNull();
    expect(compareCourse(withSteps([30, 70], [31, 20], [32, 70]), band).leavesAt).toBeNull();
  });

  it('tells the largest deviation within the band where nothing leaves it, and nothing where nothing is compared', () => {
    expect(compareCourse(withSteps([20, 53], [40, 54]), band)).toMatchObject({ largestAt: 40, severity: 0 });
    expect(
      compareCourse(
        from(60, () => NaN),
        band,
      ),
    ).toMatchObject({ largestAt: null, comparedSteps: 0, mean: NaN });
  });
});
