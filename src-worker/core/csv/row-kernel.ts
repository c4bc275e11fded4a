import { kernelBytes } from './row-kernel.generated.ts';

/** The functions of `row-kernel.as`; addresses and sizes are in bytes. */
export interface RowKernel {
  readonly memory: { readonly buffer: ArrayBuffer };
  configure(
    delimiter: number,
    decimalSign: number,
    quote: number,
    columnCount: number,
    timeLength: number,
    hasSeconds: boolean,
    fractionDigits: number,
  ): void;
  readRows(at: number, end: number, most: number, times: number, begins: number, lastDay: number): number;
  position(): number;
  empties(): number;
  metOther(): number;
}

/** Where the kernel looks for what it is told: see `row-kernel.as`. */
export const AREAS = { digits: 1024, signs: 1056, text: 1088, places: 1120, kinds: 2048, targets: 8192 };
export const VALUE_KIND = 1;
export const TIME_KIND = 2;
/** The memory below belongs to the kernel. */
export const FREE_FROM = 28_672;

const PAGE_BYTES = 65_536;
const FUNCTIONS = ['configure', 'readRows', 'position', 'empties', 'metOther'];
let compiled: WebAssembly.Module | null | undefined;

/** A fresh kernel with at least `byteCount` of memory, all zero; null where the host cannot run WebAssembly SIMD. */
export function loadRowKernel(byteCount: number): RowKernel | null {
  if (compiled === undefined) compiled = compile();
  if (compiled === null) return null;
  const exported: unknown = new WebAssembly.Instance(compiled).exports;
  if (!isKernel(exported)) throw new Error('The row kernel does not export what it should');
  exported.memory.grow(Math.ceil(byteCount / PAGE_BYTES));
  return exported;
}

function compile(): WebAssembly.Module | null {
  try {
    return new WebAssembly.Module(kernelBytes());
  } catch {
    return null;
  }
}

const isKernel = (value: unknown): value is RowKernel & { readonly memory: WebAssembly.Memory } =>
  typeof value === 'object' &&
  value !== null &&
  'memory' in value &&
  value.memory instanceof WebAssembly.Memory &&
  FUNCTIONS.every((name) => typeof Reflect.get(value, name) === 'function');
