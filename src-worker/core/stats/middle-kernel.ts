import { kernelLoader } from '../kernel-module.ts';
import { kernelBytes } from './middle-kernel.generated.ts';

/** The function of `middle-kernel.as`. */
export interface MiddleKernel {
  readonly memory: { readonly buffer: ArrayBuffer };
  countColumn(
    values: number,
    step: number,
    rowCount: number,
    low: number,
    high: number,
    counts: number,
    kept: number,
  ): void;
}

/** The memory below is the kernel's own. */
export const FREE_FROM = 1024;

/** A fresh kernel with at least `byteCount` of memory, all zero; null where the host cannot run WebAssembly. */
export const loadMiddleKernel = kernelLoader<MiddleKernel>('middle', kernelBytes, ['countColumn']);
