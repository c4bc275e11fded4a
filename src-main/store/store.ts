import type { Database } from 'better-sqlite3';
import type { DataChanged } from '@shared/contract/contract.ts';

export interface StoreOptions {
  /** Data folder, made where it does not exist; null for a store in memory that ends with the process. */
  readonly folder: string | null;
  readonly programVersion: string;
  /** UTC epoch ms. */
  readonly now: () => number;
  /** Called after each commit that others can see. */
  readonly onChanged: (change: DataChanged) => void;
}

export interface Store extends StoreOptions {
  readonly writer: Database;
  /** Sees what is committed, also while an import is being written. */
  readonly reader: Database;
  /** What was damaged and what the last exit cut off, in sentences. */
  readonly interrupted: readonly string[];
  /** What was damaged and what came back of it; empty when the file was sound. */
  readonly recovered: readonly string[];
  /** Bytes on disk. */
  databaseBytes(): number;
  close(): void;
}
