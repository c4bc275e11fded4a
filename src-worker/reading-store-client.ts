import type { EncodedChunk } from '@core/chunks/chunk.ts';
import type { ReadingStore } from '@core/reading-store.ts';
import { AppFailure } from '@shared/errors.ts';
import type { Result } from '@shared/result.ts';

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (failure: AppFailure) => void;
}

interface Answer {
  readonly id: number;
  readonly result: Result<unknown>;
}

/** The reading store behind a MessagePort: requests `{ id, method, args }`, answers `{ id, result }`. */
export function createReadingStoreClient(port: MessagePort): ReadingStore {
  const waiting = new Map<number, Waiting>();
  let lastId = 0;

  port.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
    const call = waiting.get(data.id);
    if (call === undefined) return;
    waiting.delete(data.id);
    // The id ties the answer to the call whose type it has.
    if (data.result.ok) Reflect.apply(call.resolve, undefined, [data.result.value]);
    else call.reject(new AppFailure(data.result.error));
  });
  port.addEventListener('close', () => {
    const gone = new AppFailure({
      kind: 'storage',
      message: 'The store has closed. Nothing more was saved.',
    });
    for (const call of waiting.values()) call.reject(gone);
    waiting.clear();
  });
  port.start();

  const request = <T>(method: keyof ReadingStore, ...args: readonly unknown[]): Promise<T> =>
    new Promise((resolve: (value: T) => void, reject) => {
      const id = ++lastId;
      waiting.set(id, { resolve, reject });
      port.postMessage({ id, method, args });
    });

  return {
    listLabels: (plantId) => request('listLabels', plantId),
    listTags: (plantId) => request('listTags', plantId),
    beginStudy: (start) => request('beginStudy', start),
    resumeStudy: (studyId) => request('resumeStudy', studyId),
    finishStudy: (studyId, result, finishedMs) => request('finishStudy', studyId, result, finishedMs),
    endStudy: (studyId, status, message) => request('endStudy', studyId, status, message),
    loadStudy: (studyId) => request('loadStudy', studyId),
    beginTrials: (studyId, basis) => request('beginTrials', studyId, basis),
    saveTrial: (studyId, trial) => request('saveTrial', studyId, trial),
    listTrials: (studyId) => request('listTrials', studyId),
    beginImport: (start) => request('beginImport', start),
    resolveTags: (plantId, tags) => request('resolveTags', plantId, tags),
    appendChunks: (importId, chunks) =>
      request(
        'appendChunks',
        importId,
        chunks.map(({ tagId, chunk }) => ({ tagId, chunk: withTightArrays(chunk) })),
      ),
    appendRejects: (importId, rejects) => request('appendRejects', importId, rejects),
    commitImport: (importId, finish) => request('commitImport', importId, finish),
    abortImport: (importId) => request('abortImport', importId),
    readChunks: (tagId, fromMs, toMs) => request('readChunks', tagId, fromMs, toMs),
    beginRun: (start) => request('beginRun', start),
    getRun: (runId) => request('getRun', runId),
    leaveOutTags: (runId, tags) => request('leaveOutTags', runId, tags),
    saveDetector: (runId, fitted) => request('saveDetector', runId, fitted),
    loadDetector: (runId) => request('loadDetector', runId),
    saveOperation: (runId, operation) => request('saveOperation', runId, operation),
    loadOperation: (runId) => request('loadOperation', runId),
    appendScores: (runId, chunks) => request('appendScores', runId, chunks.map(withTightArrays)),
    readScores: (runId, fromMs, toMs) => request('readScores', runId, fromMs, toMs),
    appendAnomalies: (runId, anomalies) => request('appendAnomalies', runId, anomalies),
    finishRun: (runId, finish) => request('finishRun', runId, finish),
    saveTraining: (runId, training) => request('saveTraining', runId, training),
    loadTraining: (runId) => request('loadTraining', runId),
    resumeRun: (runId) => request('resumeRun', runId),
    endRun: (runId, status, message) => request('endRun', runId, status, message),
  };
}

/** A message copies the whole memory behind an array, so each gets memory of its own size. */
const tight = (array: Uint8Array): Uint8Array =>
  array.byteLength === array.buffer.byteLength ? array : array.slice();

const withTightArrays = (chunk: EncodedChunk): EncodedChunk => ({
  ...chunk,
  pyramid: tight(chunk.pyramid),
  times: tight(chunk.times),
  values: tight(chunk.values),
  qualities: tight(chunk.qualities),
});
