import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';
import { listPackage, statFile } from '@electron/asar';
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
  const files = listFiles(join(resources, 'app.asar'));
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

function listFiles(archive) {
  const paths = listPackage(archive, { isPack: false });
  return paths
    .filter((path) => !('files' in statFile(archive, path.slice(1))))
    .map((path) => path.split(sep).join('/'));
}

/** Names every fuse that differs from what is wanted. `wire` maps a fuse's number to its state. */
export function findWrongFuses(wire) {
  return Object.entries(wantedFuses)
    .filter(([name, isOn]) => wire[FuseV1Options[name]] !== (isOn ? fuseStates.on : fuseStates.off))
    .map(([name, isOn]) => `the fuse ${name} is not ${isOn ? 'on' : 'off'}`);
}

const wantedFiles = [
  '/package.json',
  '/LICENSE',
  '/THIRD-PARTY.md',
  '/out/main/main.cjs',
  '/out/preload/preload.cjs',
  '/out/renderer/index.html',
];
const allowed = new RegExp(
  `^(?:${wantedFiles.join('|')}|/resources/.*|/out/(?:main|preload|renderer)/.*|/node_modules/better-sqlite3/.*)$`,
);

/** Names what is missing from the application's archive and what does not belong there; `files` has no folders in it. */
export function findWrongFiles(files) {
  const binaries = files.filter((path) => path.endsWith('.node'));
  const foreign = files.filter((path) => !allowed.test(path) || /\.(test|bench)\.|\.map$/.test(path));
  return [
    ...wantedFiles.filter((path) => !files.includes(path)).map((path) => `${path} is missing`),
    ...(binaries.length === 1
      ? []
      : [`${binaries.length} native modules instead of one: ${binaries.join(', ')}`]),
    ...foreign.slice(0, 10).map((path) => `${path} does not belong in it`),
  ];
}
