import { kernelLoader } from '../../kernel-module.ts';
import { kernelBytes } from './grow-kernel.generated.ts';

/** The functions of `grow-kernel.as`; addresses are in bytes. */
export interface GrowKernel {
  readonly memory: { readonly buffer: ArrayBuffer };
  seedStream(low: number, high: number): void;
  drawRows(rowCount: number, count: number, set: number, bits: number, drawn: number): void;
  growTree(
    values: number,
    rowCount: number,
    columnCount: number,
    depthLimit: number,
    rows: number,
    order: number,
    nodeColumns: number,
    nodeThresholds: number,
    nodeCounts: number,
  ): number;
}

/** The memory below is the kernel's own. */
export const FREE_FROM = 1024;

/** A fresh kernel with at least `byteCount` of memory; null where the host cannot run WebAssembly. */
export const loadGrowKernel = kernelLoader<GrowKernel>('grow', kernelBytes, [
  'seedStream',
  'drawRows',
  'growTree',
]);
