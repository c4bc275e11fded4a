import type { NeuralKernel } from './kernel.ts';
import type { Parameters } from './parameters.ts';

/**
 * An autoencoder over windows of consecutive rows. `rowStride` numbers hold a row, the columns and zeros up to a
 * multiple of 4. The trainer writes a batch of windows to the places `inputAt` names, then asks for `forward`; the
 * copy stands at `outputAt`, and `backward` takes the gradient of the loss from `outputGradientAt`.
 */
export interface Network {
  readonly kernel: NeuralKernel;
  readonly parameters: Parameters;
  readonly columnCount: number;
  readonly rowStride: number;
  readonly windowRows: number;
  /** Windows in a batch at most. */
  readonly batchWindows: number;
  /** Address of a row of a window in a batch of `windows`. */
  inputAt(window: number, row: number, windows: number): number;
  outputAt(window: number, row: number, windows: number): number;
  outputGradientAt(window: number, row: number, windows: number): number;
  forward(windows: number): void;
  /** Writes the gradients of all parameters. Call after `forward` with the same number of windows. */
  backward(windows: number): void;
  /**
   * Copies of the last row of each of `windows` windows, one row apart: `rows` holds windows + windowRows - 1 rows of
   * `rowStride` numbers. Writes to `copies` [windows][rowStride]. Any number of windows up to `batchWindows`.
   */
  copyLastRows(rows: Float32Array, windows: number, copies: Float32Array): void;
}

/** What the shape of a network follows from. */
export interface NetworkShape {
  readonly columnCount: number;
  readonly windowRows: number;
  /** Windows in a batch at most. */
  readonly batchWindows: number;
}
