import { type Matrix, newSharedMatrix } from '@core/matrix.ts';
import type { CollectedSamples } from './sample-collector.ts';

/** A tag with readings in fewer of the training samples than this would be a constant to every detector. */
const LEAST_KNOWN = 0.1;

/**
 * The samples without the tags that the training rows say next to nothing about, such as columns of text, empty ones
 * and those that begin later; each is told. As they are when no tag is left: then the analysis says why it cannot learn.
 */
export function leaveOutUnknownTags<Read extends CollectedSamples>(read: Read, trainRows: number): Read {
  const known = read.tags.map((_, column) => knownCount(read.samples, column, trainRows));
  const kept = known.flatMap((count, column) => (count >= LEAST_KNOWN * trainRows ? [column] : []));
  if (kept.length === 0 || kept.length === read.tags.length) return read;
  const left = read.tags.flatMap(({ name }, column) =>
    kept.includes(column) ? [] : [`${name} (${knownText(known[column] ?? 0)})`],
  );
  const notice = `Left out, since the ${trainRows} training rows hardly have a number for ${left.length === 1 ? 'it' : 'them'}: ${left.join(', ')}.`;
  return {
    ...read,
    samples: pick(read.samples, kept),
    tags: read.tags.filter((_, column) => kept.includes(column)),
    notices: [...read.notices, notice],
  };
}

const knownText = (count: number): string => (count === 0 ? 'none' : String(count));

function knownCount({ data, columnCount }: Matrix, column: number, rows: number): number {
  let count = 0;
  for (let row = 0; row < rows; row++) if (!Number.isNaN(data[row * columnCount + column])) count++;
  return count;
}

function pick(samples: Matrix, columns: readonly number[]): Matrix {
  const picked = newSharedMatrix(samples.rowCount, columns.length);
  for (let row = 0, at = 0; row < samples.rowCount; row++) {
    for (const column of columns) picked.data[at++] = samples.data[row * samples.columnCount + column] ?? NaN;
  }
  return picked;
}
