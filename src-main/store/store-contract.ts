import type { CallInput, CallName, CallOutput, DataChanged } from '@shared/contract/contract.ts';
import type { PlantFields } from '@shared/contract/plants.ts';
import type { Result } from '@shared/result.ts';

/** Calls of the contract that the store answers. */
export const CONTRACT_CALLS = [
  'plants.list',
  'plants.get',
  'plants.add',
  'plants.update',
  'plants.remove',
  'plants.addMany',
  'tags.list',
  'tags.update',
  'imports.list',
  'imports.undo',
  'profiles.list',
  'profiles.save',
  'profiles.rename',
  'profiles.remove',
  'data.summary',
  'trends.query',
  'trends.scores',
  'studies.list',
  'studies.remove',
  'comparisons.get',
  'searches.get',
  'backTests.get',
  'labels.list',
  'labels.add',
  'labels.addMany',
  'labels.update',
  'labels.remove',
  'labels.restore',
  'runs.list',
  'runs.get',
  'runs.training',
  'runs.choice',
  'runs.resumable',
  'anomalies.list',
  'anomalies.position',
  'anomalies.bands',
  'anomalies.similar',
  'runs.modes',
  'readings.countRange',
  'readings.deleteRange',
  'deletions.list',
  'tags.setRetention',
  'retention.count',
  'retention.list',
  'store.check',
  'store.compact',
  'store.cancelCompact',
  'store.space',
  'store.health',
  'backups.list',
  'backups.create',
  'backups.restore',
] as const satisfies readonly CallName[];

export type ContractStoreCall = (typeof CONTRACT_CALLS)[number];

/** Calls that only the main process and the command line make. */
export interface OwnStoreCalls {
  'store.statistics': {
    input: Record<string, never>;
    output: {
      databaseBytes: number;
      readingCount: number;
      /** Imports and runs that the last exit cut off, in sentences. */
      interrupted: string[];
    };
  };
  /** Path of the reject file of an import. */
  'imports.rejectFile': { input: { importId: number }; output: string };
  /** Fills an empty store with plants; does nothing once there is one. */
  'plants.seed': { input: { plants: readonly PlantFields[] }; output: { added: number } };
  /** As `backups.restore` with the path of any backup. */
  'backups.restorePath': { input: { path: string }; output: { keptAs: string } };
  /** Copies a backup into a folder that exists and checks the copy before it gets its name. */
  'backups.copy': { input: { name: string; folder: string }; output: { path: string } };
  'settings.get': { input: { key: string }; output: string | null };
  'settings.set': { input: { key: string; value: string }; output: null };
  /** Writes the export of a run into a folder that exists; the names of the files written. */
  'exports.write': { input: { runId: number; folder: string }; output: { files: string[] } };
}

export type StoreCallName = ContractStoreCall | keyof OwnStoreCalls;
export type StoreInput<N extends StoreCallName> = N extends keyof OwnStoreCalls
  ? OwnStoreCalls[N]['input']
  : N extends CallName
    ? CallInput<N>
    : never;
export type StoreOutput<N extends StoreCallName> = N extends keyof OwnStoreCalls
  ? OwnStoreCalls[N]['output']
  : N extends CallName
    ? CallOutput<N>
    : never;

/** Main process to store process. With `connect` comes the port of the worker. */
export type ToStore =
  | { readonly kind: 'call'; readonly id: number; readonly name: string; readonly input: unknown }
  | { readonly kind: 'connect' }
  | { readonly kind: 'close' };

/** Store process to main process. */
export type FromStore =
  /** The store is open; until then calls wait. */
  | { readonly kind: 'ready' }
  /** The store could not be opened; the process ends. */
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'answer'; readonly id: number; readonly result: Result<unknown> }
  | { readonly kind: 'changed'; readonly change: DataChanged }
  | { readonly kind: 'closed' };

/** Worker to store process over its port, and back. */
export interface ReadingStoreRequest {
  readonly id: number;
  readonly method: string;
  readonly args: readonly unknown[];
}
