// Compiles a kernel in AssemblyScript to WebAssembly and wraps it into a TypeScript module.
import { compileString } from 'assemblyscript/asc';

const OPTIONS = { optimizeLevel: 3, shrinkLevel: 0, runtime: 'stub', enable: ['simd'], noAssert: true };

/** The WebAssembly bytes of a kernel's source. Throws with the compiler's messages when it does not compile. */
export async function compileKernel(source) {
  const { error, stderr, binary } = await compileString(source, OPTIONS);
  if (error !== null || binary === null) throw new Error(`A kernel does not compile:\n${stderr.toString()}`);
  return binary;
}

/** The text of a TypeScript module that gives these bytes. */
export const toModule = (
  bytes,
  sourceName,
) => `// Made from ${sourceName} by \`npm run build:kernels\`. Do not edit.
const hex =
  '${Buffer.from(bytes).toString('hex')}';

/** The WebAssembly module of the kernel, ${bytes.length} bytes. */
export const kernelBytes = (): Uint8Array =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
`;
