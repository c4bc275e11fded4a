import { kernelLoader } from '../../kernel-module.ts';
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
export const CONSTANT_KIND = 3;
/** The memory below belongs to the kernel. */
export const FREE_FROM = 28_672;

/** A fresh kernel with at least `byteCount` of memory, all zero; null where the host cannot run WebAssembly SIMD. */
export const loadRowKernel = kernelLoader<RowKernel>('row', kernelBytes, [
  'configure',
  'readRows',
  'position',
  'empties',
  'metOther',
]);
