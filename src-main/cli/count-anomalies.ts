import type { FoundAnomaly } from '@core/analyse-samples.ts';

type KindCounts = Record<FoundAnomaly['kind'], number>;

/** How many anomalies of each kind there are. */
export interface AnomalyCounts {
  /** Of the detector. */
  readonly own: KindCounts;
  /** Told besides: what it did not notice. */
  readonly others: KindCounts;
}

const none = (): KindCounts => ({ process: 0, sensor: 0, unknown: 0, gap: 0 });

export const newCounts = (): AnomalyCounts => ({ own: none(), others: none() });

/** Adds a portion of anomalies to the counts. */
export function countAnomalies({ own, others }: AnomalyCounts, anomalies: readonly FoundAnomaly[]): void {
  for (const { kind, sampleCount } of anomalies) (sampleCount > 0 ? own : others)[kind]++;
}

const sumOf = (counts: KindCounts): number => Object.values(counts).reduce((sum, count) => sum + count, 0);

export const anomalyCountOf = ({ own, others }: AnomalyCounts): number => sumOf(own) + sumOf(others);

/** The detector's own and the others together. */
export const kindsOf = ({ own, others }: AnomalyCounts): KindCounts => ({
  process: own.process + others.process,
  sensor: own.sensor + others.sensor,
  unknown: own.unknown + others.unknown,
  gap: own.gap + others.gap,
});

const kindsText = (counts: KindCounts): string =>
  Object.entries(counts)
    .flatMap(([kind, count]) => (count === 0 ? [] : [`${count} ${kind}`]))
    .join(', ');

/** "7 anomalies (6 process, 1 sensor); told besides: 2 sensor, 1 gap". */
export function countsText({ own, others }: AnomalyCounts): string {
  const count = sumOf(own);
  return (
    `${count} ${count === 1 ? 'anomaly' : 'anomalies'}` +
    (count === 0 ? '' : ` (${kindsText(own)})`) +
    (sumOf(others) === 0 ? '' : `; told besides: ${kindsText(others)}`)
  );
}
