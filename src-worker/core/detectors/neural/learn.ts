import type { Network } from './network.ts';

/** Source: Kingma and Ba 2015, section 2. */
const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;

/**
 * Mean square between a batch of windows and their copies over all values; writes its gradient for `backward` where
 * `wantsGradient`.
 */
export function copyLoss(network: Network, windows: number, wantsGradient: boolean): number {
  const { memory } = network.kernel;
  const { windowRows, columnCount } = network;
  const factor = 2 / (windows * windowRows * columnCount);
  let sum = 0;
  for (let window = 0; window < windows; window++) {
    for (let row = 0; row < windowRows; row++) {
      const wanted = network.inputAt(window, row, windows);
      const given = network.outputAt(window, row, windows);
      const gradient = network.outputGradientAt(window, row, windows);
      for (let column = 0; column < columnCount; column++) {
        const error = memory[given + column] - memory[wanted + column];
        sum += error * error;
        if (wantsGradient) memory[gradient + column] = error * factor;
      }
    }
  }
  return (sum * factor) / 2;
}

/** A step of Adam on the gradients, which are shortened to `limit` where their norm is longer. `step` counts from 1. */
export function adamStep(
  { kernel, parameters }: Network,
  step: number,
  learningRate: number,
  limit: number,
): void {
  const { address, count, gradientOffset } = parameters;
  const gradients = address + gradientOffset;
  let squares = 0;
  for (let at = gradients; at < gradients + count; at++) squares += kernel.memory[at] * kernel.memory[at];
  const norm = Math.sqrt(squares);
  const correction = Math.sqrt(1 - BETA2 ** step);
  kernel.adam(
    address,
    gradients,
    gradients + gradientOffset,
    gradients + 2 * gradientOffset,
    count,
    norm > limit ? limit / (norm + 1e-6) : 1,
    (learningRate * correction) / (1 - BETA1 ** step),
    EPSILON * correction,
    BETA1,
    1 - BETA1,
    BETA2,
    1 - BETA2,
  );
}
