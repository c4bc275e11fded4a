import { type LossPoint, lossPoints } from '@shared/contract/runs.ts';
import { AppFailure } from '@shared/errors.ts';
import { openSaved } from '../saved-detector.ts';

const FORMAT = 'boilerhouse.training-state';

/**
 * All that a training needs to go on as if it had never stopped. The order of the windows in an epoch follows from seed
 * and epoch, so no state of a random generator belongs to it.
 */
export interface TrainingState {
  /** Steps of Adam done. */
  readonly step: number;
  /** Epoch with the lowest loss so far, and that loss; 0 and infinity before the first. */
  readonly bestEpoch: number;
  readonly bestLoss: number;
  readonly losses: readonly LossPoint[];
  /** Weights, mean gradients and mean squared gradients, each `weightCount` numbers. */
  readonly learning: Float32Array;
  readonly bestWeights: Float32Array;
}

/** Length of the header as uint32, header as JSON, then learning and best weights as float32, little-endian. */
export function encodeTraining(state: TrainingState, key: string): Uint8Array {
  const { step, bestEpoch, bestLoss, losses, learning, bestWeights } = state;
  const header = { format: FORMAT, formatVersion: 1, key, step, bestEpoch, bestLoss, losses };
  const text = JSON.stringify({ ...header, weightCount: bestWeights.length });
  const codes = Array.from(text, (letter) => letter.charCodeAt(0));
  const bytes = new Uint8Array(4 + codes.length + 4 * (learning.length + bestWeights.length));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, codes.length, true);
  bytes.set(codes, 4);
  let at = 4 + codes.length;
  for (const values of [learning, bestWeights]) {
    for (const value of values) {
      view.setFloat32(at, value, true);
      at += 4;
    }
  }
  return bytes;
}

/** `key` tells whether a state belongs to a training. Throws `invalid-input` for bytes that are no state with this key. */
export function decodeTraining(bytes: Uint8Array, key: string): TrainingState {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = bytes.length >= 4 ? view.getUint32(0, true) : 0;
  const text = Array.from(bytes.subarray(4, 4 + length), (code) => String.fromCharCode(code)).join('');
  const saved = openSaved(parseJson(text), FORMAT, 1);
  const losses = lossPoints.safeParse(saved.any('losses'));
  const weightCount = saved.number('weightCount');
  if (!losses.success || saved.text('key') !== key || bytes.length !== 4 + length + 16 * weightCount) {
    throw refused();
  }
  const floats = Float32Array.from({ length: 4 * weightCount }, (_, at) =>
    view.getFloat32(4 + length + 4 * at, true),
  );
  return {
    step: saved.number('step'),
    bestEpoch: saved.number('bestEpoch'),
    bestLoss: saved.number('bestLoss'),
    losses: losses.data,
    learning: floats.slice(0, 3 * weightCount),
    bestWeights: floats.slice(3 * weightCount),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const refused = (): AppFailure =>
  new AppFailure({
    kind: 'invalid-input',
    message: 'The saved training does not belong to these readings and options. Train from the beginning.',
  });
