import { kernelLoader } from '../kernel-module.ts';
import { kernelBytes } from './mode-kernel.generated.ts';

/** The functions of `mode-kernel.as`; addresses are in bytes. */
export interface ModeKernel {
  readonly memory: { readonly buffer: ArrayBuffer };
  place(times: number, loads: number, modes: number): void;
  oldestRow(): number;
  begin(windowMs: number, ratedLoad: number): void;
  findModes(from: number, to: number): void;
}

/** The memory below is the kernel's own. */
export const FREE_FROM = 1024;

/** A fresh kernel with at least `byteCount` of memory, all zero; null where the host cannot run WebAssembly. */
export const loadModeKernel = kernelLoader<ModeKernel>('mode', kernelBytes, [
  'place',
  'oldestRow',
  'begin',
  'findModes',
]);
