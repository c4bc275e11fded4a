import { expect } from 'vitest';
import type { CallOutput } from '@shared/contract/contract.ts';
import { checkStore } from '../safety/check-store.ts';
import type { Store } from '../open-store.ts';
import { createStoreCalls } from '../store-calls.ts';
import { type Column, everySecond, START_MS } from './temporary-store.ts';

/** The time of a second after the start. */
export const timeAt = (second: number): number => START_MS + second * 1000;

/** The same value every second. */
export const constant = (from: number, count: number, value: number): Column =>
  everySecond(
    from,
    Array.from({ length: count }, () => value),
  );

/** Deletes readings by seconds after the start, both ends included, as the window does; null for all tags. */
export const deleteSeconds = async (
  store: Store,
  plantId: number,
  from: number,
  to: number,
  tagIds: number[] | null = null,
): Promise<CallOutput<'readings.deleteRange'>> =>
  createStoreCalls(store)['readings.deleteRange']({
    plantId,
    tagIds,
    fromMs: timeAt(from),
    toMs: timeAt(to),
  });

/** The full check finds nothing. */
export const expectSound = async (store: Store): Promise<void> =>
  expect((await checkStore(store.reader)).problems).toEqual([]);
