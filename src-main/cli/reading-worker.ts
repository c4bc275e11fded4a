import { createHash } from 'node:crypto';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import type { CsvReject, CsvTag, SeriesPortion } from '@core/csv/csv-stream.ts';
import { readCsv } from '@core/csv/read-csv.ts';
import { AppFailure } from '@shared/errors.ts';
import { openFileSource } from './file-source.ts';
import type { FromReader, ReaderWork } from './reading-thread.ts';

/** Bytes of readings on their way to the other thread; more would only lie there. */
const MOST_UNDERWAY = 16 << 20;

/** The thread that reads a file for an import. What it cannot say as a failure reaches the importer as the thread's error. */
async function read({ path, plan, nowMs }: ReaderWork, port: MessagePort): Promise<void> {
  const post = (message: FromReader, transfer: readonly ArrayBuffer[] = []): void =>
    port.postMessage(message, [...transfer]);
  let underway = 0;
  let goOn: () => void = () => undefined;
  port.on('message', (takenBytes: number) => {
    underway -= takenBytes;
    goOn();
  });
  let tags: CsvTag[] = [];
  let rejects: CsvReject[] = [];
  const postCollected = (): void => {
    if (tags.length > 0) post({ kind: 'tags', tags });
    if (rejects.length > 0) post({ kind: 'rejects', rejects });
    tags = [];
    rejects = [];
  };
  const hash = createHash('sha256');
  try {
    const source = await openFileSource(path);
    const outcome = await readCsv(
      source,
      plan,
      {
        addTag: (tag) => void tags.push(tag),
        addReject: (reject) => void rejects.push(reject),
        addPortion: async (series) => {
          postCollected();
          const buffers = buffersOf(series);
          const bytes = buffers.reduce((sum, { byteLength }) => sum + byteLength, 0);
          underway += bytes;
          post({ kind: 'portion', series, bytes }, buffers);
          while (underway > MOST_UNDERWAY)
            await new Promise<void>((resolve) => {
              goOn = resolve;
            });
        },
      },
      {
        checkpoint: (done, label) => {
          postCollected();
          post({ kind: 'progress', done, label });
          return Promise.resolve();
        },
        onBytes: (bytes) => void hash.update(bytes),
        nowMs,
      },
    );
    postCollected();
    post({ kind: 'done', outcome, sha256: hash.digest('hex') });
  } catch (caught) {
    if (!(caught instanceof AppFailure)) throw caught;
    post({ kind: 'failed', error: caught.error });
  } finally {
    port.close();
  }
}

/** Each once: the series of a portion may share their times. */
function buffersOf(series: readonly SeriesPortion[]): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  for (const { timesMs, values, qualities } of series)
    for (const { buffer } of [timesMs, values, qualities])
      if (buffer instanceof ArrayBuffer) buffers.add(buffer);
  return [...buffers];
}

const isWork = (data: unknown): data is ReaderWork =>
  typeof data === 'object' && data !== null && 'path' in data && 'plan' in data && 'nowMs' in data;

if (parentPort !== null && isWork(workerData)) void read(workerData, parentPort);
