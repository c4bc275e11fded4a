/** The kernel leaves the memory below to the engine's own use. */
const FIRST = 1024;

/** Deals out addresses in a kernel's memory before there is one. */
export interface Arena {
  /** Address of `count` numbers, rounded up to a multiple of 4; zero at first. */
  take(count: number): number;
  /** Numbers that the memory needs to have. */
  size(): number;
}

export function createArena(): Arena {
  let next = FIRST;
  return {
    take(count) {
      const address = next;
      next += roundUp(count);
      return address;
    },
    size: () => next,
  };
}

/** The next multiple of 4: a vector of the kernel holds four numbers. */
export const roundUp = (count: number): number => Math.ceil(count / 4) * 4;
