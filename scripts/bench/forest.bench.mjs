import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadSources } from './load-sources.mjs';
import { medianOf, secondsOf } from './measure.mjs';

export const title = 'Isolation forest: 100 trees, subsample 256, 5 columns';

const COLUMNS = 5;
const SIZES = [1000, 100_000, 1_000_000];
const ROUNDS = 3;
const RIVAL = fileURLToPath(new URL('sklearn-forest.py', import.meta.url));
/** A Python with scikit-learn, to run both in turn; without one the rival is left out. */
const python = process.env.BENCH_PYTHON ?? 'python3';

function measureRival(path, rowCount) {
  const result = spawnSync(python, [RIVAL, path, String(rowCount), String(COLUMNS)], { encoding: 'utf8' });
  return result.status === 0 ? JSON.parse(result.stdout) : null;
}

export async function run({ root, report }) {
  const { isolationForest, scoreInChunks, thresholdFor, createRandom, noCheckpoint } = await loadSources(
    root,
    'forest',
    [
      'src-worker/core/detectors/isolation-forest/isolation-forest.ts',
      'src-worker/core/analyse-samples.ts',
      'src-worker/core/anomalies/threshold.ts',
      'src-worker/core/random.ts',
      'src-worker/core/checkpoint.ts',
    ],
  );
  const random = createRandom(42);
  const data = Float32Array.from({ length: 1_000_000 * COLUMNS }, () => random.normal());
  const folder = mkdtempSync(join(tmpdir(), 'boilerhouse-bench-'));
  const path = join(folder, 'samples.f32');
  writeFileSync(path, data);
  try {
    for (const rowCount of SIZES) {
      const samples = { rowCount, columnCount: COLUMNS, data: data.subarray(0, rowCount * COLUMNS) };
      const times = { fit: [], score: [], threshold: [], rivalFit: [], rivalScore: [] };
      let version = null;
      for (let round = 0; round < ROUNDS; round++) {
        let fitted;
        let scores;
        const fit = async () => {
          fitted = await isolationForest.fit(samples, isolationForest.defaultOptions, 42, noCheckpoint);
        };
        times.fit.push(await secondsOf(fit));
        const score = async () => {
          scores = await scoreInChunks(fitted, samples, noCheckpoint);
        };
        times.score.push(await secondsOf(score));
        times.threshold.push(await secondsOf(() => thresholdFor(scores, 0.05)));
        const rival = measureRival(path, rowCount);
        if (rival === null) continue;
        version = rival.version;
        times.rivalFit.push(rival.fit);
        times.rivalScore.push(rival.score);
      }
      const rows = `${rowCount.toLocaleString('en')} rows`;
      const isSmall = rowCount === 1000;
      const rivalNote = (values) =>
        version === null
          ? 'no scikit-learn here'
          : `scikit-learn ${version}: ${medianOf(values).toFixed(3)} s`;
      const first = isSmall ? { limit: 0.1 } : {};
      report({
        what: `train on ${rows}`,
        seconds: medianOf(times.fit),
        ...first,
        note: rivalNote(times.rivalFit),
      });
      const limit = isSmall ? 0.1 : version === null ? undefined : medianOf(times.rivalScore);
      report({
        what: `score ${rows}`,
        seconds: medianOf(times.score),
        limit,
        note: rivalNote(times.rivalScore),
      });
      report({ what: `threshold over ${rows}`, seconds: medianOf(times.threshold), ...first });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
