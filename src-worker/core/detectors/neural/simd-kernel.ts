import { kernelLoader } from '../../kernel-module.ts';
import type { NeuralKernel } from './kernel.ts';
import { makePlainKernel } from './plain-kernel.ts';
import { kernelBytes } from './train-kernel.generated.ts';

/** The functions of `train-kernel.as` with their memory. */
type Exports = Omit<NeuralKernel, 'memory' | 'name'> & { readonly memory: { readonly buffer: ArrayBuffer } };

const load = kernelLoader<Exports>('train', kernelBytes, [
  'multiply',
  'lstmForward',
  'lstmBackward',
  'tanhForward',
  'tanhBackward',
  'sumRows',
  'adam',
]);

/** A kernel in WebAssembly SIMD with room for `size` numbers; null where the host cannot run it. */
export function makeSimdKernel(size: number): NeuralKernel | null {
  const exported = load(size * Float32Array.BYTES_PER_ELEMENT);
  if (exported === null) return null;
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
