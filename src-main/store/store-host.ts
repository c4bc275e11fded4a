import { join } from 'node:path';
import { fail, type Result, succeed } from '@shared/result.ts';
import type { CallOutput } from '@shared/contract/contract.ts';
import type { ReadingStore } from '@core/reading-store.ts';
import { BACKUPS_FOLDER } from './safety/backups.ts';
import { isDamage } from './safety/damage.ts';
import { clearEndedQuietly } from './imports/ended-imports.ts';
import { endUnfinished } from './imports/end-unfinished.ts';
import { createHealth, type Health } from './safety/health.ts';
import { IS_OPEN } from './imports/imports.ts';
import { DATABASE_FILE, openStore, type Store, type StoreOptions } from './open-store.ts';
import { createReadingStore } from './reading-store.ts';
import { prepareRestore, swapIn } from './safety/restore-backup.ts';
import { conflict, isDiskFull, toStoreError } from './storage-failure.ts';
import { createStoreCalls, runStoreCall, type StoreCalls } from './store-calls.ts';
import { answerWorker } from './worker-port.ts';

/** The open store of a process, which a restore exchanges while it runs. */
export interface StoreHost {
  call(name: string, input: unknown): Promise<Result<unknown>>;
  answerWorker(method: unknown, args: unknown): Promise<Result<unknown>>;
  /** Clears what a worker that is gone was writing. */
  clearAbandoned(): void;
  /** The backup of the day and some of the check. Failures are told through `store.health`. */
  careFor(isTimeUp: () => boolean): Promise<void>;
  /** Throws `conflict` or `storage`, and then nothing has changed. Returns where the database before is kept. */
  restore(backupPath: string): Promise<CallOutput<'backups.restore'>>;
  close(): void;
}

interface Opened {
  readonly store: Store;
  readonly calls: StoreCalls;
  readonly readings: ReadingStore;
  readonly health: Health;
  /** Imports that ended, but could not be marked so yet. */
  readonly leftOver: Set<number>;
  /** Runs that ended, but could not be marked so yet. */
  readonly leftRuns: Set<number>;
}

function open(options: StoreOptions): Opened {
  const store = openStore(options);
  const health = createHealth(store);
  const leftOver = new Set<number>();
  const readings = createReadingStore(store, leftOver);
  const opened = {
    store,
    health,
    calls: createStoreCalls(store, health),
    readings,
    leftOver,
    leftRuns: new Set<number>(),
  };
  noteLeftOver(opened);
  return opened;
}

const LOADING = `SELECT id FROM imports WHERE ${IS_OPEN}`;
const RUNNING = `SELECT id FROM runs WHERE status = 'running'`;

const idsOf = (store: Store, sql: string): number[] => store.writer.prepare<[], number>(sql).pluck().all();

/** What is under way now was cut off, and could not be cleared away for want of room: it is nobody's work. */
function noteLeftOver({ store, leftOver, leftRuns }: Opened): void {
  for (const id of idsOf(store, LOADING)) leftOver.add(id);
  for (const id of idsOf(store, RUNNING)) leftRuns.add(id);
}

/** An import or a run is under way. Where the file is too damaged to tell, none can be. */
function isWriting({ store, leftOver, leftRuns }: Opened): boolean {
  try {
    return (
      idsOf(store, LOADING).some((id) => !leftOver.has(id)) ||
      idsOf(store, RUNNING).some((id) => !leftRuns.has(id))
    );
  } catch (caught) {
    if (isDamage(caught)) return false;
    throw caught;
  }
}

export function createStoreHost(options: StoreOptions): StoreHost {
  let opened = open(options);
  let underway = 0;
  const counted = async <T>(work: () => Promise<T>): Promise<T> => {
    underway++;
    try {
      return await work();
    } finally {
      underway--;
    }
  };

  const refuseWhileBusy = (): void => {
    if (underway > 0 || isWriting(opened))
      throw conflict(
        'An import, an analysis, a deletion, a compaction, a backup or an export is under way. Nothing was restored. Wait for it or cancel it, then restore again.',
      );
  };

  /** A swap that fails is completed or taken back by the opening. */
  const swapThenOpen = (path: string): string => {
    try {
      return swapIn(path, options.now());
    } finally {
      opened = open(options);
    }
  };

  const restore = async (backupPath: string): Promise<CallOutput<'backups.restore'>> => {
    const { folder } = options;
    if (folder === null) throw conflict('A store in memory cannot be restored.');
    refuseWhileBusy();
    const path = join(folder, DATABASE_FILE);
    await prepareRestore(path, backupPath);
    refuseWhileBusy();
    opened.store.close();
    const keptAs = swapThenOpen(path);
    for (const what of ['plants', 'tags', 'readings', 'runs'] as const)
      options.onChanged({ plantId: null, what });
    return { keptAs };
  };

  return {
    async call(name, input) {
      const path = backupToRestore(name, input, options.folder ?? '');
      if (path === null) return counted(() => runStoreCall(opened.calls, name, input, options.folder));
      try {
        return succeed(await restore(path));
      } catch (caught) {
        return fail(toStoreError(caught, options.folder));
      }
    },
    answerWorker: (method, args) => counted(() => answerWorker(opened.readings, method, args)),
    clearAbandoned() {
      const { store } = opened;
      try {
        if (endUnfinished(store.writer, store.folder, store.now()).length > 0)
          store.onChanged({ plantId: null, what: 'runs' });
        void clearEndedQuietly(store.writer);
      } catch (caught) {
        if (!isDiskFull(caught)) throw caught;
        noteLeftOver(opened);
      }
    },
    careFor: (isTimeUp) =>
      counted(async () => {
        await opened.health.backUpIfDue();
        await opened.health.deleteTooOld();
        await opened.health.checkOn(isTimeUp);
        options.onChanged({ plantId: null, what: 'store' });
      }),
    restore,
    close: () => opened.store.close(),
  };
}

/** Path of the backup that a call wants restored; null for every other call. Inputs have been checked by their contracts. */
function backupToRestore(name: string, input: unknown, folder: string): string | null {
  if (name === 'backups.restore') return join(folder, BACKUPS_FOLDER, textOf(input, 'name'));
  return name === 'backups.restorePath' ? textOf(input, 'path') : null;
}

function textOf(input: unknown, key: string): string {
  const value: unknown = typeof input === 'object' && input !== null ? Reflect.get(input, key) : undefined;
  return typeof value === 'string' ? value : '';
}
