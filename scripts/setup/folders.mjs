import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** The repository's own folder. */
export const projectRoot = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/**
 * Runs `work` with a new folder inside `cache` and removes the folder afterwards. What a killed program left there is
 * recognised by its process id and removed too, so whatever stands under a final name is complete.
 */
export async function withTemporaryFolder(cache, work) {
  mkdirSync(cache, { recursive: true });
  for (const name of readdirSync(cache)) {
    const owner = /^tmp-(\d+)-/.exec(name)?.[1];
    if (owner && !isRunning(Number(owner))) rmSync(join(cache, name), { recursive: true, force: true });
  }
  const folder = join(cache, `tmp-${process.pid}-${process.hrtime.bigint()}`);
  mkdirSync(folder);
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs `work` while holding `cache/setup.lock`: two programs started at once set up one after the other. */
export async function withLock(cache, onWaiting, work) {
  mkdirSync(cache, { recursive: true });
  const lock = join(cache, 'setup.lock');
  let hasSaid = false;
  while (!takeLock(lock)) {
    if (!hasSaid) onWaiting();
    hasSaid = true;
    await wait(200);
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function takeLock(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (isAbandoned(lock)) rmSync(lock, { force: true });
    return false;
  }
}

/** A lock whose owner has ended, or whose owner was killed before it could write its number. */
function isAbandoned(lock) {
  try {
    const owner = Number(readFileSync(lock, 'utf8'));
    return owner > 0 ? !isRunning(owner) : Date.now() - statSync(lock).mtimeMs > 5000;
  } catch {
    return false;
  }
}

function isRunning(processId) {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
