import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const folder = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const alias = { '@shared': folder('src-shared'), '@core': folder('src-worker/core') };
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** Main, store process and command line are bundled for Node 20; renderer and worker for Chromium 130: the oldest Electron that is supported. */
export default defineConfig({
  main: {
    resolve: { alias },
    build: {
      target: 'node20.18',
      outDir: 'out/main',
      externalizeDeps: false,
      rolldownOptions: {
        input: {
          main: folder('src-main/main.ts'),
          'store-process': folder('src-main/store/store-process.ts'),
          cli: folder('src-main/cli/cli.ts'),
          'reading-worker': folder('src-main/cli/reading-worker.ts'),
          'scoring-worker': folder('src-main/cli/scoring-worker.ts'),
        },
        external: ['electron', 'better-sqlite3'],
        output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: 'chunks/[name]-[hash].cjs' },
      },
    },
  },
  preload: {
    resolve: { alias },
    build: {
      target: 'node20.18',
      outDir: 'out/preload',
      externalizeDeps: false,
      rolldownOptions: {
        input: { preload: folder('src-main/preload.ts') },
        external: ['electron'],
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src-renderer',
    resolve: { alias },
    plugins: [react()],
    server: { headers: isolation },
    worker: { format: 'es' },
    build: {
      target: 'chrome130',
      minify: true,
      outDir: 'out/renderer',
      modulePreload: false,
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 8000,
      rolldownOptions: { input: { index: folder('src-renderer/index.html') } },
    },
  },
});
