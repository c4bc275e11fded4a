import { newSharedMatrix } from '@core/matrix.ts';
import { pickColumns } from '@core/samples/columns.ts';
import { findUnknownColumns } from '@core/samples/known-columns.ts';
import type { CollectedSamples } from './sample-collector.ts';

/** The samples without the tags that the training rows say next to nothing about; each is told. */
export function leaveOutUnknownTags<Read extends CollectedSamples>(read: Read, trainRows: number): Read {
  const unknown = findUnknownColumns(read.samples, 0, trainRows);
  if (unknown.length === 0) return read;
  const kept = read.tags.flatMap((_, column) =>
    unknown.some((one) => one.column === column) ? [] : [column],
  );
  const left = unknown.map(
    ({ column, knownCount }) =>
      `${read.tags[column]?.name ?? ''} (${knownCount === 0 ? 'none' : knownCount})`,
  );
  const notice = `Left out, since the ${trainRows} training rows hardly have a number for ${left.length === 1 ? 'it' : 'them'}: ${left.join(', ')}.`;
  return {
    ...read,
    samples: pickColumns(read.samples, kept, newSharedMatrix),
    tags: read.tags.filter((_, column) => kept.includes(column)),
    notices: [...read.notices, notice],
  };
}
