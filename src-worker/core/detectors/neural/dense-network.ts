import { createArena, roundUp } from './arena.ts';
import { createDenseLayer, denseShapes, type DenseSize } from './dense-layer.ts';
import type { MakeKernel } from './kernel.ts';
import type { Network, NetworkShape } from './network.ts';
import { placeParameters } from './parameters.ts';

/**
 * The whole window through two layers of tanh, a narrow one in the middle, and back: window -> hidden -> bottleneck ->
 * hidden -> window. Source: Kramer 1991 (nonlinear principal components); Sakurada and Yairi 2014.
 */
export function createDenseNetwork(
  { columnCount, windowRows, batchWindows }: NetworkShape,
  hiddenUnits: number,
  bottleneckUnits: number,
  makeKernel: MakeKernel,
): Network {
  const rowStride = roundUp(columnCount);
  const windowSize = windowRows * rowStride;
  const hidden = roundUp(hiddenUnits);
  const bottleneck = roundUp(bottleneckUnits);
  const isRealValue = (at: number): boolean => at % rowStride < columnCount;
  const isHidden = (at: number): boolean => at < hiddenUnits;
  const isBottleneck = (at: number): boolean => at < bottleneckUnits;
  const sizes: readonly DenseSize[] = [
    {
      name: 'encoder',
      inputs: windowSize,
      outputs: hidden,
      isRealInput: isRealValue,
      isRealOutput: isHidden,
    },
    {
      name: 'bottleneck',
      inputs: hidden,
      outputs: bottleneck,
      isRealInput: isHidden,
      isRealOutput: isBottleneck,
    },
    {
      name: 'decoder',
      inputs: bottleneck,
      outputs: hidden,
      isRealInput: isBottleneck,
      isRealOutput: isHidden,
    },
    { name: 'output', inputs: hidden, outputs: windowSize, isRealInput: isHidden, isRealOutput: isRealValue },
  ];

  const arena = createArena();
  const parameters = placeParameters(arena, sizes.flatMap(denseShapes));
  const input = arena.take(batchWindows * windowSize);
  const outputs = sizes.map(({ outputs: count }) => arena.take(batchWindows * count));
  const gradients = sizes.map(({ outputs: count }) => arena.take(batchWindows * count));
  const transposed = arena.take(hidden * Math.max(windowSize, bottleneck));
  const sharedRows = arena.take((batchWindows + windowRows) * rowStride);
  const kernel = makeKernel(arena.size());
  const { memory } = kernel;
  const layers = sizes.map((size) => createDenseLayer(kernel, parameters, size, transposed));
  const last = layers.length - 1;
  const output = outputs[last];
  const outputGradient = gradients[last];

  /** Windows begin `windowStep` numbers apart: side by side in training, one row on when neighbours share their rows. */
  const run = (from: number, windowStep: number, windows: number): void => {
    layers.forEach((layer, at) => {
      layer.forward(
        at === 0 ? from : outputs[at - 1],
        at === 0 ? windowStep : sizes[at].inputs,
        outputs[at],
        windows,
      );
      if (at < last) kernel.tanhForward(outputs[at], windows * sizes[at].outputs);
    });
  };

  const placeOf = (base: number, window: number, row: number): number =>
    base + window * windowSize + row * rowStride;
  return {
    kernel,
    parameters,
    columnCount,
    rowStride,
    windowRows,
    batchWindows,
    inputAt: (window, row) => placeOf(input, window, row),
    outputAt: (window, row) => placeOf(output, window, row),
    outputGradientAt: (window, row) => placeOf(outputGradient, window, row),
    forward: (windows) => run(input, windowSize, windows),
    backward(windows) {
      for (let at = last; at >= 0; at--) {
        if (at < last) kernel.tanhBackward(outputs[at], gradients[at], windows * sizes[at].outputs);
        layers[at].backward(
          at === 0 ? input : outputs[at - 1],
          sizes[at].inputs,
          gradients[at],
          at === 0 ? null : gradients[at - 1],
          windows,
        );
      }
    },
    copyLastRows(rows, windows, copies) {
      memory.set(rows.subarray(0, (windows + windowRows - 1) * rowStride), sharedRows);
      run(sharedRows, rowStride, windows);
      for (let window = 0; window < windows; window++) {
        const at = placeOf(output, window, windowRows - 1);
        copies.set(memory.subarray(at, at + rowStride), window * rowStride);
      }
    },
  };
}
