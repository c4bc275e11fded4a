import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetUpFailure } from './log.mjs';
import { runNpm } from './run.mjs';

/**
 * Installs exactly what package-lock.json states, unless it is there already. npm writes the list of what it installed to
 * node_modules/.package-lock.json as its last act, so that list is the stamp: an install that was cut short has none.
 */
export async function installDependencies({ root, log }) {
  const wanted = readJson(join(root, 'package-lock.json'));
  if (!wanted) {
    throw new SetUpFailure({
      what: 'package-lock.json is missing or is not JSON.',
      why: 'It states the exact versions to install.',
      todo: 'Restore it, for example with `git checkout package-lock.json`.',
    });
  }
  if (isInstalled(wanted, readJson(join(root, 'node_modules', '.package-lock.json')))) return;
  const result = await log.step('Installing dependencies', () =>
    runNpm(['ci', '--no-audit', '--no-fund', '--include=dev', '--loglevel=error', '--progress=false'], {
      cwd: root,
    }),
  );
  if (result.code !== 0) throw describeInstallFailure(result);
}

/**
 * Tells whether the installed packages are those of the lock file: same version and same hash for each. Optional packages
 * are those of other platforms and may be absent.
 */
export function isInstalled(lockFile, installedList) {
  const installed = installedList?.packages;
  if (!installed) return false;
  return Object.entries(lockFile.packages ?? {}).every(([path, wanted]) => {
    if (path === '' || wanted.link) return true;
    const found = installed[path];
    if (!found) return Boolean(wanted.optional || wanted.devOptional);
    return found.version === wanted.version && found.integrity === wanted.integrity;
  });
}

function describeInstallFailure(result) {
  const isOffline = /ENOTFOUND|ETIMEDOUT|ECONNREFUSED|EAI_AGAIN|ECONNRESET/.test(result.stderr);
  return new SetUpFailure({
    what: 'The dependencies could not be installed (`npm ci`).',
    why: `npm says:\n${npmReasons(result.stderr)}\n`,
    todo: isOffline
      ? 'Connect this machine to an npm registry (`npm config set registry <address>` for one inside your network), then run the command again.'
      : 'Correct what npm names above, then run the command again; nothing has to be cleaned up first.',
  });
}

/** What npm says, without its stack traces and the fields of its error objects. */
export function npmReasons(text) {
  const isNoise = (line) => /^npm error(?:\s{2,}(?:at |\w+: )|\s*[{}]?\s*$)/.test(line);
  return text
    .split('\n')
    .filter((line) => line.trim() !== '' && !isNoise(line))
    .slice(-8)
    .join('\n');
}

function readJson(path) {
  if (!existsSync(path)) return undefined;
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
