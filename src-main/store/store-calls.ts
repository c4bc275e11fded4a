import type { DataChanged } from '@shared/contract/contract.ts';
import type { BackupInfo } from '@shared/contract/store.ts';
import { type Result, fail, succeed } from '@shared/result.ts';
import { exportRun } from '../export/export-run.ts';
import { findAnomalyPosition, listAnomalies, listBands } from './runs/anomalies.ts';
import { createBackup, listBackups } from './safety/backups.ts';
import { copyBackup } from './safety/copy-backup.ts';
import { checkStore } from './safety/check-store.ts';
import { createCompactor } from './deletion/compactor.ts';
import { countRange } from './deletion/count-range.ts';
import { countReadings, summariseData } from './data-summary.ts';
import { deleteRange } from './deletion/delete-range.ts';
import { listDeletions } from './deletion/deletion-record.ts';
import { clearEnded, clearEndedQuietly } from './imports/ended-imports.ts';
import { createExportSource } from './readings/export-source.ts';
import { createHealth, type Health } from './safety/health.ts';
import { accountName } from './file/account-name.ts';
import { listImports } from './imports/imports.ts';
import {
  addLabel,
  addLabels,
  type Author,
  listLabels,
  plantOfLabel,
  removeLabels,
  restoreLabels,
  updateLabel,
} from './runs/labels.ts';
import {
  listImportProfiles,
  removeImportProfile,
  renameImportProfile,
  saveImportProfile,
} from './imports/import-profiles.ts';
import type { Store } from './open-store.ts';
import { addPlant, addPlants, getPlant, listPlants, removePlant, seedPlants, updatePlant } from './plants.ts';
import { findRejectFile } from './imports/reject-files.ts';
import { listModes } from './runs/run-operations.ts';
import { getChoice } from './runs/run-choice.ts';
import { getRun, listRuns } from './runs/runs.ts';
import { countTooOld, listRetention, setRetention } from './deletion/retention.ts';
import { getSetting, setSetting } from './settings.ts';
import { listSimilar } from './runs/similar-anomalies.ts';
import { notFound, toStoreError } from './storage-failure.ts';
import type { StoreCallName, StoreInput, StoreOutput } from './store-contract.ts';
import { createStudyCalls } from './runs/study-calls.ts';
import { getTag, listTags, updateTag } from './tags.ts';
import { getTraining, listResumable } from './runs/trainings.ts';
import { queryTrend } from './readings/trends.ts';
import { undoImport } from './imports/undo-import.ts';

/** Restoring exchanges the store itself and is answered by its host. */
export type StoreCalls = {
  readonly [N in Exclude<StoreCallName, 'backups.restore' | 'backups.restorePath'>]: (
    input: StoreInput<N>,
  ) => StoreOutput<N> | Promise<StoreOutput<N>>;
};

/** Every call the store answers, by name. They throw; `runStoreCall` turns that into a Result. */
export function createStoreCalls(store: Store, health: Health = createHealth(store)): StoreCalls {
  const { reader, writer } = store;
  const announced = <T>(value: T, change: DataChanged): T => {
    store.onChanged(change);
    return value;
  };
  /** Work on readings that may fail with some of it done. */
  const announcing = async <T>(
    plantId: number,
    work: () => Promise<T>,
    whatOf: (done: T) => DataChanged['what'] = () => 'readings',
  ): Promise<T> => {
    let what: DataChanged['what'] = 'readings';
    try {
      const done = await work();
      what = whatOf(done);
      return done;
    } finally {
      store.onChanged({ plantId, what });
    }
  };
  const compactor = createCompactor(store);
  const author = (): Author => ({ name: accountName(), nowMs: store.now() });

  return {
    'plants.list': () => listPlants(reader),
    'plants.get': ({ plantId }) => getPlant(reader, plantId),
    'plants.add': (fields) => {
      const plant = addPlant(writer, fields);
      return announced(plant, { plantId: plant.id, what: 'plants' });
    },
    'plants.update': (plant) => announced(updatePlant(writer, plant), { plantId: plant.id, what: 'plants' }),
    'plants.remove': async ({ plantId }) => {
      await clearEnded(writer);
      removePlant(writer, plantId);
      return announced(null, { plantId, what: 'plants' });
    },
    'plants.addMany': ({ plants }) => announced(addPlants(writer, plants), { plantId: null, what: 'plants' }),
    'plants.seed': ({ plants }) => ({ added: seedPlants(writer, plants) }),
    'tags.list': ({ plantId }) => listTags(reader, plantId),
    'tags.update': (fields) => {
      const tag = updateTag(writer, fields);
      return announced(tag, { plantId: tag.plantId, what: 'tags' });
    },
    'imports.list': ({ plantId }) => listImports(reader, plantId),
    'imports.undo': ({ importId }) => undoImport(store, importId),
    'imports.rejectFile': ({ importId }) => findRejectFile(reader, store.folder, importId),
    'profiles.list': () => listImportProfiles(reader),
    'profiles.save': ({ replaces, ...fields }) => {
      const profile = saveImportProfile(writer, { ...fields, savedMs: store.now() }, replaces);
      return announced(profile, { plantId: null, what: 'profiles' });
    },
    'profiles.rename': ({ name, newName }) => {
      renameImportProfile(writer, name, newName);
      return announced(null, { plantId: null, what: 'profiles' });
    },
    'profiles.remove': ({ name }) => {
      removeImportProfile(writer, name);
      return announced(null, { plantId: null, what: 'profiles' });
    },
    'data.summary': ({ plantId }) => summariseData(reader, plantId),
    'trends.query': ({ tagIds, ...window }) => ({
      lanes: tagIds.map((tagId) => ({
        tagId,
        ...queryTrend(reader, { kind: 'readings', ownerId: tagId }, window),
      })),
    }),
    'trends.scores': ({ runId, ...window }) => {
      const { threshold } = getRun(reader, runId);
      if (threshold === null) throw notFound(`The threshold of run ${runId}`);
      return { ...queryTrend(reader, { kind: 'scores', ownerId: runId }, window), threshold };
    },
    ...createStudyCalls(store, announced),
    'labels.list': ({ plantId }) => listLabels(reader, plantId),
    'labels.add': ({ plantId, fields }) =>
      announced(addLabel(writer, plantId, fields, author()), { plantId, what: 'labels' }),
    'labels.addMany': ({ plantId, fileName, labels }) =>
      announced(addLabels(writer, plantId, fileName, labels, author()), { plantId, what: 'labels' }),
    'labels.update': ({ id, fields }) =>
      announced(updateLabel(writer, id, fields, author()), {
        plantId: plantOfLabel(writer, id),
        what: 'labels',
      }),
    'labels.remove': ({ labelIds }) => {
      removeLabels(writer, labelIds, store.now());
      return announced({ removed: labelIds.length }, { plantId: null, what: 'labels' });
    },
    'labels.restore': ({ labelIds }) =>
      announced({ restored: restoreLabels(writer, labelIds) }, { plantId: null, what: 'labels' }),
    'runs.list': ({ plantId }) => listRuns(reader, plantId),
    'runs.get': ({ runId }) => getRun(reader, runId),
    'runs.training': ({ runId }) => getTraining(reader, runId),
    'runs.choice': ({ runId }) => getChoice(reader, runId),
    'runs.resumable': ({ plantId }) => listResumable(reader, plantId),
    'anomalies.list': (input) => listAnomalies(reader, input),
    'anomalies.position': (input) => findAnomalyPosition(reader, input),
    'anomalies.bands': (input) => listBands(reader, input),
    'anomalies.similar': ({ anomalyId }) => listSimilar(reader, anomalyId),
    'runs.modes': (input) => listModes(reader, input),
    'settings.get': ({ key }) => getSetting(reader, key),
    'settings.set': ({ key, value }) => {
      setSetting(writer, key, value);
      return null;
    },
    'store.statistics': () => ({
      databaseBytes: store.databaseBytes(),
      readingCount: countReadings(reader),
      interrupted: [...store.interrupted],
    }),
    'readings.countRange': (input) => countRange(reader, input),
    'readings.deleteRange': (input) =>
      announcing(input.plantId, () => deleteRange(writer, input, 'range', author())),
    'deletions.list': ({ plantId }) => listDeletions(reader, plantId),
    'tags.setRetention': (input) =>
      announcing(
        getTag(writer, input.tagId).plantId,
        () => setRetention(writer, input, author()),
        ({ readingCount }) => (readingCount > 0 ? 'readings' : 'tags'),
      ),
    'retention.count': (input) => countTooOld(reader, input),
    'retention.list': ({ plantId }) => listRetention(reader, plantId),
    'store.check': async () => {
      await clearEndedQuietly(writer);
      return checkStore(reader);
    },
    'store.compact': () => compactor.compact(),
    'store.cancelCompact': () => {
      compactor.cancel();
      return null;
    },
    'store.space': () => compactor.space(),
    'store.health': () => ({
      recovered: [...store.recovered],
      problems: [...health.problems],
      lastBackupMs: backupsOf(store)[0]?.createdMs ?? null,
    }),
    'backups.list': () => backupsOf(store),
    'backups.create': async () => announced(await createBackup(store), { plantId: null, what: 'store' }),
    'backups.copy': ({ name, folder }) => copyBackup(store, name, folder),
    'exports.write': async ({ runId, folder }) => ({
      files: await exportRun(createExportSource(store, runId), folder),
    }),
  };
}

const backupsOf = ({ folder }: Store): BackupInfo[] => (folder === null ? [] : listBackups(folder));

/** Runs a call by name; whatever is thrown becomes a failed Result. `input` has been checked by the caller's contract. */
export async function runStoreCall(
  calls: StoreCalls,
  name: string,
  input: unknown,
  folder: string | null = null,
): Promise<Result<unknown>> {
  if (!isStoreCall(calls, name))
    return fail({ kind: 'internal', message: `The store knows no call named ${name}.` });
  try {
    // The name ties the function to its input; the type of a function picked at run time cannot say so.
    const call: (checked: never) => unknown = calls[name];
    return succeed(await Reflect.apply(call, undefined, [input]));
  } catch (caught) {
    return fail(toStoreError(caught, folder));
  }
}

const isStoreCall = (calls: StoreCalls, name: string): name is keyof StoreCalls => Object.hasOwn(calls, name);
