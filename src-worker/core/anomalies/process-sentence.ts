import type { Matrix } from '../matrix.ts';
import { OPERATING_MODES } from '../samples/operating-modes.ts';
import { type Usual, usualAt } from './baseline.ts';
import type { ColumnContribution } from './contributions.ts';
import { atLoadText, decimalsOfColumn, decimalsOfSize, MODE_CLAUSES } from './describe.ts';
import { figureText, readingText } from './figures.ts';
import { zoneOf } from './iso-zones.ts';
import type { Operation } from './operation.ts';

const WORTH_NAMING = 0.25;
/** A tag outside of its range leads with at least this part of the largest share. */
const WORTH_LEADING = 0.25;
/** From this share on one tag explains it by itself. */
const MOSTLY_ONE = 0.5;
const MEAN_ROWS = 20;

export interface Told extends ColumnContribution {
  readonly range: Usual;
  /** Outside of what 95 % of the training samples at this load show. */
  readonly isOut: boolean;
}

/** Contributions with what is usual at the load of the row in the place of the median of all training. */
export function tellAtLoad(
  contributions: readonly ColumnContribution[],
  operation: Operation,
  load: number,
): Told[] {
  return contributions.map(({ column, share, actual, usual }) => {
    const isLoad = column === operation.loadColumn;
    // The load itself has no usual value at its own load.
    const range = usualAt(operation.baseline, column, isLoad ? NaN : load);
    const overall = isLoad ? usual : range.median;
    return {
      column,
      share,
      actual,
      usual: overall === null || Number.isNaN(overall) ? null : overall,
      range,
      isOut: actual !== null && !isLoad && (actual < range.low || actual > range.high),
    };
  });
}

/** What a process sentence is made of, beside the tags. */
export interface PeakContext {
  readonly samples: Matrix;
  /** First row of the stretch and row of its peak. */
  readonly startIndex: number;
  readonly peakIndex: number;
  readonly load: number;
  /** Code of `MODE`. */
  readonly mode: number;
  /** A sudden load is told before: then nothing needs to be rare. */
  readonly tellsRare: boolean;
}

/**
 * Why a stretch is abnormal, from the readings at its peak. Led by the tag with the largest share of those outside of
 * their usual range, unless it has little to do with the score; where each is inside, by what the first one reads on average.
 * A tag inside that makes up most of the score is named all the same: the reason must say what the shares say.
 */
export function processSentence(told: readonly Told[], operation: Operation, context: PeakContext): string {
  const ordered = [...told].sort((one, other) => other.share - one.share);
  const most = ordered.at(0)?.share ?? 0;
  const out = ordered.filter((one) => one.isOut && one.share >= WORTH_LEADING * most);
  const lead = [...out, ...ordered].at(0);
  if (lead === undefined) return 'No single tag explains it';
  const parts = [leadText(lead, operation, context, out.length > 0)];
  const second = out.find((one) => one !== lead && one.share >= WORTH_NAMING);
  if (second !== undefined) parts.push(shortText(second, operation));
  const [first = lead] = ordered;
  const isUsual = !first.isOut && first.actual !== null && first.column !== operation.loadColumn;
  if (first !== lead && first.share >= MOSTLY_ONE && isUsual)
    parts.push(`most of the score comes from ${operation.tags[first.column].name}, whose reading is usual`);
  const clause = MODE_CLAUSES[OPERATING_MODES[context.mode] ?? 'unknown'];
  if (clause !== null) parts.push(clause);
  return parts.join('; ');
}

function leadText(lead: Told, operation: Operation, context: PeakContext, isOut: boolean): string {
  const tag = operation.tags[lead.column];
  const isLoad = lead.column === operation.loadColumn;
  const at = isLoad ? '' : atLoadText(operation, context.load);
  const zone = lead.actual === null ? null : zoneOf(tag, operation.sensors.roles[lead.column], lead.actual);
  const zoneText = zone === null ? '' : `; zone ${zone.letter} of ${zone.standard}`;
  const { actual, usual } = pairText(lead, operation);
  if (usual === null) return `${tag.name} ${actual}${at}${zoneText}`;
  const single = `${tag.name} ${actual} where ${usual} is usual${at}${zoneText}`;
  if (isOut || isLoad || lead.actual === null || !context.tellsRare) return single;
  if (lead.share < MOSTLY_ONE) return `${single}; each tag is within its range, together they are rare`;
  const { mean, count } = recentMean(lead.column, context);
  if (count < 2) return single;
  const average = pairText({ ...lead, actual: mean }, operation);
  return `${tag.name} ${average.actual} on average over ${count} samples where ${usual} is usual${at}; single readings stay within their range`;
}

/** Mean of the readings from the start of the stretch to its peak, over twenty samples at least. */
function recentMean(
  column: number,
  { samples, startIndex, peakIndex }: PeakContext,
): { readonly mean: number; readonly count: number } {
  let sum = 0;
  let count = 0;
  for (let row = Math.max(0, Math.min(startIndex, peakIndex + 1 - MEAN_ROWS)); row <= peakIndex; row++) {
    const value = samples.data[row * samples.columnCount + column];
    if (Number.isNaN(value)) continue;
    sum += value;
    count++;
  }
  return { mean: sum / count, count };
}

function shortText(one: Told, operation: Operation): string {
  const { name } = operation.tags[one.column];
  const { actual, usual } = pairText(one, operation);
  return usual === null ? `${name} ${actual}` : `${name} ${actual}, usual ${usual}`;
}

/** Reading and usual value, with two digits of what lies between them and none that says nothing. */
function pairText(
  { column, actual, usual }: Told,
  operation: Operation,
): { readonly actual: string; readonly usual: string | null } {
  const { unit } = operation.tags[column];
  const between = actual === null || usual === null ? NaN : Math.abs(actual - usual);
  const decimals =
    between > 0
      ? Math.min(decimalsOfColumn(operation, column), decimalsOfSize(between))
      : decimalsOfColumn(operation, column);
  return {
    actual: actual === null ? 'missing' : readingText(actual, decimals, unit),
    usual: usual === null ? null : figureText(usual, decimals),
  };
}
