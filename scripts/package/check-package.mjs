import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';
import { listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { SetUpFailure } from '../setup/log.mjs';
import { programPath, resourcesFolder } from './unpacked.mjs';

/** The fuses of a shipped program, after Electron's security checklist. */
const wantedFuses = {
  RunAsNode: false,
  EnableCookieEncryption: true,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  LoadBrowserProcessSpecificV8Snapshot: false,
  GrantFileProtocolExtraPrivileges: false,
};

/** How a fuse is written into the program: the characters "0" and "1". */
export const fuseStates = { off: 0x30, on: 0x31 };

/** Reads the packaged application back: its fuses, its modules, and that nothing is in it that must not be. */
export async function checkPackage(folder) {
  const resources = resourcesFolder(folder);
  const files = listPackage(join(resources, 'app.asar'), { isPack: false }).map((path) =>
    path.split(sep).join('/'),
  );
  const complaints = [
    ...findWrongFuses(await getCurrentFuseWire(programPath(folder))),
    ...findWrongFiles(files),
    ...(existsSync(join(resources, 'default_app.asar')) ? ['default_app.asar was left in it'] : []),
  ];
  if (complaints.length === 0) return;
  throw new SetUpFailure({
    what: 'The packaged application is not as it must be.',
    why: `${complaints.join('; ')}.`,
    todo: 'Correct build/electron-builder.config.mjs.',
  });
}

/** Names every fuse that differs from what is wanted. `wire` maps a fuse's number to its state. */
export function findWrongFuses(wire) {
  return Object.entries(wantedFuses)
    .filter(([name, isOn]) => wire[FuseV1Options[name]] !== (isOn ? fuseStates.on : fuseStates.off))
    .map(([name, isOn]) => `the fuse ${name} is not ${isOn ? 'on' : 'off'}`);
}

/** Names what is missing from the application's archive and what does not belong there. */
export function findWrongFiles(files) {
  const wanted = [
    '/package.json',
    '/LICENSE',
    '/out/main/main.cjs',
    '/out/preload/preload.cjs',
    '/out/renderer/index.html',
  ];
  const modules = files
    .map((path) => /^\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1])
    .filter(Boolean);
  const foreign = new Set(modules.filter((name) => name !== 'better-sqlite3'));
  const binaries = files.filter((path) => path.endsWith('.node'));
  return [
    ...wanted.filter((path) => !files.includes(path)).map((path) => `${path} is missing`),
    ...[...foreign].map((name) => `the module ${name} does not belong in it`),
    ...(binaries.length === 1
      ? []
      : [`${binaries.length} native modules instead of one: ${binaries.join(', ')}`]),
    ...files
      .filter((path) => /\.(test|bench)\.|\.map$/.test(path))
      .map((path) => `${path} does not belong in it`),
  ];
}
