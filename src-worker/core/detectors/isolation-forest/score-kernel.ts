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

const PAGE_BYTES = 65_536;
let compiled: WebAssembly.Module | null | undefined;

/** A fresh kernel with at least `byteCount` of memory, all zero; null where the host cannot run WebAssembly SIMD. */
export function loadKernel(byteCount: number): ScoreKernel | null {
  if (compiled === undefined) compiled = compile();
  if (compiled === null) return null;
  const exported: unknown = new WebAssembly.Instance(compiled).exports;
  if (!isKernel(exported)) throw new Error('The score kernel does not export what it should');
  exported.memory.grow(Math.ceil(byteCount / PAGE_BYTES));
  return exported;
}

/** A host without WebAssembly, without SIMD, or whose policy forbids compiling, gets null. */
function compile(): WebAssembly.Module | null {
  try {
    return new WebAssembly.Module(kernelBytes());
  } catch {
    return null;
  }
}

function isKernel(value: unknown): value is ScoreKernel & { readonly memory: WebAssembly.Memory } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'memory' in value &&
    value.memory instanceof WebAssembly.Memory &&
    'codeColumn' in value &&
    typeof value.codeColumn === 'function' &&
    'addUnits' in value &&
    typeof value.addUnits === 'function'
  );
}
