import { kernelLoader } from '../../kernel-module.ts';
import { kernelBytes } from './score-kernel.generated.ts';

/** The functions of `score-kernel.as`; addresses and sizes are in bytes, rows a multiple of 8. */
export interface ScoreKernel {
  readonly memory: { readonly buffer: ArrayBuffer };
  codeColumn(
    values: number,
    stride: number,
    rowCount: number,
    thresholds: number,
    levels: number,
    firstCode: number,
    codes: number,
  ): void;
  addUnits(units: number, unitEnd: number, sums: number, rowCount: number): void;
}

/** The memory below holds the tables of the unit in work. */
export const FREE_FROM = 16_384;

/** A fresh kernel with at least `byteCount` of memory, all zero; null where the host cannot run WebAssembly SIMD. */
export const loadKernel = kernelLoader<ScoreKernel>('score', kernelBytes, ['codeColumn', 'addUnits']);
