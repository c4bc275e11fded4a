import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const keptCharacters = 2_000_000;

/**
 * Runs a program and collects its output. Never rejects: a program that cannot be started answers with code 127 and the
 * reason in `stderr`. `timeoutMs` ends it; then `timedOut` is true. `stdio: 'inherit'` shows its output instead.
 */
export function run(command, args, { cwd, env, timeoutMs, stdio = 'pipe', shell = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      shell,
      stdio: stdio === 'inherit' ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    });
    const output = { stdout: '', stderr: '' };
    let timedOut = false;
    const timer = timeoutMs
      ? setTimeout(() => {
          timedOut = true;
          child.kill('SIGKILL');
        }, timeoutMs)
      : undefined;
    for (const name of ['stdout', 'stderr']) {
      child[name]?.setEncoding('utf8').on('data', (text) => {
        output[name] = (output[name] + text).slice(-keptCharacters);
      });
    }
    child.on('error', (error) => {
      clearTimeout(timer);
      resolve({ ...output, code: 127, signal: null, timedOut, stderr: error.message });
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ ...output, code: code ?? 1, signal, timedOut });
    });
  });
}

/** Runs npm: the one this program was started by, else the one beside Node, else the one on the path. */
export function runNpm(args, options) {
  const beside = join(dirname(process.execPath), '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js');
  const startedBy = process.env.npm_execpath ?? '';
  const script = [basename(startedBy) === 'npm-cli.js' ? startedBy : '', beside].find(existsSync);
  if (script) return run(process.execPath, [script, ...args], options);
  const isWindows = process.platform === 'win32';
  return run(isWindows ? 'npm.cmd' : 'npm', args, { ...options, shell: isWindows });
}

/** The last lines of a program's output, for the reason in a failure's paragraph. */
export function lastLines({ stdout, stderr }, count = 12) {
  const lines = `${stdout}\n${stderr}`.split('\n').filter((line) => line.trim() !== '');
  return lines.slice(-count).join('\n');
}
