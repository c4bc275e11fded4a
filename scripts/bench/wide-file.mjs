import { createReadStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeWideCsv } from './wide-csv.mjs';

export const ROWS = 1_000_000;
/** Columns beside the time. */
export const TAGS = 6;

/** What `loadSources` has to load for it. */
export const WIDE_FILE_SOURCES = [
  'src-worker/core/csv/preview-csv.ts',
  'src-worker/core/csv/read-csv.ts',
  'src-worker/core/generate/generate-plant.ts',
  'src-worker/core/checkpoint.ts',
  'src-worker/core/iso-time.ts',
];

/** Gives `work` a file of 1,000,000 x 7 as the CSV reader takes it, with its plan, in a folder that is gone afterwards. */
export async function withWideFile(sources, work) {
  const folder = mkdtempSync(join(tmpdir(), 'boilerhouse-bench-'));
  try {
    const path = join(folder, 'bench.csv');
    await writeWideCsv(path, { rowCount: ROWS, tagCount: TAGS }, sources);
    const source = {
      name: 'bench.csv',
      sizeBytes: statSync(path).size,
      open: () => createReadStream(path, { highWaterMark: 1 << 20 }),
    };
    const { plan } = await sources.previewCsv(source, {});
    await work({ folder, path, source, plan });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Reads the file to columns and no further. */
export async function readColumns({ readCsv, noCheckpoint }, source, plan) {
  let count = 0;
  const sink = {
    addTag: () => undefined,
    addPortion: (series) => {
      for (const { values } of series) count += values.length;
    },
  };
  await readCsv(source, plan, sink, { checkpoint: noCheckpoint });
  if (count !== ROWS * TAGS) throw new Error(`${count} readings`);
}
