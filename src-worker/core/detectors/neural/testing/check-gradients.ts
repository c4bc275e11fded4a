import type { Random } from '../../../random.ts';
import { copyLoss } from '../learn.ts';
import type { Network } from '../network.ts';

const STEP = 1e-4;

/** Writes `windows` windows of normal noise to the network's input. */
export function fillWithNoise(network: Network, windows: number, random: Random): void {
  for (let window = 0; window < windows; window++) {
    for (let row = 0; row < network.windowRows; row++) {
      const at = network.inputAt(window, row, windows);
      for (let column = 0; column < network.columnCount; column++) {
        network.kernel.memory[at + column] = random.normal();
      }
    }
  }
}

/**
 * Largest difference between the gradient of a weight and the central difference of the loss, over all weights that are
 * not padding. For a network in double precision.
 */
export function checkGradients(network: Network, windows: number): number {
  const { memory } = network.kernel;
  const { blocks, gradientOffset } = network.parameters;
  const lossAt = (): number => {
    network.forward(windows);
    return copyLoss(network, windows, false);
  };
  network.forward(windows);
  copyLoss(network, windows, true);
  network.backward(windows);
  let largest = 0;
  for (const { address, rows, columns, isReal } of blocks) {
    for (let at = 0; at < rows * columns; at++) {
      if (!isReal(Math.floor(at / columns), at % columns)) continue;
      const weight = memory[address + at];
      const gradient = memory[address + at + gradientOffset];
      memory[address + at] = weight + STEP;
      const above = lossAt();
      memory[address + at] = weight - STEP;
      const below = lossAt();
      memory[address + at] = weight;
      largest = Math.max(largest, Math.abs((above - below) / (2 * STEP) - gradient));
    }
  }
  return largest;
}
