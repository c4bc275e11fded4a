import type { DetectorOptions } from '@shared/contract/runs.ts';
import { portion } from '../../checkpoint.ts';
import { examineColumns, keptColumns } from '../../samples/channel-hygiene.ts';
import { robustScale } from '../column-scale.ts';
import type { Detector } from '../detector.ts';
import { type OptionLimits, readNumberOptions } from '../number-options.ts';
import { pickColumns, prepareTraining } from '../prepare-samples.ts';
import { markRows } from '../rolling-mean.ts';
import { fittedAutoencoder, readFitted } from './fitted-autoencoder.ts';
import type { MakeKernel } from './kernel.ts';
import type { Network, NetworkShape } from './network.ts';
import { measureResiduals } from './residuals.ts';
import { makeKernel } from './simd-kernel.ts';
import { trainNetwork } from './train-network.ts';
import { windowRowsOf } from './window-rows.ts';

/** What tells one autoencoder from another. */
export interface AutoencoderKind {
  readonly id: string;
  readonly title: string;
  readonly defaultOptions: DetectorOptions;
  /** Of the options that shape the network, beside `windowSamples`. */
  readonly sizes: OptionLimits;
  createNetwork(shape: NetworkShape, sizeOf: (name: string) => number, make: MakeKernel): Network;
}

const BATCH_WINDOWS = 64;

const COMMON: OptionLimits = {
  windowSamples: { lowest: 1, highest: 240, isWhole: true },
  smoothSamples: { lowest: 1, highest: 4096, isWhole: true },
  epochs: { lowest: 1, highest: 1000, isWhole: true },
  patience: { lowest: 1, highest: 1000, isWhole: true },
  learningRate: { lowest: 0.00001, highest: 0.1, isWhole: false },
  windowsPerEpoch: { lowest: 64, highest: 1_000_000, isWhole: true },
};

/**
 * A detector that learns to copy windows of usual samples through a narrow place and scores a sample by how badly its
 * copy fits: root mean square, over the tags, of the residual in units of its spread in training, averaged over the
 * last `smoothSamples` samples. 1 = as in training. The window ends at the sample, so nothing is looked at ahead.
 *
 * Tags that channel hygiene leaves out are not looked at. Missing values: see `missing-values.ts`; a sample without a
 * score stands in later windows as the next one that has. The first samples see a window that begins with copies of the
 * first one. Training bounds its time: an epoch draws at most `windowsPerEpoch` windows.
 */
export function createAutoencoder(kind: AutoencoderKind, make: MakeKernel = makeKernel): Detector {
  return {
    id: kind.id,
    title: kind.title,
    defaultOptions: kind.defaultOptions,
    usualThreshold: { kind: 'training-limit' },
    fitShare: 0.75,

    async fit(samples, options, seed, checkpoint, keeper) {
      const limits = { ...COMMON, ...kind.sizes };
      const read = readNumberOptions(kind.title, options, kind.defaultOptions, limits);
      const settings = Object.fromEntries(Object.keys(limits).map((name) => [name, read(name)]));
      await checkpoint(0, 'Preparing samples');
      const { filled, usable, medians } = prepareTraining(samples);
      const kept = keptColumns(examineColumns(usable));
      const scale = robustScale(pickColumns(usable, kept));
      const windowRows = read('windowSamples');
      const shape = { columnCount: kept.length, windowRows, batchWindows: BATCH_WINDOWS };
      const network = kind.createNetwork(shape, read, make);
      const picked = pickColumns(filled.samples, kept);
      const isSkipped = markRows(picked.rowCount, filled.unscoredRows);
      const rows = windowRowsOf(picked, scale, isSkipped, windowRows, network.rowStride);
      const windowEnds = usableEnds(isSkipped, windowRows);
      const plan = {
        epochs: read('epochs'),
        patience: read('patience'),
        learningRate: read('learningRate'),
        windowsPerEpoch: read('windowsPerEpoch'),
        key: JSON.stringify([kind.id, settings, kept, samples.rowCount, seed]),
      };
      await trainNetwork(network, rows, windowEnds, plan, seed, portion(checkpoint, 0, 0.95), keeper);
      const spread = await measureResiduals(network, rows, windowEnds, portion(checkpoint, 0.95, 1));
      return fittedAutoencoder(kind.id, network, { settings, medians, kept, scale, spread });
    },

    fromJSON: (json) =>
      readFitted(kind.id, Object.keys({ ...COMMON, ...kind.sizes }), json, (columnCount, settings) =>
        kind.createNetwork(
          { columnCount, windowRows: settings('windowSamples'), batchWindows: BATCH_WINDOWS },
          settings,
          make,
        ),
      ),
  };
}

/** Rows at which a window of rows that are all there ends; every row where there are hardly any such. */
function usableEnds(isSkipped: Uint8Array, windowRows: number): Int32Array {
  const rows = Int32Array.from(isSkipped.keys()).filter((row) => isSkipped[row] === 0);
  const full = rows.filter((row) => row >= windowRows - 1);
  return full.length >= windowRows ? full : rows;
}
