import { countOption } from '../common-options.ts';
import { createAutoencoder } from './autoencoder.ts';
import { createDenseNetwork } from './dense-network.ts';

/**
 * Learns which combinations of values a short window takes: it passes through `bottleneckUnits` numbers. With a window
 * of one sample it is principal components with bends. See `autoencoder.ts` for score, missing values and options.
 * Source: Kramer 1991; Sakurada and Yairi 2014.
 */
export const denseAutoencoder = createAutoencoder({
  id: 'autoencoder',
  title: 'Autoencoder',
  guide: {
    sees: 'combinations of values over five samples that training did not show, averaged over 30 samples; drifting tags are left out',
    misses: 'short events; operation that training did not cover',
    useWhen: 'a few to a few tens of tags that bend together; trains in a second or two',
  },
  usual: {
    windowSamples: 5,
    smoothSamples: 30,
    epochs: 100,
    patience: 10,
    learningRate: 0.003,
    windowsPerEpoch: 4096,
  },
  sizes: [
    countOption(
      {
        name: 'hiddenUnits',
        title: 'Hidden units',
        explanation: 'Units of the layer on either side of the narrow place: more can follow stronger bends.',
      },
      32,
      1,
      256,
      'units',
    ),
    countOption(
      {
        name: 'bottleneckUnits',
        title: 'Bottleneck units',
        explanation:
          'Numbers that a window passes through: fewer copy only what tags do together, more also what is abnormal.',
      },
      8,
      1,
      256,
      'units',
    ),
  ],
  createNetwork: (shape, sizeOf, make) =>
    createDenseNetwork(shape, sizeOf('hiddenUnits'), sizeOf('bottleneckUnits'), make),
});
