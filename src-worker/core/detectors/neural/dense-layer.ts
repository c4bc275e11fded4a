import type { NeuralKernel } from './kernel.ts';
import { type BlockShape, glorot, type Parameters, repeatRow, transpose } from './parameters.ts';

/** A layer of weighted sums; sizes are multiples of 4, `isReal` tells which inputs and outputs are no padding. */
export interface DenseSize {
  readonly name: string;
  readonly inputs: number;
  readonly outputs: number;
  readonly isRealInput: (input: number) => boolean;
  readonly isRealOutput: (output: number) => boolean;
}

const countReal = (size: number, isReal: (at: number) => boolean): number =>
  Array.from({ length: size }, (_, at) => at).filter(isReal).length;

export function denseShapes({ name, inputs, outputs, isRealInput, isRealOutput }: DenseSize): BlockShape[] {
  return [
    {
      name: `${name}.weights`,
      rows: inputs,
      columns: outputs,
      range: glorot(countReal(inputs, isRealInput), countReal(outputs, isRealOutput)),
      isReal: (row, column) => isRealInput(row) && isRealOutput(column),
    },
    {
      name: `${name}.bias`,
      rows: 1,
      columns: outputs,
      range: 0,
      isReal: (_, column) => isRealOutput(column),
    },
  ];
}

export interface DenseLayer {
  /** outputs [rows] from inputs [rows], whose rows are `inputRow` apart. */
  forward(input: number, inputRow: number, output: number, rows: number): void;
  /** Gradients of the weights and, where `inputGradient` is not null, of the inputs [rows][inputs]. */
  backward(
    input: number,
    inputRow: number,
    outputGradient: number,
    inputGradient: number | null,
    rows: number,
  ): void;
}

/** `transposed` is room for inputs x outputs numbers. */
export function createDenseLayer(
  kernel: NeuralKernel,
  parameters: Parameters,
  { name, inputs, outputs }: DenseSize,
  transposed: number,
): DenseLayer {
  const block = parameters.blocks.find((other) => other.name === `${name}.weights`);
  if (block === undefined) throw new Error(`The network has no weights ${name}`);
  const weights = block.address;
  const bias = weights + inputs * outputs;
  const { gradientOffset } = parameters;
  const { memory } = kernel;
  return {
    forward(input, inputRow, output, rows) {
      repeatRow(memory, bias, outputs, output, rows);
      kernel.multiply(input, inputRow, 1, weights, outputs, output, outputs, rows, inputs, outputs, 1);
    },
    backward(input, inputRow, outputGradient, inputGradient, rows) {
      const weightGradient = weights + gradientOffset;
      kernel.multiply(
        input,
        1,
        inputRow,
        outputGradient,
        outputs,
        weightGradient,
        outputs,
        inputs,
        rows,
        outputs,
        0,
      );
      kernel.sumRows(outputGradient, rows, outputs, bias + gradientOffset);
      if (inputGradient === null) return;
      transpose(memory, weights, inputs, outputs, transposed);
      kernel.multiply(
        outputGradient,
        outputs,
        1,
        transposed,
        inputs,
        inputGradient,
        inputs,
        rows,
        outputs,
        inputs,
        0,
      );
    },
  };
}
