import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { SetUpFailure } from './log.mjs';
import { run } from './run.mjs';

/** Chromium refuses to start as root with its sandbox on; the switch is added for root on Linux and for nobody else. */
export function sandboxSwitches() {
  return process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}

/**
 * On Linux, Chromium's sandbox needs either user namespaces or its helper owned by root. Without both it ends with a trap;
 * this says so before, with the one command that helps.
 */
export async function requireSandbox({ electron }) {
  if (process.platform !== 'linux' || process.getuid?.() === 0) return;
  const helper = join(electron.folder, 'chrome-sandbox');
  if ((await hasUserNamespaces()) || isSetUserId(helper)) return;
  throw new SetUpFailure({
    what: "Chromium's sandbox cannot work here.",
    why: 'This system does not let ordinary users make user namespaces, and the helper program for such systems is not set up.',
    todo: `Run this one command, then the previous one again:\n\n  sudo chown root:root '${helper}' && sudo chmod 4755 '${helper}'`,
  });
}

async function hasUserNamespaces() {
  const restriction = '/proc/sys/kernel/apparmor_restrict_unprivileged_userns';
  if (existsSync(restriction) && readFileSync(restriction, 'utf8').trim() === '1') return false;
  return (await run('unshare', ['--user', 'true'])).code === 0;
}

function isSetUserId(file) {
  if (!existsSync(file)) return false;
  const { uid, mode } = statSync(file);
  return uid === 0 && (mode & 0o4000) !== 0;
}
