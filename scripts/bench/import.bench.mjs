import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { benchPlant } from './bench-plant.mjs';
import { loadSources } from './load-sources.mjs';
import { medianOf, secondsOf } from './measure.mjs';
import { readColumns, ROWS, TAGS, WIDE_FILE_SOURCES, withWideFile } from './wide-file.mjs';

export const title = 'CSV of 1,000,000 x 7 into a store on disk';

const ROUNDS = 9;
const RIVALS = fileURLToPath(new URL('import-rivals.py', import.meta.url));
/** A Python that has DuckDB; without it that rival is left out. */
const python = process.env.BENCH_PYTHON ?? 'python3';

function measureRival(name, path) {
  const result = spawnSync(python, [RIVALS, path, name], { encoding: 'utf8' });
  return result.status === 0 ? JSON.parse(result.stdout) : null;
}

/**
 * Reading, hash, encoding, storing and the commit that is forced to the disk, as the command line does it: the file is
 * read on a thread of its own. The store is open already, as it is in the window; that of the rivals is made anew.
 */
export async function run({ root, report }) {
  const sources = await loadSources(root, 'import', [
    'src-main/store/open-store.ts',
    'src-main/store/reading-store.ts',
    'src-main/store/plants.ts',
    'src-main/cli/reading-thread.ts',
    'src-worker/core/import/import-csv.ts',
    ...WIDE_FILE_SOURCES,
  ]);
  await loadSources(root, 'reading-worker', ['src-main/cli/reading-worker.ts']);
  const program = join(root, '.cache', 'bench', 'reading-worker.mjs');
  await withWideFile(sources, async ({ folder, path, source, plan }) => {
    const oneThread = () => ({ hash: createRunningHash() });
    const ways = {
      columns: () => secondsOf(() => readColumns(sources, source, plan)),
      threads: () => importOnce(sources, source, plan, folder, () => sources.readOnThread(program, path)),
      oneThread: () => importOnce(sources, source, plan, folder, oneThread),
      duckdb: () => measureRival('duckdb', path),
      sqlite: () => measureRival('sqlite', path),
    };
    const found = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
    for (let round = 0; round < ROUNDS; round++)
      for (const [name, measure] of Object.entries(ways)) {
        if (name === 'sqlite' && round >= 3) continue;
        const measured = await measure();
        if (measured !== null) found[name].push(measured);
      }
    tell(found, report);
  });
}

function tell({ columns, threads, oneThread, duckdb, sqlite }, report) {
  const reading = medianOf(columns);
  const times = (seconds) => `${(seconds / reading).toFixed(1)} times the reading`;
  report({ what: 'read to columns, one thread', seconds: reading });
  for (const [what, runs] of [
    ['stored, read on a thread of its own', threads],
    ['stored, one thread', oneThread],
  ]) {
    const seconds = medianOf(runs.map((one) => one.seconds));
    const megabytes = `${(runs[0].bytes / 1e6).toFixed(1)} MB`;
    const least = Math.min(...runs.map((one) => one.seconds));
    const closed = medianOf(runs.map((one) => one.closedSeconds));
    report({
      what,
      seconds,
      note: `${times(seconds)}; least ${least.toFixed(2)} s; ${closed.toFixed(2)} s with the store closed; ${megabytes}`,
    });
  }
  for (const [what, runs] of [
    ['DuckDB VERSION, a table in a file', duckdb],
    ['SQLite VERSION, wide rows, by Python', sqlite],
  ]) {
    if (runs.length === 0) continue;
    const seconds = medianOf(runs.map((one) => one.seconds));
    const megabytes = `${(runs[0].bytes / 1e6).toFixed(1)} MB`;
    report({
      what: what.replace('VERSION', runs[0].version),
      seconds,
      note: `${times(seconds)}; ${megabytes}`,
    });
  }
}

async function importOnce(sources, source, plan, within, read) {
  const folder = mkdtempSync(join(within, 'store-'));
  const { openStore, createReadingStore, addPlant, importCsv, noCheckpoint } = sources;
  const store = openStore({ folder, programVersion: '0.0.0', now: Date.now, onChanged: () => undefined });
  const plant = addPlant(store.writer, benchPlant());
  let summary;
  const seconds = await secondsOf(async () => {
    const host = { ...read(), now: Date.now, checkpoint: noCheckpoint };
    summary = await importCsv(createReadingStore(store), { plantId: plant.id, source, plan }, host);
  });
  if (summary.readingCount !== ROWS * TAGS) throw new Error(`${summary.readingCount} readings`);
  // What a store that stays open does later, when nobody waits for it.
  const closing = await secondsOf(() => store.close());
  const { size } = statSync(join(folder, sources.DATABASE_FILE));
  rmSync(folder, { recursive: true });
  return { seconds, closedSeconds: seconds + closing, bytes: size };
}

function createRunningHash() {
  const hash = createHash('sha256');
  return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest('hex') };
}
