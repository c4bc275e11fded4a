/** Most readings in a chunk; a power of two, so that a bucket of the pyramid never straddles chunks. */
export const CHUNK_READINGS = 8192;

/** Readings in a bucket of the pyramid. */
export const BUCKET_READINGS = 64;

/** What is known of a chunk without decoding it. Times are UTC epoch ms. */
export interface ChunkHeader {
  readonly firstMs: number;
  readonly lastMs: number;
  readonly readingCount: number;
  /** Readings whose value is NaN. */
  readonly missingCount: number;
  /** Over the readings that are not missing; null when all are. */
  readonly minValue: number | null;
  readonly maxValue: number | null;
  /** Null where the sum is beyond float64. */
  readonly sumValue: number | null;
  /** Where the lowest and the highest stand (the earliest, if several), and the first and last that are not missing; null when all are. */
  readonly minValueMs: number | null;
  readonly maxValueMs: number | null;
  readonly firstValueMs: number | null;
  readonly firstValue: number | null;
  readonly lastValueMs: number | null;
  readonly lastValue: number | null;
  /** Median distance of neighbouring readings, ms; 0 for a single reading. */
  readonly stepMs: number;
  /** Stretches without a value longer than three steps inside this chunk, and the longest of them. */
  readonly gapCount: number;
  readonly longestGapMs: number;
}

/** Readings of one tag as they are stored and as they travel. Lossless. */
export interface EncodedChunk {
  readonly header: ChunkHeader;
  /** First, lowest, highest and last reading of every 64, see `pyramid.ts`. */
  readonly pyramid: Uint8Array;
  readonly times: Uint8Array;
  readonly values: Uint8Array;
  /** Empty when all are good without a text. */
  readonly qualities: Uint8Array;
  readonly statuses: readonly string[];
}
