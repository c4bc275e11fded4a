import { z } from 'zod';
import { judgement, operatingMode, runConditions } from '@shared/contract/conditions.ts';
import { detectorOptions, leftOutTag, lossPoints, scoreScale } from '@shared/contract/runs.ts';
import { AppFailure } from '@shared/errors.ts';
import { type Result, fail, succeed } from '@shared/result.ts';
import { CHUNK_READINGS, type EncodedChunk } from '@core/chunks/chunk.ts';
import type { ReadingStore } from '@core/reading-store.ts';
import { OPERATING_MODES } from '@core/samples/operating-modes.ts';
import { toStoreError } from './storage-failure.ts';
import { studyArguments } from './runs/study-methods.ts';

const id = z.number().int().positive();
const count = z.number().int().min(0);
const timeMs = z.number().min(-8.64e15).max(8.64e15);
/** Ends of a range may be open. */
const rangeEnd = z.union([timeMs, z.literal(-Infinity), z.literal(Infinity)]);
const text = z.string().max(2000);
const bytes = (most: number) => z.instanceof(Uint8Array).refine((value) => value.byteLength <= most);

/** Float64 each and a head: no encoding is larger. */
const MOST_COLUMN_BYTES = CHUNK_READINGS * 8 + 64;

const header = z
  .strictObject({
    firstMs: timeMs,
    lastMs: timeMs,
    readingCount: z.number().int().min(1).max(CHUNK_READINGS),
    missingCount: count.max(CHUNK_READINGS),
    minValue: z.number().nullable(),
    maxValue: z.number().nullable(),
    minValueMs: timeMs.nullable(),
    maxValueMs: timeMs.nullable(),
    firstValueMs: timeMs.nullable(),
    firstValue: z.number().nullable(),
    lastValueMs: timeMs.nullable(),
    lastValue: z.number().nullable(),
    sumValue: z.number().nullable(),
    stepMs: z.number().min(0),
    gapCount: count,
    longestGapMs: z.number().min(0),
  })
  .refine((value) => value.firstMs <= value.lastMs && value.missingCount <= value.readingCount);

const chunk = z.strictObject({
  header,
  pyramid: bytes(8192),
  times: bytes(MOST_COLUMN_BYTES),
  values: bytes(MOST_COLUMN_BYTES),
  qualities: bytes(MOST_COLUMN_BYTES),
  statuses: z.array(z.string().max(200)).max(63),
});

const importStart = z.strictObject({
  plantId: id,
  source: z.enum(['csv', 'generated']),
  fileName: text,
  settings: z.unknown(),
  startedMs: timeMs,
});

const importFinish = z.strictObject({
  fileBytes: count,
  fileSha256: z.string().regex(/^[0-9a-f]{64}$/),
  rowCount: count,
  rejectedCount: count,
  duplicateCount: count,
  notices: z.array(text).max(1000),
  events: z
    .array(
      z.strictObject({ kind: text, tagName: text.nullable(), startMs: timeMs, endMs: timeMs, note: text }),
    )
    .max(100_000),
  finishedMs: timeMs,
});

const importReject = z.strictObject({
  line: count,
  column: text.nullable(),
  reason: z.string().max(10_000),
  raw: z.string().max(10_000),
});

const importedTag = z.strictObject({
  name: z.string().min(1).max(500),
  unit: text.nullable(),
  description: text.nullable(),
  lowLimit: z.number().nullable(),
  highLimit: z.number().nullable(),
});

const runStart = z.strictObject({
  plantId: id,
  tagIds: z.array(id).min(1).max(5000),
  detectorId: text,
  detectorOptions,
  seed: z.number(),
  contamination: z.number().min(0).max(0.5),
  fromMs: timeMs,
  toMs: timeMs,
  trainFromMs: timeMs,
  trainToMs: timeMs,
  startedMs: timeMs,
  conditions: runConditions.optional(),
});

const modeThresholds = z.array(z.strictObject({ mode: operatingMode, threshold: z.number() })).max(6);

const LATEST_MS = 8.64e15;
const MOST_MODES = 1_000_000;
const times = z
  .instanceof(Float64Array)
  .refine((values) => values.every((value) => Math.abs(value) <= LATEST_MS));

const modeColumns = z
  .strictObject({ codes: bytes(MOST_MODES), startsMs: times, endsMs: times })
  .refine(
    ({ codes, startsMs, endsMs }) =>
      startsMs.length === codes.length &&
      endsMs.length === codes.length &&
      codes.every((code) => code < OPERATING_MODES.length),
  );

const runOperation = z.strictObject({
  loadTagId: id.nullable(),
  baseline: z.unknown(),
  modes: modeColumns,
});

const anomaly = z.strictObject({
  startMs: timeMs,
  endMs: timeMs,
  peakMs: timeMs,
  peakScore: z.number(),
  sampleCount: count,
  contributions: z
    .array(
      z.strictObject({
        tagId: id,
        share: z.number(),
        actual: z.number().nullable(),
        usual: z.number().nullable(),
      }),
    )
    .max(5000),
  judgement: judgement.optional(),
});

const runFinish = z.strictObject({
  scale: scoreScale.nullable().optional(),
  modeThresholds: modeThresholds.optional(),
  contamination: z.number(),
  threshold: z.number(),
  sampleCount: count,
  scoredCount: count,
  anomalousCount: count,
  dataSha256: z.string().regex(/^[0-9a-f]{64}$/),
  finishedMs: timeMs,
});

/** What a network of a thousand tags needs, several times over. */
const MOST_STATE_BYTES = 128 * 1024 * 1024;

const training = z.strictObject({
  losses: lossPoints,
  dataSha256: z.string().regex(/^[0-9a-f]{64}$/),
  threshold: z.number().nullable(),
  state: bytes(MOST_STATE_BYTES).nullable(),
});

type Method = (store: ReadingStore, args: unknown) => Promise<unknown>;

const method =
  <A>(schema: z.ZodType<A>, run: (store: ReadingStore, args: A) => Promise<unknown>): Method =>
  async (store, args) => {
    const parsed = schema.safeParse(args);
    if (!parsed.success)
      throw new AppFailure({
        kind: 'invalid-input',
        message: `The store was sent something it cannot take: ${z.prettifyError(parsed.error)}`,
      });
    return run(store, parsed.data);
  };

const chunkList = z.array(chunk).max(1024);
const range = z.tuple([id, rangeEnd, rangeEnd]);

const METHODS: Record<keyof ReadingStore, Method> = {
  listLabels: method(studyArguments.listLabels, (store, [plantId]) => store.listLabels(plantId)),
  listTags: method(studyArguments.listTags, (store, [plantId]) => store.listTags(plantId)),
  beginStudy: method(studyArguments.beginStudy, (store, [start]) => store.beginStudy(start)),
  resumeStudy: method(studyArguments.resumeStudy, (store, [studyId]) => store.resumeStudy(studyId)),
  finishStudy: method(studyArguments.finishStudy, (store, [studyId, result, finishedMs]) =>
    store.finishStudy(studyId, result, finishedMs),
  ),
  endStudy: method(studyArguments.endStudy, (store, [studyId, status, message]) =>
    store.endStudy(studyId, status, message),
  ),
  loadStudy: method(studyArguments.loadStudy, (store, [studyId]) => store.loadStudy(studyId)),
  beginTrials: method(studyArguments.beginTrials, (store, [studyId, basis]) =>
    store.beginTrials(studyId, basis),
  ),
  saveTrial: method(studyArguments.saveTrial, (store, [studyId, trial]) => store.saveTrial(studyId, trial)),
  listTrials: method(studyArguments.listTrials, (store, [studyId]) => store.listTrials(studyId)),
  beginImport: method(z.tuple([importStart]), (store, [start]) => store.beginImport(start)),
  resolveTags: method(z.tuple([id, z.array(importedTag).max(5000)]), (store, [plantId, tags]) =>
    store.resolveTags(plantId, tags),
  ),
  appendChunks: method(
    z.tuple([id, z.array(z.strictObject({ tagId: id, chunk })).max(1024)]),
    (store, [importId, chunks]) => store.appendChunks(importId, chunks),
  ),
  appendRejects: method(z.tuple([id, z.array(importReject).max(1000)]), (store, [importId, rejects]) =>
    store.appendRejects(importId, rejects),
  ),
  commitImport: method(z.tuple([id, importFinish]), (store, [importId, finish]) =>
    store.commitImport(importId, finish),
  ),
  abortImport: method(z.tuple([id]), (store, [importId]) => store.abortImport(importId)),
  readChunks: method(range, async (store, [tagId, fromMs, toMs]) =>
    withTightChunks(await store.readChunks(tagId, fromMs, toMs)),
  ),
  beginRun: method(z.tuple([runStart]), (store, [start]) => store.beginRun(start)),
  getRun: method(z.tuple([id]), (store, [runId]) => store.getRun(runId)),
  leaveOutTags: method(z.tuple([id, z.array(leftOutTag).max(5000)]), (store, [runId, tags]) =>
    store.leaveOutTags(runId, tags),
  ),
  saveDetector: method(z.tuple([id, z.unknown()]), (store, [runId, fitted]) =>
    store.saveDetector(runId, fitted),
  ),
  loadDetector: method(z.tuple([id]), (store, [runId]) => store.loadDetector(runId)),
  saveOperation: method(z.tuple([id, runOperation]), (store, [runId, operation]) =>
    store.saveOperation(runId, operation),
  ),
  loadOperation: method(z.tuple([id]), (store, [runId]) => store.loadOperation(runId)),
  appendScores: method(z.tuple([id, chunkList]), (store, [runId, chunks]) =>
    store.appendScores(runId, chunks),
  ),
  readScores: method(range, async (store, [runId, fromMs, toMs]) =>
    withTightChunks(await store.readScores(runId, fromMs, toMs)),
  ),
  appendAnomalies: method(z.tuple([id, z.array(anomaly).max(100_000)]), (store, [runId, anomalies]) =>
    store.appendAnomalies(runId, anomalies),
  ),
  finishRun: method(z.tuple([id, runFinish]), (store, [runId, finish]) => store.finishRun(runId, finish)),
  saveTraining: method(z.tuple([id, training]), (store, [runId, saved]) => store.saveTraining(runId, saved)),
  loadTraining: method(z.tuple([id]), async (store, [runId]) => {
    const saved = await store.loadTraining(runId);
    return saved === null ? null : { ...saved, state: saved.state === null ? null : tight(saved.state) };
  }),
  resumeRun: method(z.tuple([id]), (store, [runId]) => store.resumeRun(runId)),
  endRun: method(
    z.tuple([id, z.enum(['failed', 'cancelled']), text.nullable()]),
    (store, [runId, status, message]) => store.endRun(runId, status, message),
  ),
};

const isMethod = (name: unknown): name is keyof ReadingStore =>
  typeof name === 'string' && Object.hasOwn(METHODS, name);

/** Answers one request of the worker. Trusts nothing in it: the worker reads files of strangers. */
export async function answerWorker(
  store: ReadingStore,
  name: unknown,
  args: unknown,
): Promise<Result<unknown>> {
  if (!isMethod(name))
    return fail({ kind: 'invalid-input', message: `The reading store has no method ${String(name)}.` });
  try {
    return succeed(await METHODS[name](store, args));
  } catch (caught) {
    return fail(toStoreError(caught));
  }
}

/** A message copies the whole memory behind an array, so each gets memory of its own size. */
const tight = (array: Uint8Array): Uint8Array =>
  array.byteLength === array.buffer.byteLength ? new Uint8Array(array.buffer) : Uint8Array.from(array);

const withTightChunks = <T extends { readonly chunks: readonly EncodedChunk[] }>(answer: T): T => ({
  ...answer,
  chunks: answer.chunks.map((one) => ({
    ...one,
    pyramid: tight(one.pyramid),
    times: tight(one.times),
    values: tight(one.values),
    qualities: tight(one.qualities),
  })),
});
