import Database from 'better-sqlite3';
import { DamagedChunk } from '@core/chunks/byte-fields.ts';

/** Thrown where a check finds that the file is not what it has to be. */
export class DamagedFile extends Error {}

/** SQLite's codes for a file that is broken; the others tell of the disk, of locks, of rights, or of a defect of ours. */
const DAMAGE = /^SQLITE_(CORRUPT|NOTADB)/;

/** The file itself is broken. */
export const isDamage = (caught: unknown): boolean =>
  caught instanceof DamagedFile || (caught instanceof Database.SqliteError && DAMAGE.test(caught.code));

/** A stored chunk is not what was written; the file around it can be used. */
export const isDamagedChunk = (caught: unknown): caught is DamagedChunk => caught instanceof DamagedChunk;

/** Damage of either kind, or a failure that it caused. */
export const tellsOfDamage = (caught: unknown): caught is Error =>
  caught instanceof Error && (isDamage(caught) || isDamagedChunk(caught) || tellsOfDamage(caught.cause));
