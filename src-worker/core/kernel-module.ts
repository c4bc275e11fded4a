/** What every kernel exports: its memory; the functions are the kernel's own. */
interface KernelMemory {
  readonly memory: { readonly buffer: ArrayBuffer };
}

type WithPages<Kernel> = Kernel & { readonly memory: WebAssembly.Memory };

const PAGE_BYTES = 65_536;

/**
 * A loader of fresh instances of one kernel, which is compiled at the first call.
 *
 * @param name what the kernel is called in an error
 * @param bytes the module, from the kernel's `*.generated.ts`
 * @param functions the names of the functions that it must export
 * @returns a function that takes the least memory in bytes, all zero beyond the kernel's own; it returns null where the
 *   host has no WebAssembly, lacks SIMD, or forbids compiling by its policy
 * @throws {Error} from the loader, when the module does not export what it should
 */
export function kernelLoader<Kernel extends KernelMemory>(
  name: string,
  bytes: () => Uint8Array,
  functions: readonly Exclude<keyof Kernel & string, 'memory'>[],
): (byteCount: number) => Kernel | null {
  let compiled: WebAssembly.Module | null | undefined;

  const isKernel = (value: unknown): value is WithPages<Kernel> =>
    typeof value === 'object' &&
    value !== null &&
    'memory' in value &&
    value.memory instanceof WebAssembly.Memory &&
    functions.every((each) => typeof Reflect.get(value, each) === 'function');

  return (byteCount) => {
    if (compiled === undefined) compiled = compile(bytes);
    if (compiled === null) return null;
    const exported: unknown = new WebAssembly.Instance(compiled).exports;
    if (!isKernel(exported)) throw new Error(`The ${name} kernel does not export what it should`);
    exported.memory.grow(Math.ceil(byteCount / PAGE_BYTES));
    return exported;
  };
}

function compile(bytes: () => Uint8Array): WebAssembly.Module | null {
  try {
    return new WebAssembly.Module(bytes());
  } catch {
    return null;
  }
}
