import type { NeuralKernel } from './kernel.ts';
import { makePlainKernel } from './plain-kernel.ts';
import { kernelBytes } from './train-kernel.generated.ts';

/** The functions of `train-kernel.as` with their memory. */
type Exports = Omit<NeuralKernel, 'memory' | 'name'> & { readonly memory: WebAssembly.Memory };

const NAMES = [
  'multiply',
  'lstmForward',
  'lstmBackward',
  'tanhForward',
  'tanhBackward',
  'sumRows',
  'adam',
] as const satisfies readonly (keyof Exports)[];

const PAGE_BYTES = 65_536;
let compiled: WebAssembly.Module | null | undefined;

/** A kernel in WebAssembly SIMD; null where the host cannot run it. */
export function makeSimdKernel(size: number): NeuralKernel | null {
  if (compiled === undefined) compiled = compile();
  if (compiled === null) return null;
  const exported: unknown = new WebAssembly.Instance(compiled).exports;
  if (!isKernel(exported)) throw new Error('The train kernel does not export what it should');
  exported.memory.grow(Math.ceil((size * 4) / PAGE_BYTES));
  const { multiply, lstmForward, lstmBackward, tanhForward, tanhBackward, sumRows, adam } = exported;
  return {
    name: 'simd',
    memory: new Float32Array(exported.memory.buffer),
    multiply,
    lstmForward,
    lstmBackward,
    tanhForward,
    tanhBackward,
    sumRows,
    adam,
  };
}

/** The fastest kernel that the host can run; the results do not depend on which. */
export const makeKernel = (size: number): NeuralKernel => makeSimdKernel(size) ?? makePlainKernel(size);

/** A host without WebAssembly, without SIMD, or whose policy forbids compiling, gets null. */
function compile(): WebAssembly.Module | null {
  try {
    return new WebAssembly.Module(kernelBytes());
  } catch {
    return null;
  }
}

function isKernel(value: unknown): value is Exports {
  return (
    typeof value === 'object' &&
    value !== null &&
    'memory' in value &&
    value.memory instanceof WebAssembly.Memory &&
    NAMES.every((name) => typeof Reflect.get(value, name) === 'function')
  );
}
