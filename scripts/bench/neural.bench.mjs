import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { loadSources } from './load-sources.mjs';
import { medianOf, secondsOf } from './measure.mjs';

export const title = 'Neural networks: windows of 30 rows, 5 columns, batches of 64';

const [ROWS, COLUMNS, WINDOWS] = [30, 5, 64];
const ROUNDS = 9;
const BATCHES = 20;
const LIMIT = 0.016;
const RIVAL = fileURLToPath(new URL('torch-lstm.py', import.meta.url));
/** A Python with PyTorch, to run both in turn; without one the rival is left out. */
const python = process.env.BENCH_PYTHON ?? 'python3';

/** PyTorch in a process that stays: it is asked for a few batches at a time. Null where there is none. */
async function startRival(threads) {
  const child = spawn(python, [RIVAL, ROWS, COLUMNS, WINDOWS, threads].map(String), {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  child.on('error', () => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async () => {
    const { value, done } = await lines.next();
    return done ? null : JSON.parse(value);
  };
  const about = await answer();
  if (about === null) return null;
  const ask = (units, batches) => {
    child.stdin.write(`${JSON.stringify([units, batches])}\n`);
    return answer();
  };
  return { about, ask, stop: () => child.stdin.end() };
}

export async function run({ root, report }) {
  const sources = await loadSources(root, 'neural', [
    'src-worker/core/detectors/neural/lstm-network.ts',
    'src-worker/core/detectors/neural/learn.ts',
    'src-worker/core/detectors/neural/parameters.ts',
    'src-worker/core/detectors/neural/plain-kernel.ts',
    'src-worker/core/detectors/neural/simd-kernel.ts',
    'src-worker/core/random.ts',
  ]);
  const rivals = [];
  for (const threads of [1, 2]) {
    const rival = await startRival(threads);
    if (rival !== null) rivals.push(rival);
  }
  try {
    for (const units of [16, 32]) await measureBatch(sources, rivals, units, report);
  } finally {
    for (const rival of rivals) rival.stop();
  }
}

/** The rivals and both kernels in turn, so that whatever else the machine does falls on all of them. */
async function measureBatch(sources, rivals, units, report) {
  const { createRandom, makePlainKernel, makeSimdKernel } = sources;
  const learners = [
    { name: 'WebAssembly SIMD', limit: units === 16 ? LIMIT : undefined, make: makeSimdKernel },
    { name: 'plain JavaScript', limit: undefined, make: makePlainKernel },
  ].map(({ make, ...learner }) => ({
    ...learner,
    learn: createLearner(sources, make, units, createRandom(1)),
    times: [],
  }));
  const rivalTimes = rivals.map(() => []);
  for (let round = 0; round <= ROUNDS; round++) {
    for (const { learn, times } of learners) {
      const seconds = (await secondsOf(() => learn(BATCHES))) / BATCHES;
      if (round > 0) times.push(seconds);
    }
    for (const [index, rival] of rivals.entries()) {
      const seconds = await rival.ask(units, BATCHES);
      if (round > 0) rivalTimes[index].push(seconds);
    }
  }
  const batch = `a batch forward, back and Adam, hidden ${units}`;
  for (const { name, limit, times } of learners)
    report({ what: `${batch}, ${name}`, seconds: medianOf(times), limit });
  rivals.forEach(({ about }, index) =>
    report({
      what: `${batch}, PyTorch ${about.version}, ${about.threads} thread${about.threads > 1 ? 's' : ''}`,
      seconds: medianOf(rivalTimes[index]),
    }),
  );
}

function createLearner({ createLstmNetwork, drawWeights, copyLoss, adamStep }, make, units, random) {
  const shape = { columnCount: COLUMNS, windowRows: ROWS, batchWindows: WINDOWS };
  const network = createLstmNetwork(shape, units, make);
  drawWeights(network.kernel, network.parameters, random);
  for (let window = 0; window < WINDOWS; window++) {
    for (let row = 0; row < ROWS; row++) {
      const at = network.inputAt(window, row, WINDOWS);
      for (let column = 0; column < COLUMNS; column++) network.kernel.memory[at + column] = random.normal();
    }
  }
  let step = 0;
  return (batches) => {
    for (let batch = 0; batch < batches; batch++) {
      network.forward(WINDOWS);
      copyLoss(network, WINDOWS, true);
      network.backward(WINDOWS);
      adamStep(network, ++step, 0.001, 1);
    }
  };
}
