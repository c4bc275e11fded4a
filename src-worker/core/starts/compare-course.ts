import type { StartBand } from './band.ts';

/** Fewer readings beyond the band in a row are chance. */
const LEAST_READINGS = 3;

export interface CourseDeviation {
  /** Steps at which both the start and the golden one have a reading. */
  readonly comparedSteps: number;
  /** Share of the compared readings that lie outside the band for long enough to count, 0..1. */
  readonly outsideShare: number;
  /** Step of the first of them; null where the course stays within the band. */
  readonly leavesAt: number | null;
  /** Step of the largest deviation from the golden start: of those outside the band, else of all; null where nothing is compared. */
  readonly largestAt: number | null;
  /** Mean of start less golden start; NaN where nothing is compared. */
  readonly mean: number;
  /** Farthest beyond the band, in spans of the golden start; 0 within it. */
  readonly severity: number;
}

/** A start against the band, step by step. A stretch outside counts from three readings in a row on; a missing one neither counts nor ends it. */
export function compareCourse(course: Float64Array, band: StartBand): CourseDeviation {
  const isOutside = outsideSteps(course, band);
  let compared = 0;
  let outside = 0;
  let sum = 0;
  let leavesAt: number | null = null;
  let largestAt: number | null = null;
  let severity = 0;
  for (let step = 0; step < course.length; step++) {
    const deviation = course[step] - band.golden[step];
    if (isOutside[step] === 1) {
      outside++;
      leavesAt ??= step;
      const beyond = Math.max(course[step] - band.high[step], band.low[step] - course[step]);
      severity = Math.max(severity, beyond / band.span);
    }
    if (Number.isNaN(deviation)) continue;
    compared++;
    sum += deviation;
    if (largestAt === null || isLarger(step, largestAt)) largestAt = step;
  }

  function isLarger(step: number, than: number): boolean {
    if (isOutside[step] !== isOutside[than]) return isOutside[step] === 1;
    return Math.abs(course[step] - band.golden[step]) > Math.abs(course[than] - band.golden[than]);
  }

  return {
    comparedSteps: compared,
    outsideShare: compared === 0 ? 0 : Math.min(1, outside / compared),
    leavesAt,
    largestAt,
    mean: compared === 0 ? NaN : sum / compared,
    severity,
  };
}

/** 1 where a reading belongs to a stretch of at least three in a row beyond the same side of the band. */
function outsideSteps(course: Float64Array, { low, high }: StartBand): Uint8Array {
  const outside = new Uint8Array(course.length);
  let stretch: number[] = [];
  let side = 0;
  for (let step = 0; step < course.length; step++) {
    const value = course[step];
    if (Number.isNaN(value) || Number.isNaN(low[step])) continue;
    const now = value > high[step] ? 1 : value < low[step] ? -1 : 0;
    if (now !== side) stretch = [];
    side = now;
    if (now === 0) continue;
    stretch.push(step);
    if (stretch.length === LEAST_READINGS) for (const one of stretch) outside[one] = 1;
    else if (stretch.length > LEAST_READINGS) outside[step] = 1;
  }
  return outside;
}
