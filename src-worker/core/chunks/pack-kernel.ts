import { kernelLoader } from '../kernel-module.ts';
import { kernelBytes } from './pack-kernel.generated.ts';

/** The functions of `pack-kernel.as`, which reads its numbers from its own memory and leaves the bytes there. */
export interface PackKernel {
  readonly memory: { readonly buffer: ArrayBuffer };
  packWholes(count: number, blockSize: number): number;
  scaleDecimals(count: number): number;
  splitFloats(count: number, isHigh: boolean): void;
  base(): number;
  divisor(): number;
  /** 0 where the plain code has to decide. */
  unpackWholes(byteCount: number, count: number): number;
  unscaleDecimals(count: number, base: number, divisor: number, power: number): void;
  /** 0 where times do not rise. */
  sumTimes(count: number, firstMs: number, lowest: number, divisor: number): number;
}

/** A kernel with views of its memory. */
export interface Packer {
  readonly kernel: PackKernel;
  readonly wholes: Float64Array;
  readonly values: Float64Array;
  readonly bytes: Uint8Array;
}

const MOST_NUMBERS = 40_960;
const MOST_BLOCKS = 1000;
/** Addresses, as in `pack-kernel.as`. */
const AREAS = { wholes: 24_592, values: 352_288, packed: 1_052_768, end: 1_474_560 };

const loadKernel = kernelLoader<PackKernel>('pack', kernelBytes, [
  'packWholes',
  'scaleDecimals',
  'splitFloats',
  'base',
  'divisor',
  'unpackWholes',
  'unscaleDecimals',
  'sumTimes',
]);
let packer: Packer | null | undefined;

/** The one kernel of this thread; null where the host cannot run WebAssembly SIMD, or it has no room for so many numbers. */
export function packerFor(count: number, blockSize: number): Packer | null {
  if (count > MOST_NUMBERS || count > MOST_BLOCKS * blockSize) return null;
  if (packer === undefined) packer = startPacker();
  return packer;
}

function startPacker(): Packer | null {
  const kernel = loadKernel(AREAS.end);
  if (kernel === null) return null;
  const { buffer } = kernel.memory;
  return {
    kernel,
    wholes: new Float64Array(buffer, AREAS.wholes, MOST_NUMBERS),
    values: new Float64Array(buffer, AREAS.values, MOST_NUMBERS),
    bytes: new Uint8Array(buffer, AREAS.packed, AREAS.end - AREAS.packed),
  };
}
