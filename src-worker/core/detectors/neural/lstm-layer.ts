import type { Arena } from './arena.ts';
import type { NeuralKernel } from './kernel.ts';
import { type BlockShape, type Parameters, transpose } from './parameters.ts';

/** Sizes of an LSTM layer; `units` is the multiple of 4 that holds `realUnits`. */
export interface LstmSize {
  readonly name: string;
  /** Rows of the input weights, padding included. */
  readonly inputs: number;
  readonly realInputs: number;
  readonly units: number;
  readonly realUnits: number;
  readonly steps: number;
  readonly batchWindows: number;
}

/** Values of every step [step][window][...], kept for the way back. */
export interface LstmMemory {
  readonly gates: number;
  readonly gateGradients: number;
  /** In front of the first step of these two lie `batchWindows` x `units` zeros: the state before the first step. */
  readonly cells: number;
  readonly hidden: number;
  readonly squashed: number;
  readonly cellGradient: number;
  readonly hiddenWeightsTransposed: number;
}

export interface LstmWeights {
  readonly input: number;
  readonly hidden: number;
  readonly bias: number;
}

/** Weights of a layer in the order in which they are placed. Range of the weights as in PyTorch: 1 / sqrt(units). */
export function lstmShapes({ name, inputs, realInputs, units, realUnits }: LstmSize): BlockShape[] {
  const range = 1 / Math.sqrt(realUnits);
  const isRealColumn = (column: number): boolean => column % units < realUnits;
  const columns = 4 * units;
  return [
    {
      name: `${name}.input`,
      rows: inputs,
      columns,
      range,
      isReal: (row, column) => row < realInputs && isRealColumn(column),
    },
    {
      name: `${name}.hidden`,
      rows: units,
      columns,
      range,
      isReal: (row, column) => row < realUnits && isRealColumn(column),
    },
    { name: `${name}.bias`, rows: 1, columns, range: 0, isReal: (_, column) => isRealColumn(column) },
  ];
}

export function lstmWeights(parameters: Parameters, name: string): LstmWeights {
  const addressOf = (part: string): number => {
    const block = parameters.blocks.find((other) => other.name === `${name}.${part}`);
    if (block === undefined) throw new Error(`The network has no weights ${name}.${part}`);
    return block.address;
  };
  return { input: addressOf('input'), hidden: addressOf('hidden'), bias: addressOf('bias') };
}

export function placeLstm(arena: Arena, { units, steps, batchWindows }: LstmSize): LstmMemory {
  const state = batchWindows * units;
  return {
    gates: arena.take(4 * steps * state),
    gateGradients: arena.take(4 * steps * state),
    cells: arena.take((steps + 1) * state),
    hidden: arena.take((steps + 1) * state),
    squashed: arena.take(steps * state),
    cellGradient: arena.take(state),
    hiddenWeightsTransposed: arena.take(4 * units * units),
  };
}

/** Address of the hidden values after `step` in a batch of `windows`; step -1 is the state before the first one. */
export const hiddenAt = (size: LstmSize, place: LstmMemory, step: number, windows: number): number =>
  step < 0 ? place.hidden : place.hidden + size.batchWindows * size.units + step * windows * size.units;

const cellsAt = (size: LstmSize, place: LstmMemory, step: number, windows: number): number =>
  step < 0 ? place.cells : place.cells + size.batchWindows * size.units + step * windows * size.units;

/** From the gates, which hold bias and weighted input of each step, to gates, cells and hidden values of all steps. */
export function runLstm(
  kernel: NeuralKernel,
  size: LstmSize,
  place: LstmMemory,
  weights: LstmWeights,
  windows: number,
): void {
  const { units, steps } = size;
  const width = 4 * units;
  for (let step = 0; step < steps; step++) {
    const gates = place.gates + step * windows * width;
    if (step > 0) {
      const before = hiddenAt(size, place, step - 1, windows);
      kernel.multiply(before, units, 1, weights.hidden, width, gates, width, windows, units, width, 1);
    }
    kernel.lstmForward(
      gates,
      cellsAt(size, place, step - 1, windows),
      cellsAt(size, place, step, windows),
      place.squashed + step * windows * units,
      hiddenAt(size, place, step, windows),
      windows,
      units,
    );
  }
}

/**
 * Back through all steps. `hiddenGradients` [step][window][unit] holds what comes from above in the steps from
 * `firstFromAbove` on and is added to; earlier steps get nothing from above. Writes the gate gradients of each step and
 * the gradients of the hidden weights and the bias.
 */
export function runLstmBack(
  kernel: NeuralKernel,
  size: LstmSize,
  place: LstmMemory,
  weights: LstmWeights,
  hiddenGradients: number,
  firstFromAbove: number,
  gradientOffset: number,
  windows: number,
): void {
  const { units, steps } = size;
  const { memory } = kernel;
  const width = 4 * units;
  transpose(memory, weights.hidden, units, width, place.hiddenWeightsTransposed);
  memory.fill(0, place.cellGradient, place.cellGradient + windows * units);
  for (let step = steps - 1; step >= 0; step--) {
    const fromAbove = hiddenGradients + step * windows * units;
    const gateGradients = place.gateGradients + step * windows * width;
    if (step < steps - 1) {
      kernel.multiply(
        gateGradients + windows * width,
        width,
        1,
        place.hiddenWeightsTransposed,
        units,
        fromAbove,
        units,
        windows,
        width,
        units,
        step >= firstFromAbove ? 1 : 0,
      );
    }
    kernel.lstmBackward(
      place.gates + step * windows * width,
      cellsAt(size, place, step - 1, windows),
      place.squashed + step * windows * units,
      fromAbove,
      place.cellGradient,
      gateGradients,
      windows,
      units,
    );
  }
  // The state before the first step is zero, so that step teaches the hidden weights nothing.
  kernel.multiply(
    hiddenAt(size, place, 0, windows),
    1,
    units,
    place.gateGradients + windows * width,
    width,
    weights.hidden + gradientOffset,
    width,
    units,
    (steps - 1) * windows,
    width,
    0,
  );
  kernel.sumRows(place.gateGradients, steps * windows, width, weights.bias + gradientOffset);
}
