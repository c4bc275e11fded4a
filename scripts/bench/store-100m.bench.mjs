import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadSources } from './load-sources.mjs';
import { medianOf } from './measure.mjs';

export const title = '100 million readings in one file';
/** Takes minutes and 400 MB of disk: only when it is named. */
export const isLong = true;

const READINGS = Number(process.env.BENCH_READINGS ?? 100_000_000);
const PEER_READINGS = 2_000_000;
const ROUNDS = 3;
const PROGRAM = fileURLToPath(new URL('large-store.mjs', import.meta.url));
const PEERS = fileURLToPath(new URL('store-peers.py', import.meta.url));
const python = process.env.BENCH_PYTHON ?? 'python3';
/** A store that an earlier run has built and left (BENCH_KEEP names the folder). */
const kept = process.env.BENCH_KEEP;

const megabytes = (bytes) => `${(bytes / 1e6).toFixed(0)} MB`;

export async function run({ root, report }) {
  await loadSources(root, 'store-100m', [
    'src-main/store/open-store.ts',
    'src-main/store/reading-store.ts',
    'src-main/store/plants.ts',
    'src-main/store/store-calls.ts',
    'src-main/store/readings/series-groups.ts',
    'src-main/store/readings/trends.ts',
    'src-main/store/file/read-ahead.ts',
    'src-worker/core/chunks/chunk-builder.ts',
  ]);
  const bundle = join(root, '.cache', 'bench', 'store-100m.mjs');
  const phase = (name, folder, count) => {
    const result = spawnSync(process.execPath, [PROGRAM, name, bundle, folder, String(count)], {
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    });
    if (result.status !== 0) throw new Error(result.stderr);
    return JSON.parse(result.stdout.trim().split('\n').at(-1));
  };
  const scratch = mkdtempSync(join(tmpdir(), 'boilerhouse-bench-'));
  const folder = kept ?? join(scratch, 'large');
  try {
    if (!existsSync(join(folder, 'boilerhouse.db'))) reportBuild(phase('build', folder, READINGS), report);
    reportQueries(phase('query', folder, 0), report);
    reportCold(phase('cold', folder, 0), report);
    const copy = join(scratch, 'to-delete-from');
    cpSync(folder, copy, { recursive: true });
    reportRemoval(phase('remove', copy, 0), report);
    rmSync(copy, { recursive: true });
    phase('columns', scratch, PEER_READINGS);
    comparePeers(() => phase('own', scratch, PEER_READINGS), scratch, report);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function reportBuild({ seconds, generatedSeconds, readingCount, bytes, parts, peakBytes, commits }, report) {
  report({
    what: `import of ${readingCount.toLocaleString('en')} readings, 100 tags`,
    seconds,
    note: `${(readingCount / seconds / 1e6).toFixed(2)} million a second, encoding included; making them up took ${generatedSeconds.toFixed(0)} s more; peak memory ${megabytes(peakBytes)}`,
  });
  report({
    what: 'slowest commit of an import of a quarter',
    seconds: Math.max(...commits) / 1000,
    note: `${megabytes(bytes)} on disk, ${(bytes / readingCount).toFixed(2)} bytes a reading, all included (bar 4): ${parts.map((part) => `${part.name} ${(part.bytes / readingCount).toFixed(3)}`).join(', ')}`,
  });
}

function reportQueries({ openSeconds, warm, worst, memory }, report) {
  report({ what: 'open', seconds: openSeconds, limit: 1 });
  report({
    what: 'chart, 1-8 tags, 5 minutes to all, 2,000 pixels: median of 400',
    seconds: warm.p50 / 1000,
  });
  report({
    what: 'the same: 95th percentile',
    seconds: warm.p95 / 1000,
    limit: 0.05,
    note: `slowest ${warm.most.toFixed(1)} ms; memory ${megabytes(memory.resident)}, peak ${megabytes(memory.peak)}`,
  });
  const slowest = worst.toSorted((a, b) => b.milliseconds - a.milliseconds)[0];
  const whole = worst[0];
  report({ what: 'chart of the 8 densest tags, all of it', seconds: whole.milliseconds / 1000, limit: 0.05 });
  report({
    what: 'the same 8 tags at the width that takes longest',
    seconds: slowest.milliseconds / 1000,
    limit: 0.05,
    note: `${(100 * slowest.share).toFixed(2)} % of the range`,
  });
}

function reportCold({ isForgotten, opens, queries, aheads, after }, report) {
  const note = isForgotten
    ? 'file dropped from the system cache, fresh connection'
    : 'fresh connection only: the system cache could not be dropped';
  report({ what: 'cold: open, 95th percentile', seconds: opens.p95 / 1000, limit: 1, note });
  report({
    what: 'cold: chart, 95th percentile of 60',
    seconds: queries.p95 / 1000,
    limit: 0.05,
    note: `median ${queries.p50.toFixed(1)} ms, slowest ${queries.most.toFixed(1)} ms; ${note}`,
  });
  report({
    what: 'cold, the file read ahead as the program does: chart, 95th percentile of 20',
    seconds: after.p95 / 1000,
    limit: 0.05,
    note: `median ${after.p50.toFixed(1)} ms, slowest ${after.most.toFixed(1)} ms; reading ahead took ${aheads.p50.toFixed(0)} ms beside other work`,
  });
}

function reportRemoval(measured, report) {
  const tell = (what, { answer, seconds, longestMs, peakBytes }) =>
    report({
      what,
      seconds,
      note: `${describeRemoval(answer)}; other work waited ${longestMs.toFixed(0)} ms at most; peak memory ${megabytes(peakBytes)}`,
    });
  tell('deletion of ten days of thirty from 100 tags', measured.deletion);
  tell('retention of five days for 20 tags', measured.retention);
  tell('compaction after it', measured.compaction);
  tell('compaction of a compact file', measured.again);
}

const describeRemoval = ({ readingCount, bytesBefore, bytesAfter }) =>
  readingCount === undefined
    ? `${megabytes(bytesBefore)} to ${megabytes(bytesAfter)}`
    : `${readingCount.toLocaleString('en')} readings`;

/** Ours and the peers in turn. */
function comparePeers(own, folder, report) {
  const rounds = { boilerhouse: [], duckdb: [], sqlite: [] };
  for (let round = 0; round < ROUNDS; round++) {
    rounds.boilerhouse.push(own());
    for (const peer of ['duckdb', 'sqlite']) {
      const result = spawnSync(python, [PEERS, peer, folder], { encoding: 'utf8' });
      if (result.status === 0) rounds[peer].push(JSON.parse(result.stdout));
    }
  }
  for (const [name, results] of Object.entries(rounds)) {
    if (results.length === 0) continue;
    const median = (field) => medianOf(results.map((result) => result[field]));
    const version = results[0].version === undefined ? '' : ` ${results[0].version}`;
    const bytes = median('bytes') / PEER_READINGS;
    report({
      what: `${name}${version}: import of 2,000,000 readings of 10 tags`,
      seconds: median('load'),
      note: `${bytes.toFixed(2)} bytes a reading`,
    });
    report({ what: `${name}${version}: read one tag of 200,000`, seconds: median('column') });
    report({ what: `${name}${version}: lowest and highest for 2,000 pixels`, seconds: median('pixels') });
  }
}
