import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { AppFailure } from '@shared/errors.ts';
import { BACKUPS_FOLDER, syncFile, verifyBackup } from './backups.ts';
import type { Store } from '../store.ts';

/**
 * Copies a backup of the store, with the file that says what it holds, into a folder that exists: a USB stick, a
 * network share. The copy is checked against its SHA-256 before it gets its name. Throws `conflict` when the name is
 * taken there, `not-found`, `storage`; then nothing is left in the folder.
 */
export async function copyBackup(store: Store, name: string, folder: string): Promise<{ path: string }> {
  const source = join(store.folder ?? '', BACKUPS_FOLDER, name);
  if (!existsSync(source))
    throw new AppFailure({ kind: 'not-found', message: `There is no backup ${name} any more.` });
  const path = join(folder, name);
  if (existsSync(path))
    throw new AppFailure({
      kind: 'conflict',
      message: `${path} is there already. Nothing was replaced. Choose another folder.`,
    });
  const unfinished = `${path}.unfinished`;
  try {
    copyFileSync(`${source}.json`, `${unfinished}.json`);
    copyFileSync(source, unfinished);
    syncFile(unfinished);
    await verifyBackup(unfinished);
    renameSync(`${unfinished}.json`, `${path}.json`);
    renameSync(unfinished, path);
    return { path };
  } catch (caught) {
    for (const end of ['', '.json']) rmSync(unfinished + end, { force: true });
    throw caught;
  }
}
