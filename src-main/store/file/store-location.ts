import { execFileSync } from 'node:child_process';
import { accessSync, constants, mkdirSync, readFileSync, realpathSync } from 'node:fs';
import { AppFailure } from '@shared/errors.ts';

/** A mounted file system: where it stands, and its type as the system names it. */
export interface Mount {
  readonly point: string;
  readonly type: string;
}

const NETWORK_TYPES = new Set([
  'nfs',
  'nfs4',
  'cifs',
  'smb',
  'smb2',
  'smb3',
  'smbfs',
  'afpfs',
  'afs',
  'ncpfs',
  'webdav',
  'davfs',
  'ceph',
  'glusterfs',
  'lustre',
  'fuse.sshfs',
  'fuse.rclone',
  'fuse.davfs2',
  'fuse.gvfsd-fuse',
  'fuse.glusterfs',
  'fuse.google-drive-ocamlfuse',
  'fuse.onedriver',
]);

/** Folder names by which the programs that copy folders to a server can be told. */
const SYNCHRONISED: readonly (readonly [program: string, segment: RegExp])[] = [
  ['OneDrive', /^onedrive( - .*|-.*)?$/i],
  ['Dropbox', /^dropbox( \(.*\))?$/i],
  ['Google Drive', /^(google ?drive|googledrive-.*|my drive)( \(.*\))?$/i],
  ['iCloud Drive', /^(icloud ?drive|mobile documents|com~apple~clouddocs)$/i],
];

/** Why a database must not live in this folder, or null. `path` is resolved: absolute, without links. */
export function whyUnsafe(path: string, mounts: readonly Mount[]): string | null {
  if (/^(\\\\|\/\/)(?![?.]\\(?!UNC))/i.test(path)) return 'it is on a network share';
  const segments = path.split(/[\\/]+/);
  for (const [program, segment] of SYNCHRONISED)
    if (segments.some((one) => segment.test(one))) return `${program} copies this folder to its server`;
  const mount = mounts
    .filter(({ point }) => isInside(path, point))
    .reduce<Mount | null>(
      (best, one) => (best === null || one.point.length >= best.point.length ? one : best),
      null,
    );
  return mount !== null && NETWORK_TYPES.has(mount.type) ? `it is on a network drive (${mount.type})` : null;
}

const isInside = (path: string, point: string): boolean =>
  path === point || path.startsWith(point.endsWith('/') ? point : `${point}/`);

/** Lines of /proc/self/mountinfo. Source: proc_pid_mountinfo(5). */
export function parseMountInfo(text: string): Mount[] {
  return text.split('\n').flatMap((line) => {
    const [before = '', after = ''] = line.split(' - ');
    const point = before.split(' ')[4];
    const type = after.split(' ')[0];
    return point === undefined || type === undefined || type === ''
      ? []
      : [
          {
            point: point.replace(/\\(\d{3})/g, (_, code: string) => String.fromCharCode(parseInt(code, 8))),
            type,
          },
        ];
  });
}

/** What the mount command of macOS prints: `//host/share on /Volumes/share (smbfs, nodev)`. */
export function parseMountList(text: string): Mount[] {
  return text.split('\n').flatMap((line) => {
    const [, point, type] = / on (.+) \((\w+)/.exec(line) ?? [];
    return point === undefined || type === undefined ? [] : [{ point, type }];
  });
}

/** What the system has mounted; empty where that cannot be read. */
function listMounts(): Mount[] {
  try {
    if (process.platform === 'linux') return parseMountInfo(readFileSync('/proc/self/mountinfo', 'utf8'));
    if (process.platform === 'darwin')
      return parseMountList(execFileSync('/sbin/mount', { encoding: 'utf8', timeout: 5000 }));
    return [];
  } catch {
    return [];
  }
}

/**
 * Throws `storage` with the reason when the folder, which exists, is no safe place for a database that is open: locks do
 * not hold over a network, and a program that copies the file while it is written damages it.
 */
export function refuseUnsafeFolder(folder: string): void {
  const reason = whyUnsafe(realpathSync.native(folder), listMounts());
  if (reason === null) return;
  throw new AppFailure({
    kind: 'storage',
    message:
      `The data folder ${folder} cannot hold the database: ${reason}, and a database that is open can be damaged there. ` +
      'Choose a folder on a disk of this computer (--data-dir). Backups may be copied there.',
  });
}

/** Makes the folder where it is missing. Throws `storage` with the reason when it cannot be made or written to. */
export function prepareFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (caught) {
    throw new AppFailure({
      kind: 'storage',
      message:
        `The data folder ${folder} cannot be written to (${caught instanceof Error ? caught.message : String(caught)}). Nothing was changed. ` +
        'Check its permissions and that its disk is not read-only, or choose another folder with --data-dir.',
    });
  }
}
