import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppFailure } from '@shared/errors.ts';
import { checkStore } from '../safety/check-store.ts';
import { createHealth } from '../safety/health.ts';
import { DATABASE_FILE, openStore } from '../open-store.ts';
import { listPlants } from '../plants.ts';
import { createReadingStore } from '../reading-store.ts';
import { createStoreCalls, runStoreCall } from '../store-calls.ts';
import { toStoreError } from '../storage-failure.ts';
import { listTags } from '../tags.ts';
import { START_MS } from './temporary-store.ts';

/** How a store with flipped bytes was found: as if nothing were, with something told, or replaced by what could be saved. */
export type FlipOutcome = 'clean' | 'told' | 'recovered';

/** Changes `count` bytes of the database of a folder, which nobody has open. `chance` gives numbers in [0, 1). */
export function flipBytes(folder: string, count: number, chance: () => number): void {
  const path = join(folder, DATABASE_FILE);
  const bytes = readFileSync(path);
  for (let i = 0; i < count; i++) {
    const at = Math.floor(chance() * bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ (1 + Math.floor(chance() * 255));
  }
  writeFileSync(path, bytes);
}

/**
 * Opens such a store and uses it as the window does. Rejects where anything ends otherwise than in an answer, a typed
 * failure that is told, or a recovery that leaves a sound store.
 */
export async function useFlipped(folder: string): Promise<FlipOutcome> {
  const options = { folder, programVersion: '1.2.3', now: () => START_MS, onChanged: () => undefined };
  const store = openStore(options);
  try {
    const { problems } = await checkStore(store.reader);
    if (store.recovered.length > 0) {
      if (problems.length > 0) throw new Error(`recovered, and still damaged: ${problems[0] ?? ''}`);
      return 'recovered';
    }
    const calls = createStoreCalls(store, createHealth(store));
    const failures: string[] = [];
    const ask = async (name: string, input: unknown): Promise<void> => {
      const result = await runStoreCall(calls, name, input);
      if (result.ok) return;
      if (result.error.kind === 'internal') throw new Error(`${name}: ${JSON.stringify(result.error)}`);
      failures.push(name);
    };
    await ask('plants.list', {});
    for (const { id } of plantsOf(store.reader, failures)) {
      await ask('data.summary', { plantId: id });
      await ask('imports.list', { plantId: id });
      for (const tagId of tagsOf(store.reader, id, failures)) {
        const window = { fromMs: START_MS, toMs: START_MS + 100_000_000, pixels: 100 };
        await ask('trends.query', { tagIds: [tagId], ...window });
        await createReadingStore(store)
          .readChunks(tagId, -Infinity, Infinity)
          .catch((caught: unknown) => {
            if (!(caught instanceof AppFailure) || caught.error.kind === 'internal') throw caught;
            failures.push('readChunks');
          });
      }
    }
    if (failures.length > 0 && problems.length === 0)
      throw new Error(`the check found nothing, and yet ${failures.join(', ')} failed`);
    return problems.length > 0 ? 'told' : 'clean';
  } finally {
    store.close();
  }
}

const attempt = <T>(work: () => T[], failures: string[]): T[] => {
  try {
    return work();
  } catch (caught) {
    if (toStoreError(caught).kind === 'internal') throw caught;
    failures.push('list');
    return [];
  }
};
const plantsOf = (db: Parameters<typeof listPlants>[0], failures: string[]) =>
  attempt(() => listPlants(db), failures);
const tagsOf = (db: Parameters<typeof listTags>[0], plantId: number, failures: string[]): number[] =>
  attempt(() => listTags(db, plantId).map(({ id }) => id), failures);
