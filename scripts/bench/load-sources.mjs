import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';

/**
 * Bundles TypeScript modules of the project as they are built for Node and loads them.
 * `paths` are relative to the project; the answer holds everything that they export.
 */
export async function loadSources(root, name, paths) {
  const folder = join(root, '.cache', 'bench');
  const entry = join(folder, `${name}.entry.ts`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(entry, paths.map((path) => `export * from ${JSON.stringify(join(root, path))};\n`).join(''));
  await build({
    configFile: false,
    logLevel: 'error',
    root,
    resolve: { alias: { '@shared': join(root, 'src-shared'), '@core': join(root, 'src-worker/core') } },
    ssr: { noExternal: true, external: ['better-sqlite3'] },
    build: {
      ssr: entry,
      outDir: folder,
      emptyOutDir: false,
      target: 'node20.18',
      rollupOptions: { output: { format: 'es', entryFileNames: `${name}.mjs` } },
    },
  });
  return import(pathToFileURL(join(folder, `${name}.mjs`)).href);
}
