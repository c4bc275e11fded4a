import { createArena, roundUp } from './arena.ts';
import type { MakeKernel } from './kernel.ts';
import {
  hiddenAt,
  lstmShapes,
  type LstmSize,
  lstmWeights,
  placeLstm,
  runLstm,
  runLstmBack,
} from './lstm-layer.ts';
import type { Network, NetworkShape } from './network.ts';
import { glorot, placeParameters, repeatRow, transpose } from './parameters.ts';

/**
 * Encoder and decoder of LSTM cells: the encoder reads the window, its last hidden values are all that the decoder
 * gets, at every step, and a linear layer turns the decoder's hidden values into rows. The copy is made backwards, the
 * last row first: it is the one that is scored, and a window's score needs one decoder step only.
 * Source: Malhotra and others 2016 (LSTM encoder-decoder for anomaly detection); Srivastava and others 2015.
 */
export function createLstmNetwork(shape: NetworkShape, hiddenUnits: number, makeKernel: MakeKernel): Network {
  const { columnCount, windowRows, batchWindows } = shape;
  const rowStride = roundUp(columnCount);
  const units = roundUp(hiddenUnits);
  const width = 4 * units;
  const sizes = { units, realUnits: hiddenUnits, steps: windowRows, batchWindows };
  const encoder: LstmSize = { name: 'encoder', inputs: rowStride, realInputs: columnCount, ...sizes };
  const decoder: LstmSize = { name: 'decoder', inputs: units, realInputs: hiddenUnits, ...sizes };

  const arena = createArena();
  const parameters = placeParameters(arena, [
    ...lstmShapes(encoder),
    ...lstmShapes(decoder),
    {
      name: 'output.weights',
      rows: units,
      columns: rowStride,
      range: glorot(hiddenUnits, columnCount),
      isReal: (row, column) => row < hiddenUnits && column < columnCount,
    },
    {
      name: 'output.bias',
      rows: 1,
      columns: rowStride,
      range: 0,
      isReal: (_, column) => column < columnCount,
    },
  ]);
  const encoderWeights = lstmWeights(parameters, 'encoder');
  const decoderWeights = lstmWeights(parameters, 'decoder');
  const outputWeights = parameters.address + parameters.count - (units + 1) * rowStride;
  const outputBias = outputWeights + units * rowStride;
  const { gradientOffset } = parameters;

  const allRows = windowRows * batchWindows;
  const input = arena.take(allRows * rowStride);
  const output = arena.take(allRows * rowStride);
  const outputGradient = arena.take(allRows * rowStride);
  const encoderPlace = placeLstm(arena, encoder);
  const decoderPlace = placeLstm(arena, decoder);
  const hiddenGradients = arena.take(allRows * units);
  const firstGates = arena.take(batchWindows * width);
  const gateSums = arena.take(batchWindows * width);
  const transposed = arena.take(Math.max(units * width, rowStride * units));
  const shared = arena.take((batchWindows + windowRows) * width);
  const sharedRows = arena.take((batchWindows + windowRows) * rowStride);
  const kernel = makeKernel(arena.size());
  const { memory } = kernel;

  /** The decoder's gates before the hidden values come in: the same at every step. */
  const decodeInput = (latent: number, windows: number): void => {
    repeatRow(memory, decoderWeights.bias, width, firstGates, windows);
    kernel.multiply(
      latent,
      units,
      1,
      decoderWeights.input,
      width,
      firstGates,
      width,
      windows,
      units,
      width,
      1,
    );
  };
  const writeOutput = (hidden: number, rows: number): void => {
    repeatRow(memory, outputBias, rowStride, output, rows);
    kernel.multiply(hidden, units, 1, outputWeights, rowStride, output, rowStride, rows, units, rowStride, 1);
  };

  const forward = (windows: number): void => {
    const rows = windowRows * windows;
    repeatRow(memory, encoderWeights.bias, width, encoderPlace.gates, rows);
    kernel.multiply(
      input,
      rowStride,
      1,
      encoderWeights.input,
      width,
      encoderPlace.gates,
      width,
      rows,
      columnCount,
      width,
      1,
    );
    runLstm(kernel, encoder, encoderPlace, encoderWeights, windows);
    decodeInput(hiddenAt(encoder, encoderPlace, windowRows - 1, windows), windows);
    repeatRow(memory, firstGates, windows * width, decoderPlace.gates, windowRows);
    runLstm(kernel, decoder, decoderPlace, decoderWeights, windows);
    writeOutput(hiddenAt(decoder, decoderPlace, 0, windows), rows);
  };

  const backward = (windows: number): void => {
    const rows = windowRows * windows;
    const decoded = hiddenAt(decoder, decoderPlace, 0, windows);
    const weightGradient = outputWeights + gradientOffset;
    kernel.multiply(
      decoded,
      1,
      units,
      outputGradient,
      rowStride,
      weightGradient,
      rowStride,
      units,
      rows,
      rowStride,
      0,
    );
    kernel.sumRows(outputGradient, rows, rowStride, outputBias + gradientOffset);
    transpose(memory, outputWeights, units, rowStride, transposed);
    kernel.multiply(
      outputGradient,
      rowStride,
      1,
      transposed,
      units,
      hiddenGradients,
      units,
      rows,
      columnCount,
      units,
      0,
    );
    runLstmBack(kernel, decoder, decoderPlace, decoderWeights, hiddenGradients, 0, gradientOffset, windows);
    // Every step got the same input, so its weights learn from the sum over the steps.
    kernel.sumRows(decoderPlace.gateGradients, windowRows, windows * width, gateSums);
    const latent = hiddenAt(encoder, encoderPlace, windowRows - 1, windows);
    kernel.multiply(
      latent,
      1,
      units,
      gateSums,
      width,
      decoderWeights.input + gradientOffset,
      width,
      units,
      windows,
      width,
      0,
    );
    transpose(memory, decoderWeights.input, units, width, transposed);
    const last = hiddenGradients + (windowRows - 1) * windows * units;
    kernel.multiply(gateSums, width, 1, transposed, units, last, units, windows, width, units, 0);
    runLstmBack(
      kernel,
      encoder,
      encoderPlace,
      encoderWeights,
      hiddenGradients,
      windowRows - 1,
      gradientOffset,
      windows,
    );
    kernel.multiply(
      input,
      1,
      rowStride,
      encoderPlace.gateGradients,
      width,
      encoderWeights.input + gradientOffset,
      width,
      rowStride,
      rows,
      width,
      0,
    );
  };

  const copyLastRows = (rows: Float32Array, windows: number, copies: Float32Array): void => {
    const rowCount = windows + windowRows - 1;
    memory.set(rows.subarray(0, rowCount * rowStride), sharedRows);
    // Neighbouring windows share their rows, so each row is weighted once.
    repeatRow(memory, encoderWeights.bias, width, shared, rowCount);
    kernel.multiply(
      sharedRows,
      rowStride,
      1,
      encoderWeights.input,
      width,
      shared,
      width,
      rowCount,
      columnCount,
      width,
      1,
    );
    for (let step = 0; step < windowRows; step++) {
      memory.copyWithin(
        encoderPlace.gates + step * windows * width,
        shared + step * width,
        shared + (step + windows) * width,
      );
    }
    runLstm(kernel, encoder, encoderPlace, encoderWeights, windows);
    decodeInput(hiddenAt(encoder, encoderPlace, windowRows - 1, windows), windows);
    memory.copyWithin(decoderPlace.gates, firstGates, firstGates + windows * width);
    runLstm(kernel, { ...decoder, steps: 1 }, decoderPlace, decoderWeights, windows);
    writeOutput(hiddenAt(decoder, decoderPlace, 0, windows), windows);
    copies.set(memory.subarray(output, output + windows * rowStride));
  };

  const placeOf = (base: number, window: number, step: number, windows: number): number =>
    base + (step * windows + window) * rowStride;
  return {
    kernel,
    parameters,
    columnCount,
    rowStride,
    windowRows,
    batchWindows,
    inputAt: (window, row, windows) => placeOf(input, window, row, windows),
    outputAt: (window, row, windows) => placeOf(output, window, windowRows - 1 - row, windows),
    outputGradientAt: (window, row, windows) =>
      placeOf(outputGradient, window, windowRows - 1 - row, windows),
    forward,
    backward,
    copyLastRows,
  };
}
