import type { Judgement, OperatingMode, RunConditions } from '@shared/contract/conditions.ts';
import type { ImportSummary } from '@shared/contract/readings.ts';
import type {
  DetectorOptions,
  LeftOutTag,
  LossPoint,
  RunSummary,
  ScoreScale,
} from '@shared/contract/runs.ts';
import type { EncodedChunk } from './chunks/chunk.ts';
import type { StudyStore } from './study-store.ts';

/** A tag as an import brings it; matched to the plant's tags by name, added where new. */
export interface ImportedTag {
  readonly name: string;
  readonly unit: string | null;
  readonly description: string | null;
  /** Alarm limits in the tag's unit. */
  readonly lowLimit: number | null;
  readonly highLimit: number | null;
}

export interface KnownEvent {
  readonly kind: string;
  readonly tagName: string | null;
  readonly startMs: number;
  readonly endMs: number;
  readonly note: string;
}

export interface ImportStart {
  readonly plantId: number;
  readonly source: 'csv' | 'generated';
  readonly fileName: string;
  /** How the file was read (the plan), or the generator's options, for the record. */
  readonly settings: unknown;
  readonly startedMs: number;
}

export interface ImportFinish {
  readonly fileBytes: number;
  readonly fileSha256: string;
  readonly rowCount: number;
  readonly rejectedCount: number;
  /** Readings that gave way to a later one of the same time before they were appended; the store adds those it finds between chunks. */
  readonly duplicateCount: number;
  readonly notices: readonly string[];
  readonly events: readonly KnownEvent[];
  readonly finishedMs: number;
}

/** A row of the file that gave no reading, for the reject file. */
export interface ImportReject {
  /** 1-based. */
  readonly line: number;
  readonly column: string | null;
  readonly reason: string;
  /** The row as it stands in the file. */
  readonly raw: string;
}

export interface TagChunk {
  readonly tagId: number;
  readonly chunk: EncodedChunk;
}

/** What is kept of the operation of a run: for charts, and to explain its anomalies later. */
export interface RunOperation {
  readonly loadTagId: number | null;
  /** What is usual at each load, as plain data. */
  readonly baseline: unknown;
  readonly modes: ModeColumns;
}

/** Stretches of operating modes in order of time, as columns of equal length: there may be many thousands. */
export interface ModeColumns {
  /** Places in `OPERATING_MODES`. */
  readonly codes: Uint8Array;
  readonly startsMs: Float64Array;
  readonly endsMs: Float64Array;
}

export interface RunStart {
  readonly plantId: number;
  readonly tagIds: readonly number[];
  readonly detectorId: string;
  readonly detectorOptions: DetectorOptions;
  readonly seed: number;
  readonly contamination: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly trainFromMs: number;
  readonly trainToMs: number;
  readonly startedMs: number;
  /** Absent = `usualConditions`. */
  readonly conditions?: RunConditions | undefined;
}

export interface NewAnomaly {
  readonly startMs: number;
  readonly endMs: number;
  readonly peakMs: number;
  readonly peakScore: number;
  readonly sampleCount: number;
  readonly contributions: readonly {
    readonly tagId: number;
    readonly share: number;
    readonly actual: number | null;
    readonly usual: number | null;
  }[];
  /** Absent where it was not judged. */
  readonly judgement?: Judgement | undefined;
}

/** What a detector that learns in epochs has reached. */
export interface SavedTraining {
  readonly losses: readonly LossPoint[];
  /** Of the samples it learns from, as a run's `dataSha256`. */
  readonly dataSha256: string;
  /** That was given when the run began; null where it follows from the contamination. */
  readonly threshold: number | null;
  /** For going on; null once the run is finished. */
  readonly state: Uint8Array | null;
}

export interface RunFinish {
  /** Of the common scale; absent or null = as it was. */
  readonly scale?: ScoreScale | null | undefined;
  readonly modeThresholds?:
    readonly { readonly mode: OperatingMode; readonly threshold: number }[] | undefined;
  readonly contamination: number;
  readonly threshold: number;
  readonly sampleCount: number;
  readonly scoredCount: number;
  readonly anomalousCount: number;
  readonly dataSha256: string;
  readonly finishedMs: number;
}

/**
 * The store as analysis code sees it: bulk data only. In the worker it is a client over a MessagePort, on the command
 * line and in tests the store itself. Every method rejects with an AppFailure (`storage`, `not-found`, `conflict`).
 */
export interface ReadingStore extends StudyStore {
  /** Opens a numbered import. Its readings stay invisible until `commitImport`; an unfinished import is removed at the next start. */
  beginImport(start: ImportStart): Promise<number>;
  /** Ids of the plant's tags with these names, added where new; an existing tag keeps its unit, a missing one is filled in. */
  resolveTags(plantId: number, tags: readonly ImportedTag[]): Promise<readonly number[]>;
  /** The readings of a chunk are strictly rising in time; chunks of one tag may overlap, the later one wins. */
  appendChunks(importId: number, chunks: readonly TagChunk[]): Promise<void>;
  /** Adds rejected rows to the import's reject file, in the order of the file; at most 1,000 a call. */
  appendRejects(importId: number, rejects: readonly ImportReject[]): Promise<void>;
  /** Rejects with `conflict`, and drops the import, when the same file was imported before in the same way. */
  commitImport(importId: number, finish: ImportFinish): Promise<ImportSummary>;
  /** Does nothing for an import that is gone already. */
  abortImport(importId: number): Promise<void>;

  /**
   * Chunks of one tag that touch the range, in time order, never overlapping, as many as fit into a message;
   * ask again from `nextFromMs` until it is null. No reading lies outside the range; where imports overlap, the later import wins.
   */
  readChunks(
    tagId: number,
    fromMs: number,
    toMs: number,
  ): Promise<{ readonly chunks: readonly EncodedChunk[]; readonly nextFromMs: number | null }>;

  beginRun(start: RunStart): Promise<number>;
  getRun(runId: number): Promise<RunSummary>;
  /** These of its tags take no part in the run: `tags` no longer holds them. */
  leaveOutTags(runId: number, tags: readonly LeftOutTag[]): Promise<RunSummary>;
  saveDetector(runId: number, fitted: unknown): Promise<void>;
  loadDetector(runId: number): Promise<unknown>;
  /** Replaces what is kept already. */
  saveOperation(runId: number, operation: RunOperation): Promise<void>;
  /** Baseline and load tag; null for a run without. */
  loadOperation(
    runId: number,
  ): Promise<{ readonly loadTagId: number | null; readonly baseline: unknown } | null>;
  /** Scores as readings: one per sample, NaN where a sample was not scored. */
  appendScores(runId: number, chunks: readonly EncodedChunk[]): Promise<void>;
  readScores(
    runId: number,
    fromMs: number,
    toMs: number,
  ): Promise<{ readonly chunks: readonly EncodedChunk[]; readonly nextFromMs: number | null }>;
  /** Adds anomalies to a run that is being written; they become visible with `finishRun`, which replaces earlier ones. */
  appendAnomalies(runId: number, anomalies: readonly NewAnomaly[]): Promise<void>;
  finishRun(runId: number, finish: RunFinish): Promise<RunSummary>;
  /** Replaces what was saved of the run's training before. */
  saveTraining(runId: number, training: SavedTraining): Promise<void>;
  loadTraining(runId: number): Promise<SavedTraining | null>;
  /** A cancelled or interrupted run whose training was saved runs again. Rejects with `conflict` for any other. */
  resumeRun(runId: number): Promise<RunSummary>;
  endRun(runId: number, status: 'failed' | 'cancelled', message: string | null): Promise<void>;
}
