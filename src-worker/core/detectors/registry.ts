import { AppFailure } from '@shared/errors.ts';
import type { Detector } from './detector.ts';
import { isolationForest } from './isolation-forest/isolation-forest.ts';

/** Every detector there is, the first one being the usual choice. */
export const detectors: readonly Detector[] = [isolationForest];

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
