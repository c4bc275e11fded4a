import { csvLine } from '@core/csv/write-csv.ts';
import type { Anomaly } from '@shared/contract/runs.ts';
import { isoTime } from './iso-time.ts';

/** Tags told per anomaly, the largest share first. */
const TAGS = 5;

const tagHeader = (place: number): string[] =>
  ['tag', 'unit', 'share', 'actual', 'usual'].map((field) => `${field}_${place + 1}`);

export const anomalyHeader = (): string =>
  csvLine([
    'number',
    'start',
    'end',
    'duration_s',
    'peak_time',
    'peak_score',
    'samples',
    ...Array.from({ length: TAGS }, (_, place) => tagHeader(place)).flat(),
    'kind',
    'sensor_fault',
    'mode',
    'because',
    'evidence',
  ]);

/** `number`: its place in order of start, from 1. */
export function anomalyLine(number: number, anomaly: Anomaly): string {
  const judgement = anomaly.judgement ?? null;
  const byShare = anomaly.contributions.toSorted((a, b) => b.share - a.share);
  const tags = Array.from({ length: TAGS }, (_, place) => {
    const tag = byShare[place];
    return tag === undefined
      ? [null, null, null, null, null]
      : [tag.tagName, tag.unit, tag.share, tag.actual, tag.usual];
  });
  return csvLine([
    number,
    isoTime(anomaly.startMs),
    isoTime(anomaly.endMs),
    (anomaly.endMs - anomaly.startMs) / 1000,
    isoTime(anomaly.peakMs),
    anomaly.peakScore,
    anomaly.sampleCount,
    ...tags.flat(),
    judgement?.kind ?? null,
    judgement?.sensorFault ?? null,
    judgement?.mode ?? null,
    judgement?.sentence ?? null,
    judgement?.evidence.join(' ') ?? null,
  ]);
}
