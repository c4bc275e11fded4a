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
const CONTAMINATION = 0.05;
const RIVAL = fileURLToPath(new URL('sklearn-forest.py', import.meta.url));
/** A Python with scikit-learn, to run all in turn; without one the rivals are left out. */
const python = process.env.BENCH_PYTHON ?? 'python3';

function measureRival(path, rowCount) {
  const env = { ...process.env };
  // Settings of the machine that would hold its libraries back.
  delete env.OPENBLAS_CORETYPE;
  delete env.OPENBLAS_L2_SIZE;
  const result = spawnSync(python, [RIVAL, path, String(rowCount), String(COLUMNS)], {
    encoding: 'utf8',
    env,
  });
  return result.status === 0 ? JSON.parse(result.stdout) : null;
}

export async function run({ root, report }) {
  const sources = await loadSources(root, 'forest', [
    'src-worker/core/detectors/isolation-forest/isolation-forest.ts',
    'src-worker/core/detectors/isolation-forest/grow-forest.ts',
    'src-worker/core/detectors/missing-values.ts',
    'src-worker/core/scoring/score-in-chunks.ts',
    'src-worker/core/anomalies/threshold.ts',
    'src-worker/core/random.ts',
    'src-worker/core/checkpoint.ts',
    'src-main/cli/scoring-threads.ts',
  ]);
  await loadSources(root, 'scoring-worker', ['src-main/cli/scoring-worker.ts']);
  const { createThreadPool, createRandom } = sources;
  const pool = createThreadPool(join(root, '.cache', 'bench', 'scoring-worker.mjs'), console.warn, 1);
  pool.prepare();
  const random = createRandom(42);
  const data = new Float32Array(new SharedArrayBuffer(1_000_000 * COLUMNS * 4));
  for (let at = 0; at < data.length; at++) data[at] = random.normal();
  const folder = mkdtempSync(join(tmpdir(), 'boilerhouse-bench-'));
  const path = join(folder, 'samples.f32');
  writeFileSync(path, data);
  try {
    for (const rowCount of SIZES) {
      const samples = { rowCount, columnCount: COLUMNS, data: data.subarray(0, rowCount * COLUMNS) };
      const rounds = [];
      for (let round = 0; round < ROUNDS; round++) {
        const own = await measureOwn(sources, pool, samples);
        rounds.push({ own, rival: measureRival(path, rowCount) });
      }
      tell(report, rowCount, rounds);
    }
  } finally {
    pool.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Seconds of each step. Every scoring starts from a detector that has made no tables yet. */
async function measureOwn(core, pool, samples) {
  const { isolationForest, growForest, examineTraining, scoreInChunks, thresholdFor, noCheckpoint } = core;
  const options = isolationForest.defaultOptions;
  const fit = () => isolationForest.fit(samples, options, 42, noCheckpoint);
  const training = { samples, ...examineTraining(samples) };
  const seconds = {};
  seconds.trees = await secondsOf(() => growForest(training, options, 42, noCheckpoint));
  seconds.fit = await secondsOf(fit);
  const [one, other] = [await fit(), await fit()];
  let alone;
  let together;
  const scoreAlone = async () => (alone = await scoreInChunks(one, samples, noCheckpoint));
  seconds.score = await secondsOf(scoreAlone);
  const scoreTogether = async () => (together = await pool.scoreAll(other, samples, noCheckpoint));
  seconds.score2 = await secondsOf(scoreTogether);
  if (Buffer.compare(Buffer.from(alone.buffer), Buffer.from(together.buffer)) !== 0)
    throw new Error('Two threads give other scores than one');
  seconds.threshold = await secondsOf(() => thresholdFor(alone, CONTAMINATION));
  const whole = (scoreAll) => async () =>
    thresholdFor(await scoreAll(await fit(), samples, noCheckpoint), CONTAMINATION);
  seconds.fitThreshold = await secondsOf(whole(scoreInChunks));
  seconds.fitThreshold2 = await secondsOf(whole(pool.scoreAll));
  return seconds;
}

function tell(report, rowCount, rounds) {
  const rows = `${rowCount.toLocaleString('en')} rows`;
  const isSmall = rowCount === 1000;
  const rivals = rounds.flatMap(({ rival }) => (rival === null ? [] : [rival]));
  const ownOf = (name) => medianOf(rounds.map(({ own }) => own[name]));
  const [first] = rivals;
  /** `times`: the bar, as how many times faster than the rival. */
  const line = (what, name, rivalName, times) => {
    const seconds = ownOf(name);
    const theirs = rivalName === null ? [] : rivals.flatMap((rival) => rival[rivalName] ?? []);
    const isOnnx = rivalName?.startsWith('onnx') === true;
    const rival = isOnnx ? `ONNX Runtime ${first?.onnxVersion}` : `scikit-learn ${first?.version}`;
    const note =
      rivalName === null
        ? undefined
        : theirs.length === 0
          ? 'not installed here'
          : `${rival}: ${medianOf(theirs).toFixed(3)} s, ${(medianOf(theirs) / seconds).toFixed(1)} x`;
    const limit = isSmall ? 0.1 : theirs.length > 0 && times !== null ? medianOf(theirs) / times : undefined;
    report({ what: `${what}, ${rows}`, seconds, limit, note });
  };
  const trees = ownOf('trees');
  report({ what: `grow the trees alone, ${rows}`, seconds: trees, limit: isSmall ? 0.1 : 0.008 });
  line('fit', 'fit', 'fit', 1);
  line('score, one thread', 'score', 'score', 8);
  line('score, two threads', 'score2', 'score2', 7);
  line('score, one thread', 'score', 'onnx1', 1);
  line('score, two threads', 'score2', 'onnx2', 1);
  line('threshold', 'threshold', null, null);
  line('fit, score, threshold at 5 %, one thread', 'fitThreshold', 'fitThreshold', 8);
  line('fit, score, threshold at 5 %, two threads', 'fitThreshold2', 'fitThreshold', 8);
}
