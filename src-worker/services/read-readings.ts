import { decodeChunk } from '@core/chunks/decode-chunk.ts';
import type { ReadingBlock } from '@core/reading-block.ts';
import type { Checkpoint } from '@core/checkpoint.ts';
import { groupOf } from '@core/quality.ts';
import { openPages, type ReadPage } from './series-pages.ts';

/** First index whose time is at or after `ms`. */
export function firstAtOrAfter(timesMs: Float64Array, ms: number): number {
  let low = 0;
  let high = timesMs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((timesMs[middle] ?? Infinity) < ms) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** All readings of a series within the range, both ends included. Status texts are left behind; the groups stay. */
export async function readBlock(
  readPage: ReadPage,
  fromMs: number,
  toMs: number,
  checkpoint: Checkpoint,
): Promise<ReadingBlock> {
  const blocks: ReadingBlock[] = [];
  for await (const page of openPages(readPage, fromMs, toMs)) {
    for (const chunk of page.chunks) {
      const block = decodeChunk(chunk);
      const from = firstAtOrAfter(block.timesMs, fromMs);
      const to = firstAtOrAfter(block.timesMs, toMs + 1);
      blocks.push(slice(block, from, to));
    }
    await checkpoint(
      toMs > fromMs ? Math.min(1, ((page.nextFromMs ?? toMs) - fromMs) / (toMs - fromMs)) : 1,
      'Reading',
    );
  }
  return join(blocks);
}

const slice = (block: ReadingBlock, from: number, to: number): ReadingBlock => ({
  timesMs: block.timesMs.subarray(from, to),
  values: block.values.subarray(from, to),
  qualities: block.qualities.subarray(from, to),
  statuses: block.statuses,
});

function join(blocks: readonly ReadingBlock[]): ReadingBlock {
  const count = blocks.reduce((sum, block) => sum + block.timesMs.length, 0);
  const joined = {
    timesMs: new Float64Array(count),
    values: new Float64Array(count),
    qualities: new Uint8Array(count),
    statuses: [],
  };
  let at = 0;
  for (const block of blocks) {
    joined.timesMs.set(block.timesMs, at);
    joined.values.set(block.values, at);
    joined.qualities.set(block.qualities.map(groupOf), at);
    at += block.timesMs.length;
  }
  return joined;
}
