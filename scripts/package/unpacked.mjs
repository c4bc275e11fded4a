import { join } from 'node:path';

/** Where electron-builder puts the unpacked application of this platform. */
export function unpackedFolder(root) {
  if (process.platform === 'darwin')
    return join(root, 'dist', process.arch === 'arm64' ? 'mac-arm64' : 'mac');
  const name = process.platform === 'win32' ? 'win' : 'linux';
  return join(root, 'dist', process.arch === 'x64' ? `${name}-unpacked` : `${name}-${process.arch}-unpacked`);
}

/** The program in it. */
export function programPath(folder) {
  if (process.platform === 'darwin')
    return join(folder, 'Boilerhouse.app', 'Contents', 'MacOS', 'Boilerhouse');
  return join(folder, process.platform === 'win32' ? 'Boilerhouse.exe' : 'boilerhouse');
}

/** Its folder of resources. */
export function resourcesFolder(folder) {
  return process.platform === 'darwin'
    ? join(folder, 'Boilerhouse.app', 'Contents', 'Resources')
    : join(folder, 'resources');
}
