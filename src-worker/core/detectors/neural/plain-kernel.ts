import type { MakeKernel, NeuralKernel } from './kernel.ts';
import { tanhWith } from './tanh.ts';

type Numbers = Float32Array | Float64Array;

/** In plain JavaScript, bit for bit what the WebAssembly kernel computes. */
export const makePlainKernel: MakeKernel = (size) => createPlainKernel(new Float32Array(size), Math.fround);

/** In double precision: for checking gradients. */
export const makeDoubleKernel: MakeKernel = (size) =>
  createPlainKernel(new Float64Array(size), (value) => value);

/** `round` brings each intermediate result to the precision of the memory. */
function createPlainKernel(memory: Numbers, round: (value: number) => number): NeuralKernel {
  const tanh = tanhWith(round);
  const sigmoid = (value: number): number => round(round(tanh(round(value * 0.5)) * 0.5) + 0.5);

  return {
    name: 'plain',
    memory,

    multiply(a, aRow, aStep, b, bRow, c, cRow, rows, inner, columns, keep) {
      for (let row = 0; row < rows; row++) {
        const from = a + row * aRow;
        const to = c + row * cRow;
        if (keep === 0) memory.fill(0, to, to + columns);
        for (let p = 0; p < inner; p++) {
          const factor = memory[from + p * aStep];
          const weights = b + p * bRow;
          for (let column = 0; column < columns; column++) {
            memory[to + column] = round(memory[to + column] + round(factor * memory[weights + column]));
          }
        }
      }
    },

    lstmForward(gates, cellsBefore, cells, squashed, hidden, rows, units) {
      for (let row = 0; row < rows; row++) {
        const gate = gates + row * 4 * units;
        for (let unit = 0; unit < units; unit++) {
          const at = row * units + unit;
          const input = sigmoid(memory[gate + unit]);
          const forget = sigmoid(memory[gate + units + unit]);
          const candidate = tanh(memory[gate + 2 * units + unit]);
          const output = sigmoid(memory[gate + 3 * units + unit]);
          memory[gate + unit] = input;
          memory[gate + units + unit] = forget;
          memory[gate + 2 * units + unit] = candidate;
          memory[gate + 3 * units + unit] = output;
          const cell = round(round(forget * memory[cellsBefore + at]) + round(input * candidate));
          const squash = tanh(cell);
          memory[cells + at] = cell;
          memory[squashed + at] = squash;
          memory[hidden + at] = round(output * squash);
        }
      }
    },

    lstmBackward(gates, cellsBefore, squashed, hiddenGradient, cellGradient, gateGradient, rows, units) {
      for (let row = 0; row < rows; row++) {
        const gate = row * 4 * units;
        for (let unit = 0; unit < units; unit++) {
          const at = row * units + unit;
          const to = gateGradient + gate + unit;
          const input = memory[gates + gate + unit];
          const forget = memory[gates + gate + units + unit];
          const candidate = memory[gates + gate + 2 * units + unit];
          const output = memory[gates + gate + 3 * units + unit];
          const squash = memory[squashed + at];
          const dHidden = memory[hiddenGradient + at];
          const dOutput = round(dHidden * squash);
          const dSquash = round(round(dHidden * output) * round(1 - round(squash * squash)));
          const dCell = round(memory[cellGradient + at] + dSquash);
          memory[to] = round(round(dCell * candidate) * round(input * round(1 - input)));
          memory[to + units] = round(
            round(dCell * memory[cellsBefore + at]) * round(forget * round(1 - forget)),
          );
          memory[to + 2 * units] = round(round(dCell * input) * round(1 - round(candidate * candidate)));
          memory[to + 3 * units] = round(dOutput * round(output * round(1 - output)));
          memory[cellGradient + at] = round(dCell * forget);
        }
      }
    },

    tanhForward(values, count) {
      for (let at = values; at < values + count; at++) memory[at] = tanh(memory[at]);
    },

    tanhBackward(values, gradient, count) {
      for (let at = 0; at < count; at++) {
        const value = memory[values + at];
        memory[gradient + at] = round(memory[gradient + at] * round(1 - round(value * value)));
      }
    },

    sumRows(source, rows, columns, sums) {
      memory.fill(0, sums, sums + columns);
      for (let row = 0; row < rows; row++) {
        for (let column = 0; column < columns; column++) {
          memory[sums + column] = round(memory[sums + column] + memory[source + row * columns + column]);
        }
      }
    },

    adam(weights, gradients, means, squares, count, scale, rate, epsilon, beta1, rest1, beta2, rest2) {
      const [s, r, e] = [round(scale), round(rate), round(epsilon)];
      const [b1, r1, b2, r2] = [round(beta1), round(rest1), round(beta2), round(rest2)];
      for (let at = 0; at < count; at++) {
        const gradient = round(memory[gradients + at] * s);
        const mean = round(round(b1 * memory[means + at]) + round(r1 * gradient));
        const square = round(round(b2 * memory[squares + at]) + round(r2 * round(gradient * gradient)));
        memory[means + at] = mean;
        memory[squares + at] = square;
        const step = round(round(r * mean) / round(round(Math.sqrt(square)) + e));
        memory[weights + at] = round(memory[weights + at] - step);
      }
    },
  };
}
