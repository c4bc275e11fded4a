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

const PAGE_BYTES = 65_536;
let compiled: WebAssembly.Module | null | undefined;

/** A fresh kernel with at least `byteCount` of memory, all zero; null where the host cannot run WebAssembly. */
export function loadMiddleKernel(byteCount: number): MiddleKernel | null {
  if (compiled === undefined) compiled = compile();
  if (compiled === null) return null;
  const exported: unknown = new WebAssembly.Instance(compiled).exports;
  if (!isKernel(exported)) throw new Error('The middle kernel does not export what it should');
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

function isKernel(value: unknown): value is MiddleKernel & { readonly memory: WebAssembly.Memory } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'memory' in value &&
    value.memory instanceof WebAssembly.Memory &&
    'countColumn' in value &&
    typeof value.countColumn === 'function'
  );
}
