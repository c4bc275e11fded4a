// npm run build:kernels: compiles every kernel of the core. A module that is up to date is not touched.
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileKernel, toModule } from './compile.mjs';
import { kernelSources } from './sources.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

for (const source of kernelSources) {
  const bytes = await compileKernel(readFileSync(join(root, source), 'utf8'));
  const target = join(root, source.replace(/\.as$/, '.generated.ts'));
  const text = toModule(bytes, basename(source));
  if (readText(target) === text) continue;
  writeFileSync(target, text);
  console.log(`Compiled ${source} (${bytes.length} bytes)`);
}

function readText(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
