import { join } from 'node:path';
import { build } from 'vite';

/**
 * Bundles a TypeScript module of the project as it is built for Node. `entry` is relative to the project, the program
 * goes to `folder` as `<name>.mjs`; its path is the answer.
 */
export async function bundleForNode({ root, entry, folder, name }) {
  await build({
    configFile: false,
    logLevel: 'error',
    root,
    resolve: { alias: { '@shared': join(root, 'src-shared'), '@core': join(root, 'src-worker/core') } },
    ssr: { noExternal: true, external: ['better-sqlite3'] },
    build: {
      ssr: join(root, entry),
      outDir: folder,
      emptyOutDir: false,
      target: 'node20.18',
      rollupOptions: { output: { format: 'es', entryFileNames: `${name}.mjs` } },
    },
  });
  return join(folder, `${name}.mjs`);
}
