import { basename } from 'node:path';
import { shell } from 'electron';
import { fail, type Result, succeed } from '@shared/result.ts';
import { LAST_PLANT } from '../start-store.ts';
import type { StoreClient } from '../store/store-client.ts';
import type { ContractStoreCall, StoreInput, StoreOutput } from '../store/store-contract.ts';
import type { Handlers } from './dispatch.ts';
import { exportLabels } from './export-labels.ts';
import {
  askForBackup,
  askForExportFolder,
  createFileHandlers,
  type FileHandlerParts,
} from './file-handlers.ts';

interface HandlerParts {
  readonly store: StoreClient;
  readonly files: FileHandlerParts;
  readonly dataFolder: string;
  readonly version: string;
}

/** One handler for every call of the contract; a missing one does not compile. */
export function createHandlers({ store, files, dataFolder, version }: HandlerParts): Handlers {
  const forward =
    <N extends ContractStoreCall>(name: N) =>
    (input: StoreInput<N>): Promise<Result<StoreOutput<N>>> =>
      store.call(name, input);

  return {
    ...createFileHandlers(files),

    'plants.list': forward('plants.list'),
    'plants.get': forward('plants.get'),
    'plants.add': forward('plants.add'),
    'plants.update': forward('plants.update'),
    'plants.remove': forward('plants.remove'),
    'plants.addMany': forward('plants.addMany'),
    'tags.list': forward('tags.list'),
    'tags.update': forward('tags.update'),
    'imports.list': forward('imports.list'),
    'imports.undo': forward('imports.undo'),
    'profiles.list': forward('profiles.list'),
    'profiles.save': forward('profiles.save'),
    'profiles.rename': forward('profiles.rename'),
    'profiles.remove': forward('profiles.remove'),
    'data.summary': forward('data.summary'),
    'trends.query': forward('trends.query'),
    'trends.scores': forward('trends.scores'),
    'studies.list': forward('studies.list'),
    'studies.remove': forward('studies.remove'),
    'comparisons.get': forward('comparisons.get'),
    'searches.get': forward('searches.get'),
    'backTests.get': forward('backTests.get'),
    'labels.list': forward('labels.list'),
    'labels.add': forward('labels.add'),
    'labels.addMany': forward('labels.addMany'),
    'labels.update': forward('labels.update'),
    'labels.remove': forward('labels.remove'),
    'labels.restore': forward('labels.restore'),
    'runs.list': forward('runs.list'),
    'runs.get': forward('runs.get'),
    'runs.training': forward('runs.training'),
    'runs.choice': forward('runs.choice'),
    'runs.resumable': forward('runs.resumable'),
    'anomalies.list': forward('anomalies.list'),
    'anomalies.position': forward('anomalies.position'),
    'anomalies.bands': forward('anomalies.bands'),
    'anomalies.similar': forward('anomalies.similar'),
    'runs.modes': forward('runs.modes'),
    'readings.countRange': forward('readings.countRange'),
    'readings.deleteRange': forward('readings.deleteRange'),
    'deletions.list': forward('deletions.list'),
    'tags.setRetention': forward('tags.setRetention'),
    'retention.count': forward('retention.count'),
    'retention.list': forward('retention.list'),
    'store.check': forward('store.check'),
    'store.compact': forward('store.compact'),
    'store.cancelCompact': forward('store.cancelCompact'),
    'store.space': forward('store.space'),
    'store.health': forward('store.health'),
    'backups.list': forward('backups.list'),
    'backups.create': forward('backups.create'),
    'backups.restore': forward('backups.restore'),
    'backups.restoreFile': async () => {
      const path = await askForBackup(files);
      if (path === null) return succeed(null);
      const restored = await store.call('backups.restorePath', { path });
      return restored.ok ? succeed({ name: basename(path), ...restored.value }) : restored;
    },
    'backups.saveCopy': async ({ name }) => {
      const folder = await askForExportFolder(files);
      return folder === null ? succeed(null) : store.call('backups.copy', { name, folder });
    },

    'application.info': async () => {
      const statistics = await store.call('store.statistics', {});
      if (!statistics.ok) return statistics;
      const last = await store.call('settings.get', { key: LAST_PLANT });
      return succeed({
        version,
        dataFolder,
        ...statistics.value,
        startPlantId: last.ok && last.value !== null ? Number(last.value) : null,
      });
    },

    'application.rememberPlant': ({ plantId }) =>
      store.call('settings.set', { key: LAST_PLANT, value: String(plantId) }),

    'application.showDataFolder': async () => {
      const problem = await shell.openPath(dataFolder);
      return problem === '' ? succeed(null) : fail({ kind: 'storage', message: `${dataFolder}: ${problem}` });
    },

    'imports.showRejects': async (input) => {
      const file = await store.call('imports.rejectFile', input);
      if (!file.ok) return file;
      shell.showItemInFolder(file.value);
      return succeed(null);
    },

    'exports.labels': (input) => exportLabels(store, files, input.plantId),

    'exports.run': async ({ runId }) => {
      const folder = await askForExportFolder(files);
      return folder === null ? succeed(null) : store.call('exports.write', { runId, folder });
    },
  };
}
