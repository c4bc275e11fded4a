import { describe, expect, it } from 'vitest';
import { createRandom } from '../../random.ts';
import { createDenseNetwork } from './dense-network.ts';
import type { MakeKernel } from './kernel.ts';
import { adamStep, copyLoss } from './learn.ts';
import { drawWeights } from './parameters.ts';
import { makeDoubleKernel, makePlainKernel } from './plain-kernel.ts';
import { makeKernel } from './simd-kernel.ts';
import { checkGradients, fillWithNoise } from './testing/check-gradients.ts';

const shape = { columnCount: 3, windowRows: 4, batchWindows: 6 };

function create(make: MakeKernel) {
  const network = createDenseNetwork(shape, 7, 3, make);
  drawWeights(network.kernel, network.parameters, createRandom(5));
  fillWithNoise(network, 6, createRandom(9));
  return network;
}

describe('the dense autoencoder', () => {
  it('has the gradient that finite differences show, for every weight, also in a smaller batch', () => {
    for (const windows of [6, 5])
      expect(checkGradients(create(makeDoubleKernel), windows)).toBeLessThan(1e-5);
  });

  it('learns the same bits in plain JavaScript and in WebAssembly SIMD', () => {
    const [one, other] = [makePlainKernel, makeKernel].map((make) => {
      const network = create(make);
      for (let step = 1; step <= 3; step++) {
        network.forward(6);
        copyLoss(network, 6, true);
        network.backward(6);
        adamStep(network, step, 0.02, 0.2);
      }
      const { address, count } = network.parameters;
      return [network.kernel.name, network.kernel.memory.slice(address, address + 4 * count)];
    });
    expect(other?.[0]).toBe('simd');
    expect(other?.[1]).toEqual(one?.[1]);
  });

  it('copies the last row of overlapping windows as it copies whole windows', () => {
    const network = create(makeKernel);
    const random = createRandom(3);
    const rows = Float32Array.from({ length: 9 * 4 }, (_, at) => (at % 4 < 3 ? random.normal() : 0));
    const copies = new Float32Array(6 * 4);
    network.copyLastRows(rows, 6, copies);
    for (let window = 0; window < 6; window++) {
      network.kernel.memory.set(rows.subarray(window * 4, (window + 4) * 4), network.inputAt(window, 0, 6));
    }
    network.forward(6);
    for (let window = 0; window < 6; window++) {
      const at = network.outputAt(window, 3, 6);
      expect(network.kernel.memory.slice(at, at + 4)).toEqual(copies.slice(window * 4, window * 4 + 4));
    }
  });
});
