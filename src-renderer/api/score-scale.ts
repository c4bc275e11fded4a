import type { RunSummary } from '@shared/contract/runs.ts';
import { formatReading } from '../ui/format-number.ts';

type Scaled = Pick<RunSummary, 'scale'>;

/** A detector's score as it is shown: on the common scale, where the run has one. NaN and null stay. */
export function shownScore({ scale }: Scaled, score: number): number;
export function shownScore({ scale }: Scaled, score: number | null): number | null;
export function shownScore({ scale = null }: Scaled, score: number | null): number | null {
  return scale === null || score === null ? score : (score - scale.median) / scale.width;
}

/** The detector's score of one that is shown. */
export const detectorScore = ({ scale = null }: Scaled, shown: number): number =>
  scale === null ? shown : scale.median + shown * scale.width;

/** "2.31"; on a detector's own scale, which may be narrow, with a decimal more. */
export const formatScore = (run: Scaled, score: number | null): string =>
  formatReading(shownScore(run, score), scoreDecimals(run));

export const scoreDecimals = ({ scale = null }: Scaled): number => (scale === null ? 3 : 2);

/** What the axis of scores means: in short, and in full. */
export const describeScale = ({ scale = null }: Scaled): { readonly short: string; readonly full: string } =>
  scale === null
    ? {
        short: "detector's own scale",
        full: "The detector's own scale. The common scale is known once the run is trained again or its contamination is changed.",
      }
    : {
        short: '0 usual, 1 highest tenth',
        full: 'Anomaly score on the common scale of all detectors and tags: 0 is the median of the training samples, 1 is what the highest tenth of them reaches, 4.5 is the usual limit.',
      };
