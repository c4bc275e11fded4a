import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleForNode } from '../bundle-node.mjs';

/**
 * Bundles TypeScript modules of the project as they are built for Node and loads them.
 * `paths` are relative to the project; the answer holds everything that they export.
 */
export async function loadSources(root, name, paths) {
  const folder = join(root, '.cache', 'bench');
  const entry = join(folder, `${name}.entry.ts`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(entry, paths.map((path) => `export * from ${JSON.stringify(join(root, path))};\n`).join(''));
  const program = await bundleForNode({ root, entry: relative(root, entry), folder, name });
  return import(pathToFileURL(program).href);
}
