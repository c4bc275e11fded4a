import { type Matrix, newMatrix, rowRange } from '../../matrix.ts';
import type { ColumnScale } from '../column-scale.ts';
import type { FittedDetector } from '../detector.ts';
import { pickColumns } from '../../samples/columns.ts';
import { prepareScoring } from '../prepare-samples.ts';
import { markRows, rollingMeans } from '../rolling-mean.ts';
import { openSaved } from '../saved-detector.ts';
import type { Network } from './network.ts';
import { copyRows, residualsOf } from './residuals.ts';
import { type WindowRows, windowRowsOf } from './window-rows.ts';

const FORMAT = 'boilerhouse.autoencoder';
const SETTINGS = 'boilerhouse.autoencoder.settings';

interface Learnt {
  /** Every option as it was when training began. */
  readonly settings: Readonly<Record<string, number>>;
  readonly medians: Float32Array;
  /** Columns that hygiene left. */
  readonly kept: readonly number[];
  readonly scale: ColumnScale;
  /** Of the residuals in training, in units of the scale. */
  readonly spread: ColumnScale;
}

/** A trained network as a detector. */
export function fittedAutoencoder(detectorId: string, network: Network, learnt: Learnt): FittedDetector {
  const { medians, kept, scale, spread } = learnt;
  const { windowRows, parameters } = network;
  const smoothRows = learnt.settings['smoothSamples'] ?? 1;
  const columnCount = medians.length;
  const weights = network.kernel.memory.slice(parameters.address, parameters.address + parameters.count);

  const prepare = (samples: Matrix): { readonly rows: WindowRows; readonly isSkipped: Uint8Array } => {
    const filled = prepareScoring(samples, medians);
    const isSkipped = markRows(samples.rowCount, filled.unscoredRows);
    const picked = pickColumns(filled.samples, kept);
    return { isSkipped, rows: windowRowsOf(picked, scale, isSkipped, windowRows, network.rowStride) };
  };
  /** Squares of the residuals in units of their spread, [to - from][kept]. */
  const squaresOf = (rows: WindowRows, from: number, to: number): Float64Array => {
    const { data } = residualsOf(network, rows, from, to);
    return Float64Array.from(data, (residual, at) => {
      const column = at % kept.length;
      return ((residual - spread.centres[column]) / spread.units[column]) ** 2;
    });
  };

  return {
    detectorId,
    columnCount,
    contextRows: windowRows - 1 + smoothRows - 1,

    scoreSamples(samples) {
      const { rows, isSkipped } = prepare(samples);
      const squares = squaresOf(rows, 0, rows.rowCount);
      const errors = Float64Array.from({ length: rows.rowCount }, (_, row) =>
        rootMeanSquare(squares, row * kept.length, kept.length),
      );
      const scores = rollingMeans(errors, 1, smoothRows, isSkipped);
      isSkipped.forEach((mark, row) => {
        if (mark === 1) scores[row] = NaN;
      });
      return scores;
    },

    expectedValues(samples) {
      const { rows, isSkipped } = prepare(samples);
      const copies = copyRows(network, rows, 0, rows.rowCount);
      const expected = newMatrix(samples.rowCount, columnCount);
      expected.data.fill(NaN);
      kept.forEach((column, at) => {
        for (let row = 0; row < samples.rowCount; row++) {
          if (isSkipped[row] === 1) continue;
          const copy = copies.data[row * kept.length + at] + spread.centres[at];
          expected.data[row * columnCount + column] = copy * scale.units[at] + scale.centres[at];
        }
      });
      return expected;
    },

    columnWeights(samples, wanted) {
      const weightsOf = new Float64Array(wanted.length * columnCount);
      wanted.forEach((row, index) => {
        const first = Math.max(0, row + 1 - windowRows - smoothRows + 1);
        const { rows, isSkipped } = prepare(rowRange(samples, first, row + 1));
        const from = Math.max(0, rows.rowCount - smoothRows);
        const squares = squaresOf(rows, from, rows.rowCount);
        for (let at = 0; at < squares.length; at++) {
          if (isSkipped[from + Math.floor(at / kept.length)] === 1) continue;
          weightsOf[index * columnCount + kept[at % kept.length]] += squares[at];
        }
      });
      return weightsOf;
    },

    toJSON: () => ({
      format: FORMAT,
      formatVersion: 1,
      detectorId,
      columnCount,
      keptCount: kept.length,
      settings: { format: SETTINGS, formatVersion: 1, ...learnt.settings },
      medians: Array.from(medians),
      kept: Array.from(kept),
      centres: Array.from(scale.centres),
      units: Array.from(scale.units),
      residualCentres: Array.from(spread.centres),
      residualUnits: Array.from(spread.units),
      weights: Array.from(weights),
    }),
  };
}

function rootMeanSquare(squares: Float64Array, from: number, count: number): number {
  let sum = 0;
  for (let at = from; at < from + count; at++) sum += squares[at];
  return Math.sqrt(sum / count);
}

/** A fitted autoencoder from what its `toJSON` gave. Throws `invalid-input` for what does not fit. */
export function readFitted(
  detectorId: string,
  settingNames: readonly string[],
  json: unknown,
  createNetwork: (columnCount: number, settingOf: (name: string) => number) => Network,
): FittedDetector {
  const saved = openSaved(json, FORMAT, 1);
  const keptCount = saved.number('keptCount');
  const numbers = (name: string): Float64Array => saved.numbers(name, keptCount);
  const settings = openSaved(saved.any('settings'), SETTINGS, 1);
  const settingOf = (name: string): number => settings.number(name);
  const network = createNetwork(keptCount, settingOf);
  const { address, count } = network.parameters;
  network.kernel.memory.set(saved.numbers('weights', count), address);
  return fittedAutoencoder(detectorId, network, {
    settings: Object.fromEntries(settingNames.map((name) => [name, settingOf(name)])),
    medians: Float32Array.from(saved.numbers('medians', saved.number('columnCount'))),
    kept: Array.from(numbers('kept')),
    scale: { centres: numbers('centres'), units: numbers('units') },
    spread: { centres: numbers('residualCentres'), units: numbers('residualUnits') },
  });
}
