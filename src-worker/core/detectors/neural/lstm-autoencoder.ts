import { createAutoencoder } from './autoencoder.ts';
import { createLstmNetwork } from './lstm-network.ts';

/**
 * Learns how the tags move together over the last `windowSamples` samples: an LSTM encoder folds the window into
 * `hiddenUnits` numbers, a decoder unfolds them. See `autoencoder.ts` for score, missing values and options.
 * Source: Malhotra and others 2016.
 */
export const lstmAutoencoder = createAutoencoder({
  id: 'lstm-autoencoder',
  title: 'LSTM autoencoder',
  defaultOptions: {
    windowSamples: 30,
    hiddenUnits: 16,
    smoothSamples: 10,
    epochs: 60,
    patience: 8,
    learningRate: 0.005,
    windowsPerEpoch: 4096,
  },
  sizes: { hiddenUnits: { lowest: 1, highest: 128, isWhole: true } },
  createNetwork: (shape, sizeOf, make) => createLstmNetwork(shape, sizeOf('hiddenUnits'), make),
});
