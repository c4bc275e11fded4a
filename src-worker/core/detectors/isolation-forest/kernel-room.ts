import { reserveAreas } from '../../kernel-areas.ts';

/** Memory of a kernel that is dealt out while it runs. */
export interface KernelRoom {
  /** Address of so many bytes, a multiple of 16; there once `fit` was called, and zero. */
  readonly reserve: (bytes: number) => number;
  readonly byteCount: () => number;
  /** Makes the memory as large as what is reserved. Views on it from before are empty afterwards. */
  readonly fit: () => void;
}

const PAGE_BYTES = 65_536;

export function kernelRoom(
  memory: { readonly buffer: ArrayBuffer; grow(pages: number): number },
  freeFrom: number,
): KernelRoom {
  const { reserve, byteCount } = reserveAreas(freeFrom);
  return {
    reserve,
    byteCount,
    fit() {
      const missing = byteCount() - memory.buffer.byteLength;
      if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
    },
  };
}
