import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetUpFailure } from './log.mjs';
import { lastLines, run } from './run.mjs';
import { makeStandIn, officialVersion, standInFolder } from './stand-in.mjs';

const daysBetweenAttempts = 3;
const unreachableAfterMs = 20_000;
const downloadLimitMs = 20 * 60_000;

/**
 * Finds or gets an Electron, in this order: ELECTRON_OVERRIDE_DIST_PATH, the official download, the stand-in.
 * Returns its folder, program, version, and whether it is the stand-in.
 */
export async function getElectron({ root, cache, log, env = process.env }) {
  const override = env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) return describeOverride(override, cache);
  const official = join(root, 'node_modules', 'electron', 'dist');
  if (isComplete(root)) return describe(official, false);
  const memory = join(cache, 'electron-download-failed.json');
  const hasStandIn = existsSync(join(standInFolder(cache), 'version'));
  if (!hasStandIn || !hasRecentFailure(memory, officialVersion(root), Date.now())) {
    const failure = await download(root, log);
    if (failure === undefined) {
      rmSync(memory, { force: true });
      return describe(official, false);
    }
    log.remark(`The official Electron cannot be reached (${failure}).`);
    rememberFailure(memory, officialVersion(root), failure);
  }
  const folder = await makeStandIn({ cache, log });
  log.remark('Using the stand-in Electron 33.2.1: for development and tests only, never for shipping.');
  return describe(folder, true);
}

/** The variables that make Playwright, the `electron` command and electron-vite use this Electron. */
export function electronEnvironment(electron) {
  return {
    ELECTRON_OVERRIDE_DIST_PATH: electron.folder,
    ELECTRON_EXEC_PATH: electron.executable,
    ELECTRON_MAJOR_VER: electron.version.split('.')[0],
  };
}

/** Tells whether a download of this version failed within the last three days, so that a start need not wait for it again. */
export function hasRecentFailure(memory, version, nowMs) {
  if (!existsSync(memory)) return false;
  try {
    const failure = JSON.parse(readFileSync(memory, 'utf8'));
    const ageMs = nowMs - failure.atMs;
    return failure.version === version && ageMs >= 0 && ageMs < daysBetweenAttempts * 86_400_000;
  } catch {
    return false;
  }
}

function rememberFailure(memory, version, reason) {
  mkdirSync(join(memory, '..'), { recursive: true });
  writeFileSync(memory, JSON.stringify({ version, reason, atMs: Date.now() }));
}

/**
 * Runs the installer that Electron's package brings. Where its server does not answer within 20 s the installer is ended;
 * where it does, a slow line has 20 minutes. Returns undefined for success, else the reason.
 */
async function download(root, log) {
  const installer = join(root, 'node_modules', 'electron', 'install.js');
  return log.step(`Looking for the official Electron ${officialVersion(root)}`, async () => {
    const reachable = await isServerReachable(officialVersion(root));
    const result = await run(process.execPath, [installer], {
      cwd: root,
      env: { ELECTRON_GET_NO_PROGRESS: '1' },
      timeoutMs: reachable ? downloadLimitMs : unreachableAfterMs,
    });
    if (result.code === 0 && isComplete(root)) return undefined;
    if (result.timedOut) return 'no answer';
    return /(?:Error|cause): (.*)/.exec(result.stderr)?.[1] ?? lastLines(result, 1);
  });
}

async function isServerReachable(version) {
  const server = process.env.ELECTRON_MIRROR ?? 'https://github.com/electron/electron/releases/download/';
  try {
    const signal = AbortSignal.timeout(unreachableAfterMs / 2);
    await fetch(`${server.replace(/\/?$/, '/')}v${version}/SHASUMS256.txt`, { method: 'HEAD', signal });
    return true;
  } catch {
    return false;
  }
}

function isComplete(root) {
  const folder = join(root, 'node_modules', 'electron');
  return existsSync(join(folder, 'path.txt')) && existsSync(join(folder, 'dist', programName()));
}

function describe(folder, isStandIn) {
  const version = readFileSync(join(folder, 'version'), 'utf8').trim().replace(/^v/, '');
  return { folder, executable: join(folder, programName()), version, isStandIn };
}

function describeOverride(folder, cache) {
  if (!existsSync(join(folder, programName())) || !existsSync(join(folder, 'version'))) {
    throw new SetUpFailure({
      what: `ELECTRON_OVERRIDE_DIST_PATH names ${folder}, which holds no Electron.`,
      why: `The files "${programName()}" and "version" are expected in it.`,
      todo: 'Name the folder of an unpacked Electron, or unset the variable to let this program get one.',
    });
  }
  return describe(folder, folder === standInFolder(cache));
}

function programName() {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return process.platform === 'win32' ? 'electron.exe' : 'electron';
}
