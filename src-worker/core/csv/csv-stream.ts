import type { Checkpoint } from '../checkpoint.ts';
import type { Question } from './import-plan.ts';

export interface ByteSource {
  readonly name: string;
  readonly sizeBytes: number;
  /** A new pass over the bytes. */
  open(): AsyncIterable<Uint8Array>;
  /** The bytes are the sheet of a workbook, written as CSV on the way. */
  readonly workbook?: WorkbookSource;
}

/** What is behind a sheet that is read as CSV. */
export interface WorkbookSource {
  /** A pass over the bytes of the file itself, for its hash. */
  readonly original: () => AsyncIterable<Uint8Array>;
  /** Which sheet is read, where there are several. */
  readonly about: readonly string[];
  /** Share of the sheet that the present pass has read, 0..1. */
  readonly done: () => number;
  /** What the cells read by the last pass had to say. */
  readonly notices: () => readonly string[];
}

/** A tag that the file holds. Its number is its position in the order of announcement, from 0. */
export interface CsvTag {
  readonly name: string;
  readonly unit: string | null;
}

/** Readings of one tag in the order of the file: times may repeat and may step back. The arrays belong to the receiver. */
export interface SeriesPortion {
  readonly tagIndex: number;
  /** UTC epoch ms. In a wide file every series of a portion shares this array. */
  readonly timesMs: Float64Array;
  /** NaN = missing. */
  readonly values: Float64Array;
  /** See `quality.ts`; status numbers point into `statuses`. */
  readonly qualities: Uint8Array;
  /** The tag's status texts so far, over the whole file: the list only grows, to at most 63; the 63rd is `other status`. */
  readonly statuses: readonly string[];
}

export interface CsvReject {
  /** 1-based line of the file. */
  readonly line: number;
  /** Name of the column at fault, or null when the whole row is. */
  readonly column: string | null;
  readonly reason: string;
  /** The row as it stands in the file, cut at 1,000 characters. */
  readonly raw: string;
}

export interface CsvSink {
  /** Called once a tag, in the order of their numbers and before the first reading of the tag. */
  addTag(tag: CsvTag): void;
  /** About 8,192 rows or more, in the order of the file. The reader waits for the promise. */
  addPortion(series: readonly SeriesPortion[]): Promise<void> | void;
  /** Every rejected row, in the order of the file. */
  addReject?(reject: CsvReject): void;
}

export interface ReadOptions {
  readonly checkpoint: Checkpoint;
  /** Sees every byte of the file once and in order, for hashing. */
  readonly onBytes?: (bytes: Uint8Array) => void;
  /** The present time, UTC epoch ms: later readings are told. */
  readonly nowMs?: number;
  /** While it is true, readings are handed out row by row and so in the order of the file, also where each tag has times of its own. */
  readonly isRowByRow?: () => boolean;
}

export interface CsvOutcome {
  readonly tags: readonly CsvTag[];
  /** Rows that gave readings. */
  readonly rowCount: number;
  /** Missing ones among them. */
  readonly readingCount: number;
  readonly missingCount: number;
  readonly rejectedCount: number;
  /** The first 100. */
  readonly rejects: readonly CsvReject[];
  /** Readings with the same time as the latest one of their tag before them. */
  readonly repeatedCount: number;
  /** Readings earlier than one of their tag before them. */
  readonly disorderedCount: number;
  readonly firstMs: number | null;
  readonly lastMs: number | null;
  /** Sentences for the user. */
  readonly notices: readonly string[];
  /** What only the whole file shows to be open, such as a repeated hour. Not empty: ask before the import is kept. */
  readonly questions: readonly Question[];
}
