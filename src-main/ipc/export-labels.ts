import { basename } from 'node:path';
import type { CallOutput } from '@shared/contract/contract.ts';
import { type Result, succeed } from '@shared/result.ts';
import { labelFile } from '../export/label-lines.ts';
import type { StoreClient } from '../store/store-client.ts';
import { askForFile, type FileHandlerParts, writeChosen } from './file-handlers.ts';

/** The labels of a plant as a CSV file where the user says. */
export async function exportLabels(
  store: StoreClient,
  files: FileHandlerParts,
  plantId: number,
): Promise<Result<CallOutput<'exports.labels'>>> {
  const [plant, labels] = await Promise.all([
    store.call('plants.get', { plantId }),
    store.call('labels.list', { plantId }),
  ]);
  if (!plant.ok) return plant;
  if (!labels.ok) return labels;
  const path = await askForFile(files, {
    title: 'Export labels',
    name: `${plant.value.name.slice(0, 100)} labels.csv`,
    filter: { name: 'CSV table', extensions: ['csv'] },
  });
  if (path === null) return succeed(null);
  await writeChosen(path, 'The labels', labelFile(labels.value));
  return succeed({ files: [basename(path)] });
}
