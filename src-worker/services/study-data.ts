import type { Checkpoint } from '@core/checkpoint.ts';
import type { Judged } from '@core/evaluate/judge-alarms.ts';
import { daysCovered, type MeasuredRows, rowsToMeasure } from '@core/evaluate/split.ts';
import { placeLabels, type Truth } from '@core/evaluate/truth.ts';
import { keepModes, type RowModes, type StudyModes } from '@core/evaluate/keep-modes.ts';
import { rowRange } from '@core/matrix.ts';
import type { ReadingStore } from '@core/reading-store.ts';
import { refuseEmptyColumns } from '@core/samples/known-columns.ts';
import { usualValues } from '@core/samples/usual-values.ts';
import type { RunSummary } from '@shared/contract/runs.ts';
import type { MeasuredOn } from '@shared/contract/study-measures.ts';
import type { StudyConditions } from '@shared/contract/study-request.ts';
import { usualConditions } from '@shared/contract/conditions.ts';
import { AppFailure, toAppError } from '@shared/errors.ts';
import { conditionsOf } from './run-conditions.ts';
import { hashSamples } from './hash-samples.ts';
import { sha256 } from 'hash-wasm';
import { loadKnownSamples } from './load-known-samples.ts';
import type { LoadedSamples } from './load-samples.ts';

export interface StudyRange {
  readonly plantId: number;
  readonly tagIds: readonly number[];
  readonly fromMs: number;
  readonly toMs: number;
  readonly trainFromMs: number;
  readonly trainToMs: number;
  readonly earlyMs: number;
  /** Operating modes that count; absent = all. */
  readonly conditions?: StudyConditions | undefined;
}

/** Samples of a study with the labels of its plant. */
export interface StudyData extends LoadedSamples, RowModes {
  /** Of all readings of the range, those of other modes included. */
  readonly dataSha256: string;
  /** Names readings and labels, for telling whether they are still the same. */
  readonly basis: string;
  /** What the labels say on these rows. */
  readonly truthOn: (measured: MeasuredRows) => Truth;
  /** In words and figures, on which rows something was measured. */
  readonly describe: (measured: MeasuredRows, truth: Truth | null) => MeasuredOn;
}

const studyModes = (tags: RunSummary['tags'], conditions: StudyConditions | undefined): StudyModes =>
  conditionsOf(tags, { ...usualConditions, ...conditions });

/** Reads tags and labels, and keeps the samples in the chosen operating modes. Throws `invalid-input` without readings or training rows. */
export async function loadStudyData(
  store: ReadingStore,
  request: StudyRange,
  checkpoint: Checkpoint,
): Promise<StudyData> {
  const ofPlant = await store.listTags(request.plantId);
  const asked = request.tagIds.map((id) => {
    const tag = ofPlant.find((one) => one.id === id);
    if (tag === undefined)
      throw new AppFailure({ kind: 'not-found', message: `Tag ${id} is not one of this plant.` });
    return tag;
  });
  const labels = await store.listLabels(request.plantId);
  const known = await loadKnownSamples(store, asked, request, request.conditions?.loadTagId, checkpoint);
  const dataSha256 = await hashSamples(known.loaded);
  const loaded = keepModes(known.loaded, studyModes(known.tags, request.conditions));
  const { timesMs, samples, columnNames, trainFrom, trainTo } = loaded;
  if (trainFrom >= trainTo)
    throw new AppFailure({ kind: 'invalid-input', message: 'There are no samples in the training range.' });
  if ((request.conditions?.modes ?? []).length > 0)
    refuseEmptyColumns(
      usualValues(rowRange(samples, trainFrom, trainTo)),
      columnNames,
      'the chosen modes of the training range',
    );
  return {
    ...loaded,
    dataSha256,
    basis: `${dataSha256} ${await sha256(JSON.stringify(labels.map(({ kind, tagName, startMs, endMs }) => [kind, tagName, startMs, endMs])))}`,
    truthOn: (measured) => placeLabels(timesMs, measured.segments, labels, columnNames),
    describe: (measured, truth) => ({
      rowCount: samples.rowCount,
      trainRows: trainTo - trainFrom,
      measuredRows: measured.rowCount,
      measuredDays: daysCovered(timesMs, measured.segments),
      scope: measured.scope,
      fromMs: timesMs[measured.segments[0]?.from ?? 0] ?? request.fromMs,
      toMs: timesMs[measured.segments.at(-1)?.to ?? 0] ?? request.toMs,
      faultCount: truth?.events.length ?? 0,
      faultRows: truth?.positiveRows ?? 0,
      normalLabels: truth?.normalCount ?? 0,
      otherTagFaults: truth?.otherTagCount ?? 0,
      ...(known.leftOut.length === 0 ? {} : { leftOutTags: known.leftOut }),
      dataSha256,
    }),
  };
}

/** Everything outside the training rows, with its labels; figures that need labels are left out where there is no fault. */
export function judgeOutsideTraining(
  data: StudyData,
  earlyMs: number,
): { readonly judged: Judged; readonly measuredOn: MeasuredOn } {
  const measured = rowsToMeasure(data.samples.rowCount, data.trainFrom, data.trainTo);
  const truth = data.truthOn(measured);
  return {
    judged: { timesMs: data.timesMs, measured, truth: truth.events.length > 0 ? truth : null, earlyMs },
    measuredOn: data.describe(measured, truth),
  };
}

/** Runs the work of a study that has begun; a failure or a cancel ends it in the store with its reason. */
export async function runStudy<T>(store: ReadingStore, studyId: number, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (caught) {
    const error = toAppError(caught);
    await store.endStudy(
      studyId,
      error.kind === 'cancelled' ? 'cancelled' : 'failed',
      'message' in error ? error.message : null,
    );
    throw caught;
  }
}
