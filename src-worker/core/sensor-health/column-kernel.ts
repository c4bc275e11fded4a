import { kernelLoader } from '../kernel-module.ts';
import { kernelBytes } from './column-kernel.generated.ts';

/** The functions of `column-kernel.as`; addresses are in bytes. */
export interface ColumnKernel {
  readonly memory: { readonly buffer: ArrayBuffer };
  begin(found: number, rowCount: number): void;
  beyond(values: number, from: number, to: number, low: number, high: number): number;
  repeats(values: number, from: number, to: number, needed: number): number;
  jumpsAndBack(values: number, from: number, to: number, limit: number): number;
  roughness(values: number, taken: number, rough: number, from: number, to: number, unit: number): void;
  rougherThan(rough: number, from: number, to: number, limit: number): number;
}

/** The memory below is the kernel's own. */
export const FREE_FROM = 1024;

/** A fresh kernel with at least `byteCount` of memory, all zero; null where the host cannot run WebAssembly. */
export const loadColumnKernel = kernelLoader<ColumnKernel>('column', kernelBytes, [
  'begin',
  'beyond',
  'repeats',
  'jumpsAndBack',
  'roughness',
  'rougherThan',
]);
