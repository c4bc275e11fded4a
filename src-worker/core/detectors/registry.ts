import { AppFailure } from '@shared/errors.ts';
import { aakr } from './aakr/aakr.ts';
import { adaptiveZ } from './adaptive-z.ts';
import { automatic } from './automatic/automatic.ts';
import { cusum } from './cusum.ts';
import type { Detector } from './detector.ts';
import { ensemble } from './ensemble/ensemble.ts';
import { extendedIsolationForest } from './extended-isolation-forest/extended-isolation-forest.ts';
import { isolationForest } from './isolation-forest/isolation-forest.ts';
import { knn } from './knn.ts';
import { mewma } from './mewma.ts';
import { denseAutoencoder } from './neural/dense-autoencoder.ts';
import { lstmAutoencoder } from './neural/lstm-autoencoder.ts';
import { mahalanobis, pca } from './pca/pca.ts';
import { robustZ } from './robust-z.ts';
import { smoothedZ } from './smoothed-z.ts';

/** Every detector there is, the first one being the usual choice. */
export const detectors: readonly Detector[] = [
  isolationForest,
  automatic,
  smoothedZ,
  adaptiveZ,
  robustZ,
  pca,
  mahalanobis,
  mewma,
  cusum,
  aakr,
  knn,
  extendedIsolationForest,
  ensemble,
  lstmAutoencoder,
  denseAutoencoder,
];

/** Throws `invalid-input` naming the known ids. */
export function findDetector(id: string): Detector {
  const found = detectors.find((detector) => detector.id === id);
  if (found !== undefined) return found;
  const known = detectors.map((detector) => detector.id).join(', ');
  throw new AppFailure({
    kind: 'invalid-input',
    message: `There is no detector "${id}". Known detectors: ${known}.`,
  });
}
