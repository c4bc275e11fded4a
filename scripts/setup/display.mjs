import { spawn } from 'node:child_process';
import { SetUpFailure } from './log.mjs';
import { run } from './run.mjs';
import { installPackages } from './system-packages.mjs';

/** Tells whether this machine has a display for windows. Only Linux can be without. */
export function hasDisplay(env = process.env, platform = process.platform) {
  return platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

/** Makes sure that the virtual X server is installed. */
export async function requireVirtualDisplay({ log }) {
  if ((await run('Xvfb', ['-help'])).code !== 127) return;
  await installPackages({
    packages: ['xvfb'],
    purpose: 'There is no display, and a virtual one needs',
    log,
  });
}

/**
 * Starts a virtual display that no other program uses: the server picks a free number itself and tells it.
 * Returns its name (":7") and `stop`, which ends this one server. It also ends with this program.
 */
export async function startVirtualDisplay({ width = 1600, height = 1000 } = {}) {
  const screen = `${width}x${height}x24`;
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', screen, '-nolisten', 'tcp', '-noreset'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise((resolve) => server.once('close', resolve).once('error', resolve));
  const kill = () => server.kill();
  process.once('exit', kill);
  const number = await Promise.race([readLine(server.stdio[3]), ended.then(() => undefined)]);
  if (number === undefined) {
    throw new SetUpFailure({
      what: 'The virtual display did not start.',
      why: 'The program Xvfb ended at once.',
      todo: `Try it by hand: Xvfb -displayfd 1 -screen 0 ${screen}`,
    });
  }
  return {
    name: `:${number}`,
    stop: async () => {
      process.off('exit', kill);
      kill();
      await ended;
    },
  };
}

function readLine(stream) {
  return new Promise((resolve) => {
    let text = '';
    stream.setEncoding('utf8').on('data', (part) => {
      text += part;
      if (text.includes('\n')) resolve(text.trim());
    });
  });
}
