import { kernelLoader } from '../../kernel-module.ts';
import { kernelBytes } from './shapley-kernel.generated.ts';

/** The functions of `shapley-kernel.as`; addresses and sizes are in bytes. */
export interface ShapleyKernel {
  readonly memory: { readonly buffer: ArrayBuffer };
  useTables(shares: number, sides: number, onPath: number): void;
  addTree(root: number, samples: number, values: number, rowCount: number, columnCount: number): void;
}

/** The memory below is the kernel's own. */
export const FREE_FROM = 1024;

/** A fresh kernel with at least `byteCount` of memory, all zero; null where the host cannot run WebAssembly. */
export const loadShapleyKernel = kernelLoader<ShapleyKernel>('Shapley', kernelBytes, [
  'useTables',
  'addTree',
]);
