import type { Random } from '../../random.ts';
import type { Arena } from './arena.ts';
import type { NeuralKernel } from './kernel.ts';

/** A matrix of weights [rows][columns] with the gradient of the loss at `address + gradientOffset`. */
export interface WeightBlock {
  readonly name: string;
  readonly address: number;
  /** In memory, columns padded to a multiple of 4 with zeros that stay zero. */
  readonly rows: number;
  readonly columns: number;
  /** Which places hold a weight; the others are padding. */
  readonly isReal: (row: number, column: number) => boolean;
  /** Weights are drawn from -range to range; 0 for biases. */
  readonly range: number;
}

/** All weights of a network in one stretch, followed by their gradients and the two moments of Adam. */
export interface Parameters {
  readonly blocks: readonly WeightBlock[];
  readonly address: number;
  readonly count: number;
  /** Distance from a weight to its gradient; twice and three times that lie the moments. */
  readonly gradientOffset: number;
}

export type BlockShape = Omit<WeightBlock, 'address'>;

export function placeParameters(arena: Arena, shapes: readonly BlockShape[]): Parameters {
  const count = shapes.reduce((sum, { rows, columns }) => sum + rows * columns, 0);
  const address = arena.take(4 * count);
  let next = address;
  const blocks = shapes.map((shape) => {
    const block = { ...shape, address: next };
    next += shape.rows * shape.columns;
    return block;
  });
  return { blocks, address, count, gradientOffset: count };
}

/** Draws the weights: uniform within the range of their block, biases zero. */
export function drawWeights({ memory }: NeuralKernel, parameters: Parameters, random: Random): void {
  for (const { address, rows, columns, isReal, range } of parameters.blocks) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const at = address + row * columns + column;
        memory[at] = isReal(row, column) && range > 0 ? (2 * random.uniform() - 1) * range : 0;
      }
    }
  }
}

/** Glorot's range for tanh. Source: Glorot and Bengio 2010, equation 16. */
export const glorot = (inputs: number, outputs: number): number => Math.sqrt(6 / (inputs + outputs));

/** Writes the transpose of `rows` x `columns` at `from` to `to`, whose rows are `stride` apart. */
export function transpose(
  memory: NeuralKernel['memory'],
  from: number,
  rows: number,
  columns: number,
  to: number,
  stride = rows,
): void {
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      memory[to + column * stride + row] = memory[from + row * columns + column];
    }
  }
}

/** Writes `count` copies of the `columns` numbers at `from`, one after the other. */
export function repeatRow(
  memory: NeuralKernel['memory'],
  from: number,
  columns: number,
  to: number,
  count: number,
): void {
  if (count === 0) return;
  memory.copyWithin(to, from, from + columns);
  for (let done = 1; done < count;) {
    const more = Math.min(done, count - done);
    memory.copyWithin(to + done * columns, to, to + more * columns);
    done += more;
  }
}
