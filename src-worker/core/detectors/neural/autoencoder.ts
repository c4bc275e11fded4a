import { type DetectorGuide, type NumberOption, usualValues } from '@shared/detector-options.ts';
import { portion } from '../../checkpoint.ts';
import { examineColumns, keptColumns } from '../../samples/channel-hygiene.ts';
import { robustScale } from '../column-scale.ts';
import type { Detector } from '../detector.ts';
import { advanced, countOption, measureOption, smoothingOption } from '../common-options.ts';
import { readOptions } from '../read-options.ts';
import { pickColumns } from '../../samples/columns.ts';
import { prepareTraining } from '../prepare-samples.ts';
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
  readonly guide: DetectorGuide;
  /** Usual values of the options that all have. */
  readonly usual: Readonly<Record<CommonName, number>>;
  /** Options that shape the network, beside `windowSamples`. */
  readonly sizes: readonly NumberOption[];
  createNetwork(shape: NetworkShape, sizeOf: (name: string) => number, make: MakeKernel): Network;
}

const BATCH_WINDOWS = 64;

const COMMON_NAMES = [
  'windowSamples',
  'smoothSamples',
  'epochs',
  'patience',
  'learningRate',
  'windowsPerEpoch',
] as const;
type CommonName = (typeof COMMON_NAMES)[number];

/** The options of an autoencoder: its window and sizes first, how it is trained after them. */
function optionsOf({ usual, sizes }: AutoencoderKind): readonly NumberOption[] {
  const count = (name: CommonName, title: string, explanation: string, bounds: Bounds, unit: string) =>
    countOption({ name, title, explanation }, usual[name], ...bounds, unit);
  return [
    count(
      'windowSamples',
      'Window',
      'Samples in a row that are copied together: what the course of the tags is judged over.',
      [1, 240],
      'samples',
    ),
    ...sizes,
    smoothingOption(usual.smoothSamples),
    count(
      'epochs',
      'Epochs at most',
      'Passes over the training windows; training ends earlier when the held-out loss stops falling.',
      [1, 1000],
      'epochs',
    ),
    ...[
      count(
        'patience',
        'Patience',
        'Epochs without a lower held-out loss after which training ends.',
        [1, 1000],
        'epochs',
      ),
      measureOption(
        {
          name: 'learningRate',
          title: 'Learning rate',
          explanation: 'Size of a step of Adam: larger learns faster and may not settle.',
        },
        usual.learningRate,
        0.00001,
        0.1,
        null,
      ),
      count(
        'windowsPerEpoch',
        'Windows per epoch',
        'Windows drawn for an epoch where the training holds more: what bounds the time of an epoch.',
        [64, 1_000_000],
        'windows',
      ),
    ].map(advanced),
  ];
}

type Bounds = readonly [lowest: number, highest: number];

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
  const offered = optionsOf(kind);
  /** In this order, which names a training that was stopped, also by an earlier version. */
  const names = [...COMMON_NAMES, ...kind.sizes.map(({ name }) => name)];
  return {
    id: kind.id,
    title: kind.title,
    guide: kind.guide,
    options: offered,
    defaultOptions: usualValues(offered),
    usualThreshold: { kind: 'training-limit' },
    fitShare: 0.75,

    async fit(samples, options, seed, checkpoint, keeper) {
      const { number: read } = readOptions(kind.title, options, offered);
      const settings = Object.fromEntries(names.map((name) => [name, read(name)]));
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
      readFitted(kind.id, names, json, (columnCount, settings) =>
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
  const rows = new Int32Array(isSkipped.length).map((_, row) => row).filter((row) => isSkipped[row] === 0);
  const full = rows.filter((row) => row >= windowRows - 1);
  return full.length >= windowRows ? full : rows;
}
