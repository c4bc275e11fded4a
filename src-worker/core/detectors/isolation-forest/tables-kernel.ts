import { kernelLoader } from '../../kernel-module.ts';
import { kernelBytes } from './tables-kernel.generated.ts';

/** The functions of `tables-kernel.as`; addresses and sizes are in bytes. */
export interface TablesKernel {
  readonly memory: {
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  };
  pruneTree(
    columns: number,
    thresholds: number,
    counts: number,
    lengths: number,
    first: number,
    splits: number,
    leaves: number,
  ): number;
  leafCount(): number;
  writeKeys(splits: number, count: number, keys: number): void;
  rankSplits(
    splits: number,
    keys: number,
    count: number,
    ranks: number,
    columns: number,
    thresholds: number,
  ): number;
  makeUnit(
    unit: number,
    pieces: number,
    pieceEnd: number,
    splits: number,
    keys: number,
    ranks: number,
    columns: number,
    columnCount: number,
    codes: number,
    codeBytes: number,
    codeList: number,
    offsets: number,
    tables: number,
    shift: number,
  ): void;
}

/** The memory below is the kernel's own. */
export const TABLES_FREE_FROM = 12_288;

/** A fresh kernel with at least `byteCount` of memory, all zero; null where the host cannot run WebAssembly SIMD. */
export const loadTablesKernel = kernelLoader<TablesKernel>('tables', kernelBytes, [
  'pruneTree',
  'leafCount',
  'writeKeys',
  'rankSplits',
  'makeUnit',
]);
