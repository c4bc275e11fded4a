import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createRandom } from '../../random.ts';
import type { MakeKernel } from './kernel.ts';
import { adamStep, copyLoss } from './learn.ts';
import { createLstmNetwork } from './lstm-network.ts';
import type { Network } from './network.ts';
import { drawWeights } from './parameters.ts';
import { makeDoubleKernel, makePlainKernel } from './plain-kernel.ts';
import { makeSimdKernel } from './simd-kernel.ts';
import { checkGradients, fillWithNoise } from './testing/check-gradients.ts';

const numbers = z.array(z.number());
const blocks = z.record(z.string(), numbers);
const reference = z
  .object({
    rows: z.number(),
    columns: z.number(),
    units: z.number(),
    windows: z.number(),
    input: numbers,
    copies: numbers,
    loss: z.number(),
    weights: blocks,
    gradients: blocks,
    afterFiveSteps: blocks,
    lossAfterFiveSteps: z.number(),
  })
  .parse(JSON.parse(readFileSync(new URL('fixtures/lstm-reference.json', import.meta.url), 'utf8')));

const simd: MakeKernel = (size) => {
  const kernel = makeSimdKernel(size);
  if (kernel === null) throw new Error('This host has no WebAssembly SIMD');
  return kernel;
};

/** Addresses of the weights that are not padding, in the reference's order. */
const addressesOf = ({ parameters }: Network, name: string): number[] => {
  const block = parameters.blocks.find((other) => other.name === name);
  if (block === undefined) throw new Error(name);
  return Array.from({ length: block.rows }, (_, row) =>
    Array.from({ length: block.columns }, (__, column) =>
      block.isReal(row, column) ? [block.address + row * block.columns + column] : [],
    ).flat(),
  ).flat();
};

function createReference(make: MakeKernel): Network {
  const { rows: windowRows, columns: columnCount, windows, units } = reference;
  const network = createLstmNetwork({ windowRows, columnCount, batchWindows: windows }, units, make);
  for (const [name, values] of Object.entries(reference.weights)) {
    const addresses = addressesOf(network, name);
    expect(addresses).toHaveLength(values.length);
    addresses.forEach((address, at) => (network.kernel.memory[address] = values[at] ?? NaN));
  }
  eachValue((window, row, column, at) => {
    network.kernel.memory[network.inputAt(window, row, windows) + column] = reference.input[at] ?? NaN;
  });
  return network;
}

function eachValue(see: (window: number, row: number, column: number, at: number) => void): void {
  const { rows, windows, columns } = reference;
  for (let at = 0; at < rows * windows * columns; at++) {
    see(Math.floor(at / columns) % windows, Math.floor(at / (windows * columns)), at % columns, at);
  }
}

/** Largest difference to the reference, and the digits that each precision should give. */
describe.each([
  ['in double precision', makeDoubleKernel, 2e-6],
  ['in WebAssembly SIMD', simd, 2e-5],
  ['in plain JavaScript', makePlainKernel, 2e-5],
])('the LSTM autoencoder beside PyTorch, %s', (_, make, tolerance) => {
  const { windows } = reference;
  const largest = (network: Network, wanted: Record<string, readonly number[]>, offset: number): number =>
    Math.max(
      ...Object.entries(wanted).flatMap(([name, values]) =>
        addressesOf(network, name).map((address, at) =>
          Math.abs((network.kernel.memory[address + offset] ?? NaN) - (values[at] ?? NaN)),
        ),
      ),
    );

  it('copies windows alike', () => {
    const network = createReference(make);
    network.forward(windows);
    const errors: number[] = [];
    eachValue((window, row, column, at) => {
      const copy = network.kernel.memory[network.outputAt(window, row, windows) + column] ?? NaN;
      errors.push(Math.abs(copy - (reference.copies[at] ?? NaN)));
    });
    expect(Math.max(...errors)).toBeLessThan(tolerance);
    expect(copyLoss(network, windows, false)).toBeCloseTo(reference.loss, 5);
  });

  it('has the same gradient for every weight', () => {
    const network = createReference(make);
    network.forward(windows);
    copyLoss(network, windows, true);
    network.backward(windows);
    expect(largest(network, reference.gradients, network.parameters.gradientOffset)).toBeLessThan(tolerance);
  });

  it('has learnt the same after five steps of Adam with shortened gradients', () => {
    const network = createReference(make);
    for (let step = 1; step <= 5; step++) {
      network.forward(windows);
      copyLoss(network, windows, true);
      network.backward(windows);
      adamStep(network, step, 0.01, 0.1);
    }
    expect(largest(network, reference.afterFiveSteps, 0)).toBeLessThan(20 * tolerance);
    network.forward(windows);
    expect(copyLoss(network, windows, false)).toBeCloseTo(reference.lossAfterFiveSteps, 5);
  });
});

describe('the LSTM autoencoder', () => {
  const shape = { columnCount: 3, windowRows: 5, batchWindows: 6 };
  const create = (make: MakeKernel, hidden = 6): Network => {
    const network = createLstmNetwork(shape, hidden, make);
    drawWeights(network.kernel, network.parameters, createRandom(5));
    fillWithNoise(network, 6, createRandom(9));
    return network;
  };

  it('has the gradient that finite differences show, for every weight, also in a smaller batch', () => {
    for (const windows of [6, 3])
      expect(checkGradients(create(makeDoubleKernel), windows)).toBeLessThan(1e-5);
  });

  it('keeps its padding at zero while it learns', () => {
    const network = create(simd);
    for (let step = 1; step <= 3; step++) {
      network.forward(6);
      copyLoss(network, 6, true);
      network.backward(6);
      adamStep(network, step, 0.01, 1);
    }
    const { blocks: weights } = network.parameters;
    const padding = weights.flatMap(({ address, rows, columns, isReal }) =>
      Array.from({ length: rows * columns }, (_, at) => at)
        .filter((at) => !isReal(Math.floor(at / columns), at % columns))
        .map((at) => network.kernel.memory[address + at]),
    );
    expect(padding.length).toBeGreaterThan(0);
    expect(new Set(padding)).toEqual(new Set([0]));
  });

  it('learns the same bits in plain JavaScript and in WebAssembly SIMD', () => {
    const [one, other] = [makePlainKernel, simd].map((make) => {
      const network = create(make, 7);
      for (let step = 1; step <= 4; step++) {
        for (const windows of [6, 5]) {
          network.forward(windows);
          copyLoss(network, windows, true);
          network.backward(windows);
          adamStep(network, step, 0.02, 0.2);
        }
      }
      const { address, count } = network.parameters;
      return network.kernel.memory.slice(address, address + 4 * count);
    });
    expect(other).toEqual(one);
  });

  it('copies the last row of overlapping windows as it copies whole windows', () => {
    const network = create(simd);
    const rows = new Float32Array((6 + 4) * 4);
    const random = createRandom(3);
    for (let at = 0; at < rows.length; at++) rows[at] = at % 4 < 3 ? random.normal() : 0;
    const copies = new Float32Array(6 * 4);
    network.copyLastRows(rows, 6, copies);
    for (let window = 0; window < 6; window++) {
      for (let row = 0; row < 5; row++) {
        network.kernel.memory.set(
          rows.subarray((window + row) * 4, (window + row + 1) * 4),
          network.inputAt(window, row, 6),
        );
      }
    }
    network.forward(6);
    for (let window = 0; window < 6; window++) {
      const at = network.outputAt(window, 4, 6);
      expect(network.kernel.memory.slice(at, at + 4)).toEqual(copies.slice(window * 4, window * 4 + 4));
    }
  });
});
