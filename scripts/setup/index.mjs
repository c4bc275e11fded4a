import { join } from 'node:path';
import { buildApplication } from './build.mjs';
import { installDependencies } from './dependencies.mjs';
import { requireVirtualDisplay } from './display.mjs';
import { electronEnvironment, getElectron } from './electron.mjs';
import { projectRoot, withLock } from './folders.mjs';
import { requireLibraries } from './libraries.mjs';
import { createLog, formatSeconds, SetUpFailure } from './log.mjs';
import { prepareSqlite } from './sqlite.mjs';

/**
 * Takes a fresh clone to a state where the application can be started: dependencies, an Electron, SQLite, system libraries,
 * a build. What is there already is left alone, so a second call takes well under a second and needs no network.
 * `needs` leaves out parts: `electron` (the command line needs none), `display` (a virtual one), `build`.
 * Returns the log, the Electron, and the variables that make other tools use it.
 */
export async function setUp({ quiet = false, root = projectRoot, needs = {} } = {}) {
  const startedMs = performance.now();
  const wanted = { electron: true, display: false, build: true, ...needs };
  const log = createLog({ quiet });
  const cache = join(root, '.cache');
  requireNode(process.versions.node);
  const electron = await withLock(
    cache,
    () => log.line('Another program is setting up in this folder; waiting for it ...'),
    async () => {
      await installDependencies({ root, log });
      const found = wanted.electron ? await getElectron({ root, cache, log }) : undefined;
      if (found) await requireLibraries({ electron: found, log });
      if (wanted.display) await requireVirtualDisplay({ log });
      await prepareSqlite({ root, cache, log, electron: found });
      if (wanted.build) await buildApplication({ root, log, env: found ? electronEnvironment(found) : {} });
      return found;
    },
  );
  log.remark(`Set up: ${formatSeconds(performance.now() - startedMs)}`);
  return { root, log, electron, env: electron ? electronEnvironment(electron) : {} };
}

/** Refuses a Node that is too old. */
export function requireNode(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new SetUpFailure({
    what: `Node ${version} is too old.`,
    why: 'This program needs Node 20.19 or newer.',
    todo: 'Install a current Node, then run the command again.',
  });
}
