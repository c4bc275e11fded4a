import { join } from 'node:path';
import { build } from 'vite';

const PROJECT = join(import.meta.dirname, '../../..');

/** Bundles a program of `src-main/cli` for a thread, as the build does, into `folder`; the path of the bundle. */
export async function buildThreadProgram(name: string, folder: string): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'error',
    resolve: {
      alias: { '@shared': join(PROJECT, 'src-shared'), '@core': join(PROJECT, 'src-worker/core') },
    },
    ssr: { noExternal: true },
    build: {
      ssr: join(PROJECT, `src-main/cli/${name}.ts`),
      outDir: folder,
      emptyOutDir: false,
      rolldownOptions: { output: { format: 'es', entryFileNames: `${name}.mjs` } },
    },
  });
  return join(folder, `${name}.mjs`);
}
