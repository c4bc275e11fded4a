import { countOption } from '../common-options.ts';
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
  guide: {
    sees: 'how tags move together over the last 30 samples: wrong order, wrong speed, one tag out of step with the others',
    misses:
      'slow drifts that fill the whole window; what the training never showed, good or bad; drifting tags are left out',
    useWhen:
      'tags swing with load and a fault changes the course rather than the level; training takes seconds to a minute',
  },
  usual: {
    windowSamples: 30,
    smoothSamples: 10,
    epochs: 60,
    patience: 8,
    learningRate: 0.005,
    windowsPerEpoch: 4096,
  },
  sizes: [
    countOption(
      {
        name: 'hiddenUnits',
        title: 'Hidden units',
        explanation:
          'Numbers into which a window is folded: more copy more of the course, also more of what is abnormal.',
      },
      16,
      1,
      128,
      'units',
    ),
  ],
  createNetwork: (shape, sizeOf, make) => createLstmNetwork(shape, sizeOf('hiddenUnits'), make),
});
