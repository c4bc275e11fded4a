import { GOLDEN_START_KIND, GOOD_START_KIND, type Label, type LabelFields } from '@shared/contract/labels.ts';
import type { StartMark } from '@shared/start-marks.ts';
import { differenceUnit } from '@shared/tag-words.ts';
import type { TimeRange } from '../../api/workspace.ts';
import type { Start, TagDeviation } from '../../../src-worker/worker-api.ts';
import { formatReading, unitText } from '../../ui/format-number.ts';
import { formatDuration } from '../../ui/format-time.ts';

const MINUTE_MS = 60_000;

/** Labels that mark this start-up. */
export const labelsOn = (start: Start, labels: readonly Label[]): readonly Label[] =>
  labels.filter(
    ({ kind, startMs, endMs }) =>
      (kind === GOLDEN_START_KIND || kind === GOOD_START_KIND) &&
      startMs <= start.syncMs &&
      endMs >= start.syncMs,
  );

export const labelFor = (start: Start, mark: StartMark['kind']): LabelFields => ({
  kind: mark === 'golden' ? GOLDEN_START_KIND : GOOD_START_KIND,
  tagName: null,
  startMs: start.lightUpMs ?? start.syncMs,
  endMs: start.endMs,
  note: start.startClass === null ? '' : `${start.startClass} start`,
});

/** Golden starts of the same class, which a new one takes the place of. */
export const rivalsOf = (start: Start, starts: readonly Start[]): readonly Start[] =>
  starts.filter(
    (other) =>
      other.mark === 'golden' && other.number !== start.number && other.startClass === start.startClass,
  );

/** From light-up, or half an hour before synchronisation, to the end of the start. */
export function rangeOf(start: Start): TimeRange {
  const fromMs = start.lightUpMs ?? start.syncMs - 30 * MINUTE_MS;
  return { fromMs: fromMs - 30 * MINUTE_MS, toMs: start.endMs + 60 * MINUTE_MS };
}

/** Time without load before the start. */
export const offText = ({ offFromMs, syncMs }: Start): string =>
  offFromMs === null ? 'not known' : formatDuration(syncMs - offFromMs);

export const durationMs = (start: Start): number => start.endMs - (start.lightUpMs ?? start.syncMs);

export const milestoneMs = (start: Start, share: number): number | null => {
  const timeMs = start.milestones.find((one) => one.share === share)?.timeMs ?? null;
  return timeMs === null ? null : timeMs - start.syncMs;
};

/** "−44.4 K". */
export function deviationText({ largest, decimals, unit }: TagDeviation): string {
  const difference = largest.actual - largest.golden;
  const sign = difference < 0 ? '−' : '+';
  return `${sign}${formatReading(Math.abs(difference), decimals)} ${unitText(differenceUnit(unit))}`.trim();
}

/** "+35 min", "−1 h 05 min" since synchronisation. */
export const clockText = (ms: number): string =>
  `${ms < 0 ? '−' : '+'}${formatDuration(Math.round(Math.abs(ms) / MINUTE_MS) * MINUTE_MS)}`;

/** The most severe deviation outside the band; null within it. */
export const worstOf = (start: Start): TagDeviation | null =>
  start.comparison?.deviations.find(({ severity }) => severity > 0) ?? null;

/** The tag that left the band first. */
export const firstOut = (start: Start): TagDeviation | null =>
  (start.comparison?.deviations ?? [])
    .filter(({ leavesAtMs }) => leavesAtMs !== null)
    .toSorted((one, other) => (one.leavesAtMs ?? 0) - (other.leavesAtMs ?? 0))[0] ?? null;
