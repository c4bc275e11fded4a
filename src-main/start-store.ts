import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { utilityProcess } from 'electron';
import { z } from 'zod';
import { plantFields } from '@shared/contract/plants.ts';
import { logDefect, logInfo } from './log.ts';
import { createStoreClient, type StoreClient, type StoreClientEvents } from './store/store-client.ts';

interface StoreOptions extends StoreClientEvents {
  readonly program: string;
  readonly dataFolder: string;
  readonly version: string;
  /** Holds `plants.json`, with which a new store is filled. */
  readonly resources: string;
}

export const LAST_PLANT = 'last-plant';

/**
 * Starts the process that holds the data. A store without plants gets the registry that ships with the program and
 * opens on its first plant; `isReady` resolves when that is done.
 */
export function startStore({ program, dataFolder, version, resources, ...events }: StoreOptions): {
  readonly store: StoreClient;
  readonly isReady: Promise<void>;
} {
  const child = utilityProcess.fork(program, [dataFolder, version], { serviceName: 'Boilerhouse store' });
  const store = createStoreClient(child, events);
  const isReady = seed(store, join(resources, 'plants.json')).catch((caught: unknown) =>
    logDefect('plant registry', caught),
  );
  return { store, isReady };
}

async function seed(store: StoreClient, registry: string): Promise<void> {
  const known = await store.call('plants.list', {});
  if (!known.ok || known.value.length > 0) return;
  const plants = z.array(plantFields).parse(JSON.parse(await readFile(registry, 'utf8')));
  await store.call('plants.seed', { plants });
  const seeded = await store.call('plants.list', {});
  const first = seeded.ok ? seeded.value.find((plant) => plant.name === plants[0]?.name) : undefined;
  if (first === undefined) return;
  await store.call('settings.set', { key: LAST_PLANT, value: String(first.id) });
  logInfo(`new store, ${plants.length} plants from the registry`);
}
