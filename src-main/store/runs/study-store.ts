import type { StudyStore } from '@core/study-store.ts';
import { listLabels } from './labels.ts';
import type { Store } from '../open-store.ts';
import { listTags } from '../tags.ts';
import { withStoreFailures } from '../storage-failure.ts';
import * as studies from './studies.ts';

/** Studies as analysis code sees them, in the process that holds the store. */
export function createStudyStore(store: Store): StudyStore {
  const { writer, reader } = store;
  const announce = (studyId: number): void =>
    store.onChanged({ plantId: studies.getStudy(writer, studyId).plantId, what: 'studies' });
  const changing = <T>(studyId: number, work: () => T): Promise<T> =>
    withStoreFailures(() => {
      const value = work();
      announce(studyId);
      return value;
    });

  return {
    listLabels: (plantId) => withStoreFailures(() => listLabels(reader, plantId)),
    listTags: (plantId) =>
      withStoreFailures(() =>
        listTags(reader, plantId).map(({ id, name, unit, description }) => ({ id, name, unit, description })),
      ),
    beginStudy: (start) =>
      withStoreFailures(() => {
        const studyId = studies.beginStudy(writer, start, store.programVersion);
        announce(studyId);
        return studyId;
      }),
    resumeStudy: (studyId) => changing(studyId, () => studies.resumeStudy(writer, studyId)),
    finishStudy: (studyId, result, finishedMs) =>
      changing(studyId, () => studies.finishStudy(writer, studyId, result, finishedMs)),
    endStudy: (studyId, status, message) =>
      changing(studyId, () => studies.endStudy(writer, studyId, status, message, store.now())),
    loadStudy: (studyId) =>
      withStoreFailures(() => {
        const { kind, status } = studies.getStudy(reader, studyId);
        return { kind, status, request: studies.loadStudy(reader, studyId).request };
      }),
    beginTrials: (studyId, basis) => changing(studyId, () => studies.beginTrials(writer, studyId, basis)),
    saveTrial: (studyId, trial) => changing(studyId, () => studies.saveTrial(writer, studyId, trial)),
    listTrials: (studyId) => withStoreFailures(() => studies.listTrials(reader, studyId)),
  };
}
