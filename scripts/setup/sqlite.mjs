import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withTemporaryFolder } from './folders.mjs';
import { SetUpFailure } from './log.mjs';
import { lastLines, run } from './run.mjs';
import { installPackages } from './system-packages.mjs';

const probe = fileURLToPath(new URL('sqlite-probe.cjs', import.meta.url));

/**
 * Makes better-sqlite3 loadable in Node and, if given, in this Electron. Its own binaries ask for Node-API 10 and end an older
 * process without a word, so each runtime is tried in a child process. Where one cannot load them, SQLite is built from source
 * once; that binary serves every runtime, and a copy is kept in `cache` for the next `npm ci`.
 */
export async function prepareSqlite({ root, cache, log, electron }) {
  const place = sqlitePlace(root, cache);
  if ((await probeRuntimes(place, electron)).every((runtime) => runtime.loads)) return;
  if (existsSync(place.copy)) {
    install(place.copy, place.installed);
    if ((await probeRuntimes(place, electron)).every((runtime) => runtime.loads)) return;
  }
  await requireCompiler(log);
  await log.step('Building SQLite from source (once, about a minute)', () =>
    buildFromSource(place, root, cache),
  );
  install(place.copy, place.installed);
  const failed = (await probeRuntimes(place, electron)).filter((runtime) => !runtime.loads);
  if (failed.length > 0) {
    throw new SetUpFailure({
      what: `SQLite was built but does not load in ${failed.map((runtime) => runtime.name).join(' and ')}.`,
      why: failed.map((runtime) => runtime.reason).join('\n'),
      todo: `Delete ${dirname(place.copy)} and run the command again; use Node 22.14 or newer if it stays.`,
    });
  }
}

/** Where better-sqlite3 is, where its own build belongs, and where the copy is kept. */
export function sqlitePlace(root, cache) {
  const packageFolder = join(root, 'node_modules', 'better-sqlite3');
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'));
  const key = `better-sqlite3-${version}-${process.platform}-${process.arch}-napi9`;
  return {
    packageFolder,
    installed: join(packageFolder, 'build', 'Release', 'better_sqlite3.node'),
    copy: join(cache, key, 'better_sqlite3.node'),
  };
}

/** Tries to open a database in each runtime, in a child process. */
async function probeRuntimes(place, electron) {
  const args = [probe, place.packageFolder, String(existsSync(place.installed))];
  const runtimes = [{ name: 'Node', program: process.execPath, env: {} }];
  if (electron) {
    const env = { ELECTRON_RUN_AS_NODE: '1' };
    runtimes.push({ name: `Electron ${electron.version}`, program: electron.executable, env });
  }
  return Promise.all(
    runtimes.map(async ({ name, program, env }) => {
      const result = await run(program, args, { env, timeoutMs: 30_000 });
      const answer = parseAnswer(result.stdout);
      if (!answer) throw describeDeadRuntime(name, program, result);
      const reason = result.signal ? `The process ended with ${result.signal}.` : lastLines(result, 4);
      return { name, loads: answer.loads, reason: `${name}: ${reason}` };
    }),
  );
}

function parseAnswer(text) {
  const line = text.trim().split('\n').at(-1) ?? '';
  return line.startsWith('{') ? JSON.parse(line) : undefined;
}

function describeDeadRuntime(name, program, result) {
  return new SetUpFailure({
    what: `${name} does not start on this machine.`,
    why: `${program} says: ${lastLines(result, 4) || `nothing (signal ${result.signal}, code ${result.code})`}`,
    todo: 'Correct that (a missing system library is the usual cause), or delete the folder .cache and run the command again.',
  });
}

async function buildFromSource(place, root, cache) {
  await withTemporaryFolder(cache, async (temporary) => {
    const source = join(temporary, 'better-sqlite3');
    cpSync(place.packageFolder, source, {
      recursive: true,
      filter: (path) => path !== dirname(dirname(place.installed)),
    });
    const result = await run(process.execPath, [nodeGyp(root), ...gypArguments()], {
      cwd: source,
      env: {
        CFLAGS: '-O1',
        CXXFLAGS:
          '-UNAPI_VERSION -DNAPI_EXPERIMENTAL -DNODE_API_EXPERIMENTAL_NOGC_ENV_OPT_OUT -O1 -fno-lto -w',
        LDFLAGS: '-fno-lto',
      },
    });
    const built = join(source, 'build', 'Release', 'better_sqlite3.node');
    if (result.code !== 0 || !existsSync(built)) throw describeBuildFailure(result);
    install(built, place.copy);
  });
}

function gypArguments() {
  const jobs = String(Math.min(availableParallelism(), 8));
  const args = ['rebuild', '--release', '--force_build=1', '-j', jobs];
  const prefix = resolve(dirname(process.execPath), '..');
  return existsSync(join(prefix, 'include', 'node', 'node_api.h')) ? [...args, `--nodedir=${prefix}`] : args;
}

function nodeGyp(root) {
  return createRequire(join(root, 'package.json')).resolve('node-gyp/bin/node-gyp.js');
}

function describeBuildFailure(result) {
  const needsHeaders = /getaddrinfo|ENOTFOUND|ETIMEDOUT|ECONNREFUSED|nodejs\.org/.test(result.stderr);
  return new SetUpFailure({
    what: 'SQLite could not be built from source.',
    why: `The build says:\n${lastLines(result)}\n`,
    todo: needsHeaders
      ? "Node's header files could not be downloaded: install them (Debian: `apt-get install libnode-dev`, or the official Node archive, which holds them), or use Node 22.14 or newer with the official Electron, which needs no build."
      : 'Correct what the build names above and run the command again.',
  });
}

/** Building needs Python 3, make and a C++ compiler. As root on Debian they are installed, else the one command is named. */
async function requireCompiler(log) {
  const programs = [
    { program: 'python3', package: 'python3' },
    { program: 'make', package: 'make' },
    { program: 'g++', package: 'g++' },
  ];
  if (process.platform !== 'linux') return;
  const found = await Promise.all(programs.map(({ program }) => run(program, ['--version'])));
  const missing = programs.filter((_, index) => found[index]?.code !== 0);
  if (missing.length === 0) return;
  await installPackages({
    packages: missing.map((entry) => entry.package),
    purpose: 'SQLite has to be built from source for this Node or Electron, which needs',
    log,
  });
}

/** Copies a file so that its final name never shows a half-written one. */
function install(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  const partial = `${to}.partial`;
  rmSync(partial, { force: true });
  copyFileSync(from, partial);
  renameSync(partial, to);
}
