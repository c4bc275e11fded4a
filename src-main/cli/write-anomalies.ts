import type { FoundAnomaly } from '@core/analyse-samples.ts';
import type { CsvTag } from '@core/csv/csv-stream.ts';
import { csvLine } from '@core/csv/write-csv.ts';
import { createIsoWriter } from '@core/iso-time.ts';
import type { OutputFile } from './output-files.ts';

/** Contributing tags that a line names. */
const NAMED_TAGS = 3;

const HEADER: readonly string[] = [
  'start',
  'end',
  'duration_s',
  'peak_time',
  'peak_score',
  'samples',
  ...Array.from({ length: NAMED_TAGS }, (_, index) =>
    ['tag', 'share', 'actual', 'usual', 'unit'].map((name) => `${name}_${index + 1}`),
  ).flat(),
  'plant',
  'kind',
  'sensor_fault',
  'mode',
  'because',
];

type Cell = string | number | null;

/** A float32 with the digits that it has. */
const rounded = (value: number | null): number | null =>
  value === null ? null : Number(value.toPrecision(7));

function contributionCells(anomaly: FoundAnomaly, tags: readonly CsvTag[]): Cell[] {
  return Array.from({ length: NAMED_TAGS }, (_, place): Cell[] => {
    const contribution = anomaly.contributions[place];
    const tag = contribution === undefined ? undefined : tags[contribution.column];
    if (contribution === undefined || tag === undefined) return [null, null, null, null, null];
    const { share, actual, usual } = contribution;
    return [tag.name, rounded(share), rounded(actual), rounded(usual), tag.unit];
  }).flat();
}

export interface AnomalyTable {
  /** Writes further anomalies; the first call makes the file. */
  add(anomalies: readonly FoundAnomaly[]): Promise<void>;
}

/** Anomalies as intervals with their peak and the tags that contribute most, one line each (RFC 4180). */
export function createAnomalyTable(
  create: () => Promise<OutputFile>,
  tags: readonly CsvTag[],
  plant: string | null,
): AnomalyTable {
  const isoTime = createIsoWriter();
  let output: OutputFile | null = null;
  const lineOf = (anomaly: FoundAnomaly): string =>
    csvLine([
      isoTime(anomaly.startMs),
      isoTime(anomaly.endMs),
      // In a file whose clock steps back an interval can end before it began by the clock.
      Math.max(0, anomaly.endMs - anomaly.startMs) / 1000,
      isoTime(anomaly.peakMs),
      anomaly.peakScore,
      anomaly.sampleCount,
      ...contributionCells(anomaly, tags),
      plant,
      anomaly.kind,
      anomaly.sensorFault,
      anomaly.mode,
      anomaly.sentence,
    ]);
  return {
    async add(anomalies) {
      if (output === null) {
        output = await create();
        await output.write(csvLine(HEADER));
      }
      await output.write(anomalies.map(lineOf).join(''));
    },
  };
}
