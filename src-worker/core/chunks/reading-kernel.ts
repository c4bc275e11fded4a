import { SUMMARY_COLUMNS, type Summaries } from '../series/summaries.ts';
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
const PAGE_BYTES = 65_536;
const FUNCTIONS = [
  'examine',
  'summarise',
  'sumOfValues',
  'gapCount',
  'longestGapMs',
  'summaryWholes',
  'packQualities',
  'hasStatus',
];
let room: ReadingRoom | null | undefined;

/** The one kernel of this thread; null where the host cannot run WebAssembly SIMD. */
export function readingRoom(): ReadingRoom | null {
  if (room === undefined) room = makeRoom();
  return room;
}

/** The first of the stretches in the kernel's memory, as views. */
export function stretchesIn({ stretches }: ReadingRoom, length: number): Summaries {
  const column = (at: number): Float64Array => stretches[at].subarray(0, length);
  return {
    length,
    readingCounts: column(0),
    missingCounts: column(1),
    firstMs: column(2),
    lastMs: column(3),
    firstValueMs: column(4),
    firstValue: column(5),
    minMs: column(6),
    min: column(7),
    maxMs: column(8),
    max: column(9),
    lastValueMs: column(10),
    lastValue: column(11),
  };
}

function makeRoom(): ReadingRoom | null {
  const exported = instantiate();
  if (exported === null) return null;
  if (!isKernel(exported)) throw new Error('The reading kernel does not export what it should');
  exported.memory.grow(Math.ceil(AREAS.end / PAGE_BYTES));
  const { buffer } = exported.memory;
  const column = (at: number): Float64Array =>
    new Float64Array(buffer, AREAS.stretches + at * COLUMN_BYTES, STRETCH_ROOM);
  return {
    kernel: exported,
    timesMs: new Float64Array(buffer, AREAS.times, CHUNK_READINGS),
    values: new Float64Array(buffer, AREAS.values, CHUNK_READINGS),
    stretches: SUMMARY_COLUMNS.map((_, at) => column(at)),
    stepsMs: column(SUMMARY_COLUMNS.length),
    wholes: new Float64Array(buffer, AREAS.wholes, WHOLE_COLUMNS * STRETCH_ROOM),
    qualities: new Uint8Array(buffer, AREAS.qualities, CHUNK_READINGS),
    qualityBytes: new Uint8Array(buffer, AREAS.qualityBytes, AREAS.end - AREAS.qualityBytes),
  };
}

function instantiate(): unknown {
  try {
    return new WebAssembly.Instance(new WebAssembly.Module(kernelBytes())).exports;
  } catch {
    return null;
  }
}

const isKernel = (value: unknown): value is ReadingKernel & { readonly memory: WebAssembly.Memory } =>
  typeof value === 'object' &&
  value !== null &&
  'memory' in value &&
  value.memory instanceof WebAssembly.Memory &&
  FUNCTIONS.every((name) => typeof Reflect.get(value, name) === 'function');
