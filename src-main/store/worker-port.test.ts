import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createReadingStoreClient } from '../../src-worker/reading-store-client.ts';
import { AppFailure } from '@shared/errors.ts';
import type { ReadingStore } from '@core/reading-store.ts';
import { addPlant } from './plants.ts';
import {
  beginImport,
  chunksOf,
  createTemporaryStore,
  everySecond,
  finish,
  importedTag,
  plantFields,
  START_MS,
  type TemporaryStore,
} from './testing/temporary-store.ts';
import { answerWorker } from './worker-port.ts';

let temporary: TemporaryStore;
let channel: MessageChannel;
let client: ReadingStore;
let plantId = 0;

beforeEach(() => {
  temporary = createTemporaryStore();
  plantId = addPlant(temporary.store.writer, plantFields('Zawar')).id;
  channel = new MessageChannel();
  client = createReadingStoreClient(channel.port1);
  channel.port2.addEventListener(
    'message',
    ({ data }: MessageEvent<{ id: number; method: string; args: unknown }>) => {
      void answerWorker(temporary.readings, data.method, data.args).then((result) =>
        channel.port2.postMessage({ id: data.id, result }),
      );
    },
  );
  channel.port2.start();
});
afterEach(() => {
  channel.port1.close();
  channel.port2.close();
  temporary.remove();
});

describe('the reading store over a port', () => {
  it('imports and reads the same bytes as the store itself', async () => {
    const importId = await beginImport(client, plantId);
    const [tagId = 0] = await client.resolveTags(plantId, [importedTag('steam', 'bar')]);
    const chunks = chunksOf(
      tagId,
      everySecond(
        0,
        Array.from({ length: 20_000 }, (_, i) => i / 10),
      ),
    );
    await client.appendChunks(importId, chunks);
    const summary = await client.commitImport(importId, finish());
    expect(summary.readingCount).toBe(20_000);
    const { chunks: read, nextFromMs } = await client.readChunks(tagId, START_MS, Infinity);
    expect(nextFromMs).toBeNull();
    expect(read).toEqual(chunks.map((one) => one.chunk));
    expect(read.every((chunk) => chunk.values.byteLength === chunk.values.buffer.byteLength)).toBe(true);
  });

  it('brings failures back as what they are', async () => {
    const failure: unknown = await client.getRun(99).catch((caught: unknown) => caught);
    expect(failure).toBeInstanceOf(AppFailure);
    expect(failure).toMatchObject({ error: { kind: 'not-found', message: 'Run 99 is not in the store.' } });
  });

  it('answers calls that are under way at the same time each with its own result', async () => {
    const names = ['a', 'b', 'c'];
    const ids = await Promise.all(names.map((name) => client.resolveTags(plantId, [importedTag(name)])));
    const again = await Promise.all(
      names.toReversed().map((name) => client.resolveTags(plantId, [importedTag(name)])),
    );
    expect(again).toEqual(ids.toReversed());
  });
});

describe('what the worker sends is not trusted', () => {
  const [{ chunk } = { chunk: undefined }] = chunksOf(1, everySecond(0, [1, 2, 3]));
  const wrong: [string, string, unknown][] = [
    ['an unknown method', 'dropTables', []],
    ['an inherited name', 'constructor', []],
    ['too few arguments', 'appendChunks', [1]],
    ['no list of arguments', 'getRun', { id: 1 }],
    ['an id that is no number', 'getRun', ['1 OR 1=1']],
    [
      'a field that the schema does not know',
      'beginImport',
      [{ plantId: 1, source: 'csv', fileName: 'a', settings: {}, startedMs: 0, state: 'committed' }],
    ],
    ['a hash that is none', 'commitImport', [1, finish({ fileSha256: 'x' })]],
    [
      'a count beyond a chunk',
      'appendChunks',
      [1, [{ tagId: 1, chunk: { ...chunk, header: { ...chunk?.header, readingCount: 8193 } } }]],
    ],
    [
      'more missing readings than readings',
      'appendChunks',
      [1, [{ tagId: 1, chunk: { ...chunk, header: { ...chunk?.header, missingCount: 4 } } }]],
    ],
    [
      'a time that is not finite',
      'appendChunks',
      [1, [{ tagId: 1, chunk: { ...chunk, header: { ...chunk?.header, lastMs: Infinity } } }]],
    ],
    [
      'an end before the start',
      'appendChunks',
      [1, [{ tagId: 1, chunk: { ...chunk, header: { ...chunk?.header, lastMs: 0 } } }]],
    ],
    [
      'bytes beyond what a chunk can need',
      'appendChunks',
      [1, [{ tagId: 1, chunk: { ...chunk, values: new Uint8Array(1 << 20) } }]],
    ],
    ['text for bytes', 'appendChunks', [1, [{ tagId: 1, chunk: { ...chunk, values: 'abc' } }]]],
  ];
  it.each(wrong)('%s is refused', async (_, method, args) => {
    expect(await answerWorker(temporary.readings, method, args)).toMatchObject({
      ok: false,
      error: { kind: 'invalid-input' },
    });
  });
});
