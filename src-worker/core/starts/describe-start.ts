import { differenceUnit, nameOfTag } from '@shared/tag-words.ts';
import { durationText, figureText, readingText } from '../anomalies/figures.ts';
import { countOf } from '../csv/messages.ts';
import type { RiseRate, Start, StartComparison, TagDeviation } from './start-report.ts';

const MINUTE_MS = 60_000;
const MOST_TAGS = 3;
/** What is not told: a milestone less than this apart, a rise less steep than this beside the golden one. */
const WORTH_TELLING_MS = 5 * MINUTE_MS;
const STEEPER = 1.25;

/** "35 min after synchronisation". */
export const whenText = (ms: number): string =>
  Math.abs(ms) < MINUTE_MS / 2
    ? 'at synchronisation'
    : `${durationText(Math.abs(ms))} ${ms < 0 ? 'before' : 'after'} synchronisation`;

function deviationSentence(one: TagDeviation): string {
  const { largest, decimals, unit, leavesAtMs } = one;
  const difference = largest.actual - largest.golden;
  const amount = readingText(Math.abs(difference), decimals, differenceUnit(unit));
  const isFrom = leavesAtMs !== null && leavesAtMs !== largest.atMs;
  return `${nameOfTag(one)} ${amount} ${difference < 0 ? 'below' : 'above'} the golden start ${whenText(largest.atMs)} (${figureText(largest.actual, decimals)} where it read ${readingText(largest.golden, decimals, unit)})${isFrom ? `, outside the band from ${whenText(leavesAtMs)} on` : ''}.`;
}

function apartSentence(
  what: string,
  thisMs: number | null,
  goldenMs: number | null,
  leastMs: number,
): string[] {
  if (goldenMs === null) return [];
  if (thisMs === null) return [`${what} not reached; the golden start needed ${durationText(goldenMs)}.`];
  const apart = thisMs - goldenMs;
  if (Math.abs(apart) < leastMs) return [];
  return [
    `${what} reached ${durationText(Math.abs(apart))} ${apart > 0 ? 'later' : 'earlier'} than in the golden start (${durationText(thisMs)} after synchronisation).`,
  ];
}

const since = (start: Start, timeMs: number | null): number | null =>
  timeMs === null ? null : timeMs - start.syncMs;

function rateSentence(rate: RiseRate): string[] {
  if (!(rate.rate > STEEPER * rate.goldenRate) || !(rate.goldenRate > 0)) return [];
  const unit = `${differenceUnit(rate.unit) ?? ''}/min`;
  return [
    `${nameOfTag(rate)} rose by up to ${figureText(rate.rate, 1)} ${unit}, in the golden start by ${figureText(rate.goldenRate, 1)}.`,
  ];
}

/** What is different about a start, in sentences: the tag that left the band first, the most severe ones, milestones, rates. */
export function describeStart(
  start: Start,
  golden: Start,
  comparison: Omit<StartComparison, 'sentences'>,
  stepMs: number,
): string[] {
  // What is sampled in steps is not known better than to two of them.
  const leastMs = Math.max(WORTH_TELLING_MS, 2 * stepMs);
  const out = comparison.deviations.filter(({ severity }) => severity > 0);
  const [first] = out.toSorted((one, other) => (one.leavesAtMs ?? 0) - (other.leavesAtMs ?? 0));
  const sentences: string[] = [];
  if (!comparison.isSameClass)
    sentences.push(
      `No golden ${start.startClass ?? 'start of this kind'}${start.startClass === null ? '' : ' start'} is marked: compared with the ${golden.startClass ?? 'other'} start ${golden.number}, from which its time off alone sets it apart.`,
    );
  if (start.outcome === 'broken off')
    sentences.push(`Broken off: without load again ${whenText(start.endMs - start.syncMs)}.`);
  if (out.length === 0)
    sentences.push(
      `Within the band of the golden start${comparison.deviations.length === 0 ? ', but no tag has readings in both' : ` in all ${countOf(comparison.deviations.length, 'tag')}`}.`,
    );
  else if (out.length > 1)
    sentences.push(`First to leave the band: ${nameOfTag(first)}, ${whenText(first.leavesAtMs ?? 0)}.`);
  // The first to leave may be the cause of the others: it is always among those that are told.
  const told = [first, ...out.filter((one) => one !== first)].slice(0, Math.min(MOST_TAGS, out.length));
  sentences.push(...told.map(deviationSentence));
  if (out.length > MOST_TAGS)
    sentences.push(
      `Outside the band too: ${out
        .filter((one) => !told.includes(one))
        .map((one) => nameOfTag(one))
        .join(', ')}.`,
    );
  golden.milestones.forEach(({ share, timeMs }, at) => {
    const own = start.milestones[at].timeMs;
    sentences.push(
      ...apartSentence(
        `${figureText(share * 100, 0)} % load`,
        since(start, own),
        since(golden, timeMs),
        leastMs,
      ),
    );
  });
  if (start.lightUpMs !== null && golden.lightUpMs !== null) {
    const own = start.syncMs - start.lightUpMs;
    const other = golden.syncMs - golden.lightUpMs;
    if (Math.abs(own - other) >= leastMs)
      sentences.push(
        `Light-up to synchronisation took ${durationText(own)}, in the golden start ${durationText(other)}.`,
      );
  }
  sentences.push(...comparison.rates.flatMap(rateSentence));
  return sentences;
}
