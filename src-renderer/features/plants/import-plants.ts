import { askWorker } from '../../api/analysis-client.ts';
import { addFailure, addNotice } from '../../api/notices.ts';
import { call, failureOf } from '../../api/plant-client.ts';
import { formatCounted } from '../../ui/format-number.ts';

/** Plants of files that the user chooses; what is known already stays as it is. */
export async function importPlantsFromDialog(): Promise<void> {
  try {
    for (const { token, name, sizeBytes } of await call('files.choose', { purpose: 'plants' })) {
      const read = await askWorker((api) => api.readPlantRegistry({ kind: 'token', token, name, sizeBytes }));
      if (!read.ok) {
        addFailure(read.error);
        continue;
      }
      const outcome = await call('plants.addMany', { plants: [...read.value.plants] });
      const counts = `${formatCounted(outcome.added, 'plant', 'plants')} added, ${outcome.alreadyKnown} known already and left as they are.`;
      addNotice('done', `Imported ${name}`, [counts, ...read.value.notices]);
    }
  } catch (caught) {
    addFailure(failureOf(caught));
  }
}
