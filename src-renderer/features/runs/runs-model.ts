import { anomalyKind } from '@shared/contract/conditions.ts';
import type { Tag } from '@shared/contract/plants.ts';
import type { RunSummary } from '@shared/contract/runs.ts';
import { formatCount, formatCounted, formatPercent, unitText } from '../../ui/format-number.ts';
import { formatTime } from '../../ui/format-time.ts';

const LEAST_CONTAMINATION = 0.0001;
const MOST_CONTAMINATION = 0.5;

/** "6 process, 4 sensor"; empty for a run that did not judge. */
const describeKinds = ({ kindCounts = {} }: RunSummary): string =>
  anomalyKind.options
    .filter((kind) => (kindCounts[kind] ?? 0) > 0)
    .map((kind) => `${formatCount(kindCounts[kind] ?? 0)} ${kind}`)
    .join(', ');

/** "50 of 1,000 samples anomalous": what has room beside the buttons. */
export const describeCount = (run: RunSummary): string =>
  `${formatCount(run.anomalousCount)} of ${formatCount(run.scoredCount)} samples anomalous`;

/** "50 of 1,000 samples anomalous; 6 process, 4 sensor"; says when samples could not be scored. */
export function describeOutcome(run: RunSummary): string {
  const kinds = describeKinds(run);
  const found = `${describeCount(run)}${kinds === '' ? ` in ${formatCounted(run.anomalyCount, 'anomaly', 'anomalies')}` : `; ${kinds}`}`;
  const unscored = run.sampleCount - run.scoredCount;
  return unscored === 0 ? found : `${found}; ${formatCounted(unscored, 'sample', 'samples')} not scored`;
}

/** One line in the list of runs: "#3 Isolation forest, 12 Apr 06:15, 5 %". */
export const nameRun = (run: RunSummary, detectorTitle: string): string =>
  `#${run.id} ${detectorTitle}, ${formatTime(run.startedMs)}, ${formatPercent(run.contamination)}`;

/** A share in (0, 0.5] from a percentage as typed; null when it is none. */
export function contaminationFrom(percent: string | number): number | null {
  if (typeof percent !== 'number' || !Number.isFinite(percent)) return null;
  const share = Number((percent / 100).toPrecision(6));
  return share >= LEAST_CONTAMINATION && share <= MOST_CONTAMINATION ? share : null;
}

/** "degC, 1,000 readings, 3 missing". */
export const describeTag = ({
  unit,
  readingCount,
  missingCount,
}: Pick<Tag, 'unit' | 'readingCount' | 'missingCount'>): string =>
  [
    unitText(unit),
    formatCounted(readingCount, 'reading', 'readings'),
    missingCount === 0 ? '' : `${formatCount(missingCount)} missing`,
  ]
    .filter((part) => part !== '')
    .join(', ');

/** In the order of the list of detectors: the choice that asks for no knowledge stands first. */
export const automaticFirst = <D extends { readonly id: string }>(detectors: readonly D[]): readonly D[] => [
  ...detectors.filter(({ id }) => id === 'automatic'),
  ...detectors.filter(({ id }) => id !== 'automatic'),
];
