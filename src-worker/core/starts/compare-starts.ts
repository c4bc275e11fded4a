import type { Checkpoint } from '../checkpoint.ts';
import { roleOf, type TagRole } from '../samples/tag-roles.ts';
import { recordedDecimals } from '../sensor-health/column-behaviour.ts';
import { bandOf, type StartBand } from './band.ts';
import { compareCourse } from './compare-course.ts';
import type { CourseSource } from './course-source.ts';
import { type AlignedClock, clockMs, steepestRise } from './course.ts';
import { describeStart } from './describe-start.ts';
import type {
  RiseRate,
  Start,
  StartComparison,
  StartOverlay,
  StartTag,
  TagDeviation,
} from './start-report.ts';

const MINUTE_MS = 60_000;
/** Compared from here on where the light-up is not known. */
const UNKNOWN_LEAD_MS = 30 * MINUTE_MS;
/** Shown before the light-up and after the end. */
const EDGE_MS = 30 * MINUTE_MS;
const RATE_WINDOW_MS = 15 * MINUTE_MS;

/** Tags whose steepest rise is told. */
const RATE_ROLES: readonly TagRole[] = ['power', 'load', 'steam-temperature', 'steam-pressure'];

/** What the weather does is no deviation of a start. */
export const comparedTags = (tags: readonly StartTag[]): readonly StartTag[] =>
  tags.filter((tag) => roleOf(tag) !== 'ambient-temperature');

/** The golden start to compare with: of the same class, else the one with the nearest time without load. The latest of several. */
export function goldenFor(start: Start, starts: readonly Start[]): Start | null {
  const golden = starts.filter(({ mark, number }) => mark === 'golden' && number !== start.number);
  const offMs = (one: Start): number => (one.offFromMs === null ? NaN : one.syncMs - one.offFromMs);
  const same = golden.filter(({ startClass }) => startClass === start.startClass);
  if (same.length > 0) return same.at(-1) ?? null;
  const apart = (one: Start): number => {
    const ratio = Math.abs(Math.log(offMs(one) / offMs(start)));
    return Number.isNaN(ratio) ? Infinity : ratio;
  };
  return golden.toSorted((one, other) => apart(one) - apart(other)).at(0) ?? null;
}

/** The other good starts of the golden one's class, which widen its band; never the one that is judged. */
export const goodBeside = (golden: Start, judged: Start, starts: readonly Start[]): readonly Start[] =>
  starts.filter(
    ({ mark, startClass, number }) =>
      mark !== null &&
      startClass === golden.startClass &&
      number !== golden.number &&
      number !== judged.number,
  );

const leadOf = ({ syncMs, lightUpMs }: Start): number =>
  lightUpMs === null ? UNKNOWN_LEAD_MS : syncMs - lightUpMs;

/** The clock on which both are drawn: from before the earlier light-up to after the later end. */
export function sharedClock(start: Start, golden: Start | null, stepMs: number): AlignedClock {
  const both = golden === null ? [start] : [start, golden];
  const lead = both.reduce((most, one) => Math.max(most, leadOf(one)), 0) + EDGE_MS;
  const tail = both.reduce((most, one) => Math.max(most, one.endMs - one.syncMs), 0) + EDGE_MS;
  return { stepMs, firstStep: -Math.ceil(lead / stepMs), lastStep: Math.ceil(tail / stepMs) };
}

interface Judged {
  readonly start: Start;
  readonly golden: Start;
  readonly good: readonly Start[];
  readonly stepMs: number;
}

/** The start, the golden one and the band of one tag. */
async function courseOf(
  source: CourseSource,
  tag: StartTag,
  { start, golden, good, stepMs }: Judged,
): Promise<{ readonly course: Float64Array; readonly band: StartBand }> {
  const clock = sharedClock(start, golden, stepMs);
  const others: Float64Array[] = [];
  for (const one of good) others.push(await source.course(tag, one, clock));
  return {
    course: await source.course(tag, start, clock),
    band: bandOf(await source.course(tag, golden, clock), others, stepMs),
  };
}

/** A start against the golden one, tag by tag, from the golden light-up to the end of the golden start. */
export async function compareStart(
  source: CourseSource,
  tags: readonly StartTag[],
  judged: Judged,
  checkpoint: Checkpoint,
): Promise<StartComparison> {
  const { start, golden, good, stepMs } = judged;
  const clock = sharedClock(start, golden, stepMs);
  const fromMs = -leadOf(golden);
  const toMs = golden.endMs - golden.syncMs;
  const times = clockMs(clock);
  const deviations: TagDeviation[] = [];
  const rates: RiseRate[] = [];
  for (const [at, tag] of comparedTags(tags).entries()) {
    await checkpoint(at / tags.length, `Start ${start.number}`);
    const { course, band } = await courseOf(source, tag, judged);
    const compared = course.map((value, step) =>
      times[step] < fromMs - 1 || times[step] > toMs + 1 ? NaN : value,
    );
    const deviation = compareCourse(compared, band);
    const { largestAt, leavesAt } = deviation;
    const { id, name, description, unit } = tag;
    if (largestAt === null) continue;
    deviations.push({
      tagId: id,
      tagName: name,
      description,
      unit,
      decimals: decimalsFor(course, band.span),
      outsideShare: deviation.outsideShare,
      leavesAtMs: leavesAt === null ? null : times[leavesAt],
      largest: { atMs: times[largestAt], actual: course[largestAt], golden: band.golden[largestAt] },
      mean: deviation.mean,
      severity: deviation.severity,
    });
    const role = roleOf(tag);
    if (role === null || !RATE_ROLES.includes(role)) continue;
    const rate = steepestRise(compared, stepMs, RATE_WINDOW_MS);
    const goldenRate = steepestRise(band.golden, stepMs, RATE_WINDOW_MS);
    if (!Number.isNaN(rate + goldenRate)) rates.push({ tagName: name, description, unit, rate, goldenRate });
  }
  deviations.sort((one, other) => other.severity - one.severity);
  const comparison = {
    goldenNumber: golden.number,
    isSameClass: start.startClass === golden.startClass,
    goodCount: good.length,
    fromMs,
    toMs,
    deviations,
    rates,
  };
  return { ...comparison, sentences: describeStart(start, golden, comparison, stepMs) };
}

/** Decimals of the readings, no more than the span of the start makes sense of: a thousandth of it. */
function decimalsFor(course: Float64Array, span: number): number {
  const sensible = Math.max(0, 3 - Math.ceil(Math.log10(span)));
  return Math.min(sensible, recordedDecimals(course));
}

/** The courses of a start and, where there is one, of the golden start with its band. */
export async function overlayStarts(
  source: CourseSource,
  tags: readonly StartTag[],
  start: Start,
  starts: readonly Start[],
  stepMs: number,
): Promise<StartOverlay> {
  const golden = goldenFor(start, starts);
  const clock = sharedClock(start, golden, stepMs);
  const none = new Float64Array(clock.lastStep - clock.firstStep + 1).fill(NaN);
  const lanes: StartOverlay['lanes'][number][] = [];
  for (const tag of tags) {
    if (golden === null) {
      const actual = await source.course(tag, start, clock);
      lanes.push({ tagId: tag.id, actual, golden: none, low: none, high: none });
      continue;
    }
    const judged = { start, golden, good: goodBeside(golden, start, starts), stepMs };
    const { course, band } = await courseOf(source, tag, judged);
    lanes.push({ tagId: tag.id, actual: course, golden: band.golden, low: band.low, high: band.high });
  }
  return { timesMs: clockMs(clock), lanes };
}
