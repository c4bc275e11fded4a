import { csvLine } from '@core/csv/write-csv.ts';
import type { Label } from '@shared/contract/labels.ts';
import { isoTime } from './iso-time.ts';

const HEADER = ['start', 'end', 'kind', 'tag', 'note', 'source', 'author', 'file', 'created', 'changed'];

const timeOrNothing = (timeMs: number | null): string | null => (timeMs === null ? null : isoTime(timeMs));

/** Labels as a CSV file in order of start, times in UTC; the first five columns can be imported again. */
export const labelFile = (labels: readonly Label[]): string =>
  csvLine(HEADER) +
  labels
    .map((label) =>
      csvLine([
        isoTime(label.startMs),
        isoTime(label.endMs),
        label.kind,
        label.tagName,
        label.note,
        label.source,
        label.author,
        label.fileName,
        timeOrNothing(label.createdMs),
        timeOrNothing(label.changedMs),
      ]),
    )
    .join('');
