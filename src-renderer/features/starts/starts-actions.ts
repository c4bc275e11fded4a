import type { Label } from '@shared/contract/labels.ts';
import { removeLabels, saveLabel } from '../../api/labels.ts';
import type { StartMark } from '@shared/start-marks.ts';
import type { Start } from '../../../src-worker/worker-api.ts';
import { labelFor, labelsOn, rivalsOf } from './starts-model.ts';

/** Marks a start, or takes its mark away. A new golden start makes the one of its class so far a good one. */
export async function markStart(
  plantId: number,
  start: Start,
  mark: StartMark['kind'] | null,
  starts: readonly Start[],
  labels: readonly Label[],
): Promise<void> {
  const [own, ...more] = labelsOn(start, labels);
  if (mark === null) {
    const ids = [own, ...more].flatMap((label) => (label === undefined ? [] : [label.id]));
    if (ids.length > 0) await removeLabels(ids);
    return;
  }
  if (mark === 'golden') {
    for (const rival of rivalsOf(start, starts))
      for (const label of labelsOn(rival, labels))
        if (label.kind === 'golden-start') await saveLabel(plantId, label.id, labelFor(rival, 'good'));
  }
  await saveLabel(plantId, own?.id ?? null, labelFor(start, mark));
}
