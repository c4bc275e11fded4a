import type { LossPoint } from '@shared/contract/runs.ts';
import type { Checkpoint } from '../../checkpoint.ts';
import { createRandom, type Random } from '../../random.ts';
import type { TrainingKeeper } from '../detector.ts';
import { adamStep, copyLoss } from './learn.ts';
import type { Network } from './network.ts';
import { drawWeights } from './parameters.ts';
import { decodeTraining, encodeTraining, type TrainingState } from './training-state.ts';
import { splitWindows } from './split-windows.ts';
import type { WindowRows } from './window-rows.ts';

export interface TrainingPlan {
  /** At most; fewer where the loss stops falling. */
  readonly epochs: number;
  /** Epochs without a lower loss after which training ends. */
  readonly patience: number;
  readonly learningRate: number;
  /** Windows drawn for an epoch where there are more: what bounds the time of an epoch. */
  readonly windowsPerEpoch: number;
  /** Names samples, options and seed: a saved state with another key is refused. */
  readonly key: string;
}

/** Longest gradient that is followed in full. */
const GRADIENT_LIMIT = 1;

/**
 * Trains until the loss on the held-out end of the windows (on the windows themselves where they are few) has not
 * fallen for `patience` epochs, and leaves the weights with the lowest loss in the network. `windowEnds` are the rows
 * at which windows end, rising. The order of windows in an epoch depends on seed and epoch alone.
 */
export async function trainNetwork(
  network: Network,
  rows: WindowRows,
  windowEnds: Int32Array,
  plan: TrainingPlan,
  seed: number,
  checkpoint: Checkpoint,
  keeper?: TrainingKeeper,
): Promise<void> {
  const { training, heldOut } = splitWindows(windowEnds, network.windowRows, plan.windowsPerEpoch);
  const random = createRandom(seed);
  const { key } = plan;
  drawWeights(network.kernel, network.parameters, random.split(0));
  let state = keeper?.saved ? decodeTraining(keeper.saved, key) : startOf(network);
  putState(network, state);
  while (!isDone(state, plan)) {
    const epoch = state.losses.length + 1;
    const epochWindows = drawWindows(training, plan.windowsPerEpoch, random.split(epoch));
    const { losses } = state;
    const report = (share: number): Promise<void> =>
      checkpoint((epoch - 1 + share) / plan.epochs, describeEpoch(losses, epoch, plan.epochs), {
        kind: 'losses',
        losses,
      });
    const trained = await runEpoch(network, rows, epochWindows, state.step, plan.learningRate, report);
    const validation = heldOut.length > 0 ? await measureLoss(network, rows, heldOut, report) : null;
    state = stateAfter(network, state, { epoch, training: trained.loss, validation }, trained.step);
    await keeper?.keep(encodeTraining(state, key), state.losses);
  }
  network.kernel.memory.set(state.bestWeights, network.parameters.address);
  await checkpoint(1, 'Trained', { kind: 'losses', losses: state.losses });
}

function describeEpoch(losses: readonly LossPoint[], epoch: number, epochs: number): string {
  const last = losses.at(-1);
  const loss = last === undefined ? '' : `, loss ${(last.validation ?? last.training).toPrecision(3)}`;
  return `Epoch ${epoch} of ${epochs}${loss}`;
}

const isDone = ({ losses, bestEpoch }: TrainingState, { epochs, patience }: TrainingPlan): boolean =>
  losses.length >= epochs || losses.length - bestEpoch >= patience;

function startOf({ kernel, parameters: { address, count } }: Network): TrainingState {
  const learning = new Float32Array(3 * count);
  learning.set(kernel.memory.subarray(address, address + count));
  return {
    step: 0,
    bestEpoch: 0,
    bestLoss: Number.MAX_VALUE,
    losses: [],
    learning,
    bestWeights: learning.slice(0, count),
  };
}

function putState({ kernel, parameters }: Network, { learning }: TrainingState): void {
  const { address, count, gradientOffset } = parameters;
  kernel.memory.set(learning.subarray(0, count), address);
  kernel.memory.set(learning.subarray(count), address + 2 * gradientOffset);
}

function stateAfter(network: Network, state: TrainingState, losses: LossPoint, step: number): TrainingState {
  const { memory } = network.kernel;
  const { address, count, gradientOffset } = network.parameters;
  const learning = new Float32Array(3 * count);
  learning.set(memory.subarray(address, address + count));
  learning.set(
    memory.subarray(address + 2 * gradientOffset, address + 2 * gradientOffset + 2 * count),
    count,
  );
  const loss = losses.validation ?? losses.training;
  const isBetter = loss < state.bestLoss;
  return {
    step,
    bestEpoch: isBetter ? losses.epoch : state.bestEpoch,
    bestLoss: isBetter ? loss : state.bestLoss,
    losses: [...state.losses, losses],
    learning,
    bestWeights: isBetter ? learning.slice(0, count) : state.bestWeights,
  };
}

/** All windows in a new order, the first `most` of them. */
function drawWindows(windows: Int32Array, most: number, random: Random): Int32Array {
  const drawn = windows.slice();
  const count = Math.min(most, drawn.length);
  for (let at = 0; at < count; at++) {
    const other = at + random.below(drawn.length - at);
    const kept = drawn[at];
    drawn[at] = drawn[other];
    drawn[other] = kept;
  }
  return drawn.subarray(0, count);
}

async function runEpoch(
  network: Network,
  rows: WindowRows,
  windows: Int32Array,
  stepsBefore: number,
  learningRate: number,
  report: (share: number) => Promise<void>,
): Promise<{ readonly loss: number; readonly step: number }> {
  let step = stepsBefore;
  let sum = 0;
  for (let from = 0; from < windows.length; from += network.batchWindows) {
    await report(from / windows.length);
    const batch = windows.subarray(from, from + network.batchWindows);
    placeBatch(network, rows, batch);
    network.forward(batch.length);
    sum += copyLoss(network, batch.length, true) * batch.length;
    network.backward(batch.length);
    adamStep(network, ++step, learningRate, GRADIENT_LIMIT);
  }
  return { loss: sum / windows.length, step };
}

async function measureLoss(
  network: Network,
  rows: WindowRows,
  windows: Int32Array,
  report: (share: number) => Promise<void>,
): Promise<number> {
  let sum = 0;
  for (let from = 0; from < windows.length; from += network.batchWindows) {
    await report(1);
    const batch = windows.subarray(from, from + network.batchWindows);
    placeBatch(network, rows, batch);
    network.forward(batch.length);
    sum += copyLoss(network, batch.length, false) * batch.length;
  }
  return sum / windows.length;
}

/** The window that ends at row r begins at input row r. */
function placeBatch(network: Network, { inputs, rowStride }: WindowRows, ends: Int32Array): void {
  const { memory } = network.kernel;
  for (let window = 0; window < ends.length; window++) {
    for (let row = 0; row < network.windowRows; row++) {
      const from = (ends[window] + row) * rowStride;
      const to = network.inputAt(window, row, ends.length);
      for (let column = 0; column < rowStride; column++) memory[to + column] = inputs[from + column];
    }
  }
}
