import { existsSync } from 'node:fs';
import { SetUpFailure } from './log.mjs';
import { lastLines, run } from './run.mjs';

/**
 * Installs Debian packages when this program may (root on Debian or a relative), else throws a failure that names the one
 * command. `purpose` reads as "... needs", followed by the packages.
 */
export async function installPackages({ packages, purpose, log }) {
  if (!existsSync('/usr/bin/apt-get')) {
    throw new SetUpFailure({
      what: `${purpose} ${packages.join(', ')}.`,
      why: 'These are the names of the Debian packages; this system has no apt-get.',
      todo: "Install the same with your system's package manager, then run the command again.",
    });
  }
  if (process.getuid?.() !== 0) {
    throw new SetUpFailure({
      what: `${purpose} ${packages.join(', ')}.`,
      why: 'Only root may install them.',
      todo: `Run this one command, then the previous one again:\n\n  sudo apt-get update && sudo apt-get install -y ${(await currentNames(packages)).join(' ')}`,
    });
  }
  await log.step(`Installing system packages: ${packages.join(' ')}`, () => install(packages));
}

async function install(packages) {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const updated = await run('apt-get', ['update'], { env });
  const names = await currentNames(packages);
  const installed = await run('apt-get', ['install', '-y', '--no-install-recommends', ...names], { env });
  if (installed.code === 0) return;
  throw new SetUpFailure({
    what: `The system packages ${names.join(', ')} could not be installed.`,
    why: `apt-get says:\n${lastLines(updated.code === 0 ? installed : updated, 6)}\n`,
    todo: `Correct that, check with: apt-get install ${names.join(' ')}`,
  });
}

/** Debian 13 and Ubuntu 24.04 gave some libraries the suffix "t64"; takes the name that this system knows. */
async function currentNames(packages) {
  const renamed = await Promise.all(packages.map((name) => run('apt-cache', ['show', `${name}t64`])));
  return packages.map((name, index) => (renamed[index]?.code === 0 ? `${name}t64` : name));
}
