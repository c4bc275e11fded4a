import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore } from '../open-store.ts';
import { parseMountInfo, parseMountList, refuseUnsafeFolder, whyUnsafe } from './store-location.ts';

const MOUNTS = parseMountInfo(
  [
    '24 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw',
    '31 24 0:27 / /mnt/plant rw,relatime shared:1 - cifs //server/plant rw',
    '32 24 0:28 / /mnt/my\\040nas rw - nfs4 nas:/x rw',
    '33 31 8:2 / /mnt/plant/local rw - xfs /dev/sdb1 rw',
    '34 24 0:29 / /home/a/remote rw - fuse.sshfs a@b: rw',
  ].join('\n'),
);

describe('where the live database may stand', () => {
  it.each([
    '/home/a/.config/Boilerhouse',
    '/mnt/plant/local/data',
    '/mnt/plants',
    'C:\\Users\\a\\AppData\\Roaming\\Boilerhouse',
    '/home/a/my-dropbox-notes/data',
    '\\\\?\\C:\\Users\\a\\data',
  ])('%s is fine', (path) => expect(whyUnsafe(path, MOUNTS)).toBeNull());

  it.each([
    ['/mnt/plant', /network drive \(cifs\)/],
    ['/mnt/plant/data', /network drive \(cifs\)/],
    ['/mnt/my nas/data', /network drive \(nfs4\)/],
    ['/home/a/remote/data', /sshfs/],
    ['\\\\server\\share\\data', /network share/],
    ['\\\\?\\UNC\\server\\share', /network share/],
    ['C:\\Users\\a\\OneDrive\\data', /OneDrive/],
    ['C:\\Users\\a\\OneDrive - NTPC\\data', /OneDrive/],
    ['/Users/a/Library/CloudStorage/OneDrive-Personal/data', /OneDrive/],
    ['/home/a/Dropbox/data', /Dropbox/],
    ['G:\\My Drive\\data', /Google Drive/],
    ['/Users/a/Library/CloudStorage/GoogleDrive-a@b.c/x', /Google Drive/],
    ['/Users/a/Library/Mobile Documents/com~apple~CloudDocs/data', /iCloud/],
  ])('%s is not', (path, reason) => expect(whyUnsafe(path, MOUNTS)).toMatch(reason));

  it('is told on macOS from the list of mounts', () => {
    const mounts = parseMountList(
      '/dev/disk3s1s1 on / (apfs, sealed, local)\n//a@nas/plant on /Volumes/plant data (smbfs, nodev)\n',
    );
    expect(whyUnsafe('/Volumes/plant data/x', mounts)).toMatch(/smbfs/);
    expect(whyUnsafe('/Users/a', mounts)).toBeNull();
  });

  it('is found through a link, and nothing is created there', () => {
    const folder = mkdtempSync(join(tmpdir(), 'boilerhouse-location-'));
    mkdirSync(join(folder, 'Dropbox', 'data'), { recursive: true });
    symlinkSync(join(folder, 'Dropbox', 'data'), join(folder, 'link'));
    expect(() => refuseUnsafeFolder(join(folder, 'link'))).toThrow(/Dropbox copies this folder/);
    const options = { programVersion: '1', now: () => 0, onChanged: () => undefined };
    expect(() => openStore({ ...options, folder: join(folder, 'link') })).toThrow(
      /Choose a folder on a disk of this computer/,
    );
    rmSync(folder, { recursive: true });
  });
});
