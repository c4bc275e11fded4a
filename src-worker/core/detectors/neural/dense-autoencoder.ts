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
  defaultOptions: {
    windowSamples: 5,
    hiddenUnits: 32,
    bottleneckUnits: 8,
    smoothSamples: 30,
    epochs: 100,
    patience: 10,
    learningRate: 0.003,
    windowsPerEpoch: 4096,
  },
  sizes: {
    hiddenUnits: { lowest: 1, highest: 256, isWhole: true },
    bottleneckUnits: { lowest: 1, highest: 256, isWhole: true },
  },
  createNetwork: (shape, sizeOf, make) =>
    createDenseNetwork(shape, sizeOf('hiddenUnits'), sizeOf('bottleneckUnits'), make),
});
