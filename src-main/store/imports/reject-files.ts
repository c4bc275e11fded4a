import {
  appendFileSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { csvLine } from '@core/csv/write-csv.ts';
import type { ImportReject } from '@core/reading-store.ts';
import { AppFailure, systemCode } from '@shared/errors.ts';
import { getImport, plantOfLoading } from './imports.ts';
import { isDiskFull } from '../storage-failure.ts';

export const REJECTS_FOLDER = 'rejects';
const HEADER = csvLine(['line', 'column', 'reason', 'raw']);
const FILE_NAME = /^import-(\d+)-.*\.rejects\.csv$/;
/** Of the imported file's name in the name of its reject file: no file system refuses it. */
const NAME_CHARACTERS = 60;

const safeName = (fileName: string): string =>
  fileName.replace(/[^\p{L}\p{M}\p{N}._-]+/gu, '-').slice(0, NAME_CHARACTERS);

export const rejectFileName = (importId: number, fileName: string): string =>
  `import-${importId}-${safeName(fileName)}.rejects.csv`;

/** Where the rejected rows of an import stand, or would stand. */
function rejectPath(db: Database, folder: string, importId: number): string {
  const fileName = db
    .prepare<[number], string>('SELECT file_name FROM imports WHERE id = ?')
    .pluck()
    .get(importId);
  return join(folder, REJECTS_FOLDER, rejectFileName(importId, fileName ?? ''));
}

/**
 * Adds rejected rows to the file of an import that is being written. A store in memory keeps none. Throws `storage`
 * when the file cannot be written.
 */
export function appendRejects(
  db: Database,
  folder: string | null,
  importId: number,
  rejects: readonly ImportReject[],
): void {
  plantOfLoading(db, importId);
  if (folder === null || rejects.length === 0) return;
  const path = rejectPath(db, folder, importId);
  const lines = rejects.map(({ line, column, reason, raw }) => csvLine([line, column, reason, raw]));
  try {
    mkdirSync(join(folder, REJECTS_FOLDER), { recursive: true });
    appendFileSync(path, `${existsSync(path) ? '' : HEADER}${lines.join('')}`);
  } catch (caught) {
    if (isDiskFull(caught)) throw caught;
    throw new AppFailure({
      kind: 'storage',
      message: `The rejected rows could not be written to ${path}: ${caught instanceof Error ? caught.message : String(caught)}. Free the disk or the folder and import again.`,
    });
  }
}

/** Forces the reject file of an import, if there is one, to the disk. */
export function syncRejects(db: Database, folder: string | null, importId: number): void {
  if (folder === null) return;
  const path = rejectPath(db, folder, importId);
  if (!existsSync(path)) return;
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Removes reject files whose import is not in the store or not finished: of one import or, with null, of all. */
export function sweepRejects(db: Database, folder: string | null, importId: number | null): void {
  if (folder === null || !existsSync(join(folder, REJECTS_FOLDER))) return;
  const isCommitted = db.prepare<[number]>(`SELECT 1 FROM imports WHERE id = ? AND state = 'committed'`);
  for (const name of readdirSync(join(folder, REJECTS_FOLDER))) {
    const owner = Number(FILE_NAME.exec(name)?.[1] ?? NaN);
    const isMeant = importId === null ? owner > 0 : owner === importId;
    if (isMeant && isCommitted.get(owner) === undefined) removeIfFree(join(folder, REJECTS_FOLDER, name));
  }
}

/** A file that another program has open stays until a later start: nobody asks for it. */
function removeIfFree(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch (caught) {
    if (systemCode(caught) === null) throw caught;
  }
}

/**
 * Gives the reject files of imports that have got another number that number too; no import may have had the new ones.
 * What could not be renamed, in sentences.
 */
export function moveRejects(folder: string, numbers: ReadonlyMap<number, number>): string[] {
  const rejects = join(folder, REJECTS_FOLDER);
  if (numbers.size === 0 || !existsSync(rejects)) return [];
  return readdirSync(rejects).flatMap((name) => {
    const [, owner = ''] = FILE_NAME.exec(name) ?? [];
    const moved = numbers.get(Number(owner));
    if (moved === undefined) return [];
    const fresh = name.replace(`import-${owner}-`, `import-${moved}-`);
    try {
      renameSync(join(rejects, name), join(rejects, fresh));
      return [];
    } catch (caught) {
      return [
        `The rejected rows of import #${moved} are still in ${join(rejects, name)} and could not be renamed to ${fresh}: ${caught instanceof Error ? caught.message : String(caught)}.`,
      ];
    }
  });
}

/** The path of an import's reject file. Throws `not-found` when nothing was rejected or the file is gone. */
export function findRejectFile(db: Database, folder: string | null, importId: number): string {
  const { rejectedCount } = getImport(db, importId);
  if (folder === null || rejectedCount === 0)
    throw new AppFailure({ kind: 'not-found', message: `Import #${importId} rejected no row.` });
  const path = rejectPath(db, folder, importId);
  if (!existsSync(path))
    throw new AppFailure({
      kind: 'not-found',
      message: `The reject file of import #${importId} is not there any more: ${path}. Undo the import and import its file again to get a new one.`,
    });
  return path;
}
