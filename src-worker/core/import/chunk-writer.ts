import { createChunkBuilder, type ChunkBuilder } from '../chunks/chunk-builder.ts';
import type { DuplicatePolicy } from '../series/merge-layers.ts';
import type { ReadingBlock } from '../reading-block.ts';
import type { ReadingStore, TagChunk } from '../reading-store.ts';

const CHUNKS_PER_MESSAGE = 48;
/** Messages on their way to the store; more would only grow its queue. */
const MESSAGES_UNDERWAY = 4;

/** Turns readings of many tags into chunks and sends them to an import. */
export interface ChunkWriter {
  /** Readings so far that gave way to another of the same time. */
  duplicateCount(): number;
  /** Resolves when there is room for more; rejects when the store has refused a chunk. */
  add(tagId: number, readings: ReadingBlock): Promise<void>;
  /** Sends what is left and waits until the store has all. */
  finish(): Promise<void>;
}

export function createChunkWriter(
  store: ReadingStore,
  importId: number,
  policy: DuplicatePolicy = 'keep-last',
): ChunkWriter {
  const builders = new Map<number, ChunkBuilder>();
  const underway: Promise<void>[] = [];
  let ready: TagChunk[] = [];

  const builderOf = (tagId: number): ChunkBuilder => {
    const known = builders.get(tagId);
    if (known !== undefined) return known;
    const builder = createChunkBuilder((chunk) => ready.push({ tagId, chunk }), policy);
    builders.set(tagId, builder);
    return builder;
  };

  const send = async (least: number): Promise<void> => {
    while (ready.length >= least && ready.length > 0) {
      underway.push(store.appendChunks(importId, ready.slice(0, CHUNKS_PER_MESSAGE)));
      ready = ready.slice(CHUNKS_PER_MESSAGE);
      if (underway.length >= MESSAGES_UNDERWAY) await underway.shift();
    }
  };

  return {
    duplicateCount: () => [...builders.values()].reduce((sum, builder) => sum + builder.duplicateCount, 0),
    async add(tagId, readings) {
      builderOf(tagId).add(readings);
      await send(CHUNKS_PER_MESSAGE);
    },
    async finish() {
      for (const builder of builders.values()) builder.finish();
      await send(1);
      await Promise.all(underway);
    },
  };
}
