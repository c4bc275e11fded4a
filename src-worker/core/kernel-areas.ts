/** Parts of a kernel's memory, dealt out before there is one. */
export interface KernelAreas {
  /** Address of so many bytes, a multiple of 16. */
  readonly reserve: (bytes: number) => number;
  /** Bytes that the memory needs to have. */
  readonly byteCount: () => number;
}

/** `freeFrom`: the memory below is the kernel's own. */
export function reserveAreas(freeFrom: number): KernelAreas {
  let next = freeFrom;
  return {
    reserve: (bytes) => {
      const at = next;
      next = Math.ceil((next + bytes) / 16) * 16;
      return at;
    },
    byteCount: () => next,
  };
}
