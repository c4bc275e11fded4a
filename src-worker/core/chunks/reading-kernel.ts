import { kernelLoader } from '../kernel-module.ts';
import { SUMMARY_COLUMNS, type Summaries, summariesOf } from '../series/summaries.ts';
import { CHUNK_READINGS } from './chunk.ts';
import { kernelBytes } from './reading-kernel.generated.ts';

/** The functions of `reading-kernel.as`, over the columns in its memory. */
export interface ReadingKernel {
  readonly memory: { readonly buffer: ArrayBuffer };
  /** `EXAMINED` bits. */
  examine(count: number): number;
  summarise(count: number, stepMs: number, isRegular: boolean): number;
  sumOfValues(): number;
  gapCount(): number;
  longestGapMs(): number;
  summaryWholes(count: number): number;
  packQualities(count: number): number;
  hasStatus(): number;
}

export const EXAMINED = { sound: 1, regular: 2, whole: 4 };
/** Most stretches that the kernel has room for. */
export const STRETCH_ROOM = 4096;

/** A kernel with views of its memory; what it leaves there is valid until it is used again. */
export interface ReadingRoom {
  readonly kernel: ReadingKernel;
  readonly timesMs: Float64Array;
  readonly values: Float64Array;
  /** In the order of `SUMMARY_COLUMNS`. */
  readonly stretches: readonly Float64Array[];
  readonly stepsMs: Float64Array;
  readonly wholes: Float64Array;
  readonly qualities: Uint8Array;
  readonly qualityBytes: Uint8Array;
}

/** Addresses, as in `reading-kernel.as`. */
const AREAS = {
  times: 1024,
  values: 66_560,
  stretches: 132_096,
  wholes: 558_080,
  qualities: 853_008,
  qualityBytes: 861_216,
  end: 870_000,
};
const COLUMN_BYTES = STRETCH_ROOM * 8;
const WHOLE_COLUMNS = 9;
const loadKernel = kernelLoader<ReadingKernel>('reading', kernelBytes, [
  'examine',
  'summarise',
  'sumOfValues',
  'gapCount',
  'longestGapMs',
  'summaryWholes',
  'packQualities',
  'hasStatus',
]);
let room: ReadingRoom | null | undefined;

/** The one kernel of this thread; null where the host cannot run WebAssembly SIMD. */
export function readingRoom(): ReadingRoom | null {
  if (room === undefined) room = makeRoom();
  return room;
}

/** The first of the stretches in the kernel's memory, as views. */
export const stretchesIn = ({ stretches }: ReadingRoom, length: number): Summaries =>
  summariesOf((at) => stretches[at].subarray(0, length), length);

function makeRoom(): ReadingRoom | null {
  const kernel = loadKernel(AREAS.end);
  if (kernel === null) return null;
  const { buffer } = kernel.memory;
  const column = (at: number): Float64Array =>
    new Float64Array(buffer, AREAS.stretches + at * COLUMN_BYTES, STRETCH_ROOM);
  return {
    kernel,
    timesMs: new Float64Array(buffer, AREAS.times, CHUNK_READINGS),
    values: new Float64Array(buffer, AREAS.values, CHUNK_READINGS),
    stretches: SUMMARY_COLUMNS.map((_, at) => column(at)),
    stepsMs: column(SUMMARY_COLUMNS.length),
    wholes: new Float64Array(buffer, AREAS.wholes, WHOLE_COLUMNS * STRETCH_ROOM),
    qualities: new Uint8Array(buffer, AREAS.qualities, CHUNK_READINGS),
    qualityBytes: new Uint8Array(buffer, AREAS.qualityBytes, AREAS.end - AREAS.qualityBytes),
  };
}
