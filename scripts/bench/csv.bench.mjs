import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadSources } from './load-sources.mjs';
import { medianOf, secondsOf } from './measure.mjs';
import { readColumns, WIDE_FILE_SOURCES, withWideFile } from './wide-file.mjs';

export const title = 'CSV of 1,000,000 x 7 to columns';

const ROUNDS = 5;
const RIVALS = fileURLToPath(new URL('csv-rivals.py', import.meta.url));
/** A Python that has the rivals installed; those it has not are left out. */
const python = process.env.BENCH_PYTHON ?? 'python3';
/** A folder with node_modules that hold papaparse and udsv; without it these two are left out. */
const packages = process.env.BENCH_PACKAGES ?? null;

function measurePython(name, path) {
  const result = spawnSync(python, [RIVALS, path, name], { encoding: 'utf8' });
  return result.status === 0 ? JSON.parse(result.stdout) : null;
}

/** Both parse text into numbers where a cell looks like one, as a user of them would. */
async function measurePackage(name, path) {
  if (packages === null) return null;
  const require = createRequire(join(packages, 'package.json'));
  const { version } = require(`${name}/package.json`);
  const text = readFileSync(path, 'utf8');
  if (name === 'papaparse') {
    const papa = require('papaparse');
    return {
      version,
      seconds: await secondsOf(() => papa.parse(text, { header: false, dynamicTyping: true })),
    };
  }
  const { inferSchema, initParser } = require('udsv');
  return { version, seconds: await secondsOf(() => initParser(inferSchema(text)).typedCols(text)) };
}

const rivals = [
  ...['duckdb', 'polars', 'pandas'].map((name) => ({ name, measure: (path) => measurePython(name, path) })),
  ...['papaparse', 'udsv'].map((name) => ({ name, measure: (path) => measurePackage(name, path) })),
];

export async function run({ root, report }) {
  const sources = await loadSources(root, 'csv', WIDE_FILE_SOURCES);
  await withWideFile(sources, async ({ path, source, plan }) => {
    const times = { columns: [] };
    const found = rivals.map(({ name }) => ({ name, version: null, seconds: [] }));
    for (let round = 0; round < ROUNDS; round++) {
      times.columns.push(await secondsOf(() => readColumns(sources, source, plan)));
      for (const [at, { measure }] of rivals.entries()) {
        const measured = await measure(path);
        if (measured === null) continue;
        found[at].version = measured.version;
        found[at].seconds.push(measured.seconds);
      }
    }
    const columns = medianOf(times.columns);
    const best = found.filter(({ version }) => version !== null).map(({ seconds }) => medianOf(seconds));
    report({
      what: `to columns (${(source.sizeBytes / 1e6).toFixed(1)} MB, one thread)`,
      seconds: columns,
      ...(found[0].version === null ? {} : { limit: medianOf(found[0].seconds) / 2 }),
      note: best.length === 0 ? 'no rival installed' : 'bar: half the time of DuckDB',
    });
    for (const { name, version, seconds } of found)
      if (version !== null)
        report({
          what: `${name} ${version} to columns`,
          seconds: medianOf(seconds),
          note: `${(medianOf(seconds) / columns).toFixed(1)} times as long`,
        });
  });
}
