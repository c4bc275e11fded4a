import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetUpFailure } from './log.mjs';
import { lastLines, run } from './run.mjs';

const sourceFolders = ['src-shared', 'src-worker', 'src-main', 'src-renderer', 'resources'];
const sourceFiles = ['electron.vite.config.ts', 'tsconfig.base.json', 'package.json', 'package-lock.json'];

/** Builds the application if a source has changed since the last build. The stamp is written last, so a build cut short counts as none. */
export async function buildApplication({ root, log, env }) {
  const hash = hashSources(root);
  if (!isBuildNeeded(root, hash)) return;
  const stamp = stampPath(root);
  rmSync(stamp, { force: true });
  const program = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const result = await log.step('Building', () =>
    run(process.execPath, [program, 'build'], { cwd: root, env }),
  );
  if (result.code !== 0) {
    throw new SetUpFailure({
      what: 'The application could not be built.',
      why: `electron-vite says:\n${lastLines(result, 30)}\n`,
      todo: 'Correct the source that is named above; `npm run check` names more.',
    });
  }
  writeFileSync(stamp, hash);
}

/** Tells whether the last complete build was made from other sources than those with this hash. */
export function isBuildNeeded(root, hash) {
  const stamp = stampPath(root);
  if (!existsSync(stamp) || !existsSync(join(root, 'out', 'main', 'main.cjs'))) return true;
  return readFileSync(stamp, 'utf8') !== hash;
}

/** One hash over the names and contents of everything that goes into a build; tests and benchmarks do not. */
export function hashSources(root) {
  const hash = createHash('sha256');
  const files = sourceFolders.flatMap((folder) => listFiles(root, folder));
  for (const file of [...sourceFiles, ...files].sort()) {
    const path = join(root, file);
    if (!existsSync(path)) continue;
    hash.update(file).update('\0').update(readFileSync(path)).update('\0');
  }
  return hash.digest('hex');
}

function listFiles(root, folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return listFiles(root, path);
    return /\.(test|bench)\.tsx?$/.test(path) ? [] : [path];
  });
}

function stampPath(root) {
  return join(root, 'out', 'build-stamp');
}
