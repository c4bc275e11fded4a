/**
 * The part of WebAssembly that the core uses. It belongs to every host of the core (browser, worker, Node), as the
 * typed arrays do, but the language's own library does not declare it.
 */
declare namespace WebAssembly {
  type Module = object;
  const Module: new (bytes: Uint8Array) => Module;

  interface Instance {
    readonly exports: unknown;
  }
  const Instance: new (module: Module) => Instance;

  interface Memory {
    readonly buffer: ArrayBuffer;
    /** Adds pages of 65,536 bytes. */
    grow(pages: number): number;
  }
  const Memory: new (size: { initial: number }) => Memory;
}
