import { createHash } from 'node:crypto';
import type { MessagePort } from 'node:worker_threads';
import type { CsvReject, CsvTag, SeriesPortion } from '@core/csv/csv-stream.ts';
import { readCsv } from '@core/csv/read-csv.ts';
import { AppFailure } from '@shared/errors.ts';
import { openFileSource } from './file-source.ts';
import type { FromReader, ReaderWork } from './reading-thread.ts';

/** Bytes of readings and rejects on their way to the other thread; more would only lie there. */
export const MOST_UNDERWAY = 16 << 20;

/** What a rejected row takes besides its texts, about. */
const REJECT_BYTES = 100;

/**
 * Reads a file for an import on the other side of the port, which gets `FromReader` and gives back the bytes that it has
 * taken. What cannot be said as a failure is thrown.
 */
export async function readToPort({ path, plan, nowMs }: ReaderWork, port: MessagePort): Promise<void> {
  const post = (message: FromReader, transfer: readonly ArrayBuffer[] = []): void =>
    port.postMessage(message, [...transfer]);
  let underway = 0;
  let goOn: () => void = () => undefined;
  port.on('message', (takenBytes: number) => {
    underway -= takenBytes;
    goOn();
  });
  const room = async (): Promise<void> => {
    while (underway > MOST_UNDERWAY)
      await new Promise<void>((resolve) => {
        goOn = resolve;
      });
  };
  let tags: CsvTag[] = [];
  let rejects: CsvReject[] = [];
  const postCollected = (): void => {
    if (tags.length > 0) post({ kind: 'tags', tags });
    if (rejects.length > 0) {
      const bytes = rejects.reduce((sum, reject) => sum + bytesOf(reject), 0);
      underway += bytes;
      post({ kind: 'rejects', rejects, bytes });
    }
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
        addPortion: (series) => {
          postCollected();
          const buffers = buffersOf(series);
          const bytes = buffers.reduce((sum, { byteLength }) => sum + byteLength, 0);
          underway += bytes;
          post({ kind: 'portion', series, bytes }, buffers);
          return room();
        },
      },
      {
        checkpoint: (done, label) => {
          postCollected();
          post({ kind: 'progress', done, label });
          return room();
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

const bytesOf = ({ raw, reason, column }: CsvReject): number =>
  raw.length + reason.length + (column?.length ?? 0) + REJECT_BYTES;

/** Each once: the series of a portion may share their times. */
function buffersOf(series: readonly SeriesPortion[]): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  for (const { timesMs, values, qualities } of series)
    for (const { buffer } of [timesMs, values, qualities])
      if (buffer instanceof ArrayBuffer) buffers.add(buffer);
  return [...buffers];
}
