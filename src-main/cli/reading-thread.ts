import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { CsvOutcome, CsvReject, CsvSink, CsvTag, SeriesPortion } from '@core/csv/csv-stream.ts';
import type { ImportPlan } from '@core/csv/import-plan.ts';
import type { ReadFile, RunningHash } from '@core/import/import-csv.ts';
import { type AppError, AppFailure } from '@shared/errors.ts';

/** The first message to the thread. */
export interface ReaderWork {
  readonly path: string;
  readonly plan: ImportPlan;
  readonly nowMs: number;
}

/** What it posts; for portions and rejects that are taken it gets the number of bytes back. */
export type FromReader =
  | { readonly kind: 'tags'; readonly tags: readonly CsvTag[] }
  | { readonly kind: 'rejects'; readonly rejects: readonly CsvReject[]; readonly bytes: number }
  | { readonly kind: 'portion'; readonly series: readonly SeriesPortion[]; readonly bytes: number }
  | { readonly kind: 'progress'; readonly done: number; readonly label: string }
  | { readonly kind: 'done'; readonly outcome: CsvOutcome; readonly sha256: string }
  | { readonly kind: 'failed'; readonly error: AppError };

/** How an import reads its file, and the hash of what was read. */
export interface FileReading {
  readonly read: ReadFile;
  readonly hash: RunningHash;
  /** Ends the thread; call it also when nothing was read. */
  readonly close: () => void;
}

/**
 * Reads a file on a thread of its own, which also takes the hash, while this one encodes and stores. The thread starts at
 * once, beside whatever comes before the reading. `program` must be a bundle of `reading-worker.ts`; null where it is not
 * there.
 */
export function readOnThread(program: string, path: string): FileReading | null {
  if (!existsSync(program)) return null;
  let sha256 = '';
  const worker = new Worker(program);
  const messages = messagesOf(worker);
  return {
    hash: { update: () => undefined, digest: () => sha256 },
    close: () => void worker.terminate(),
    read: async (_, plan, sink, { checkpoint, nowMs }) => {
      const work: ReaderWork = { path, plan, nowMs: nowMs ?? Date.now() };
      worker.postMessage(work);
      try {
        for await (const message of messages) {
          if (message.kind === 'failed') throw new AppFailure(message.error);
          if (message.kind === 'progress') await checkpoint(message.done, message.label);
          else if (message.kind === 'done') {
            sha256 = message.sha256;
            return message.outcome;
          } else await handOn(message, sink, worker);
        }
        throw new Error('The thread that reads the file has ended early');
      } finally {
        await worker.terminate();
      }
    },
  };
}

type Content = Exclude<FromReader, { readonly kind: 'progress' | 'done' | 'failed' }>;

async function handOn(content: Content, sink: CsvSink, worker: Worker): Promise<void> {
  if (content.kind === 'tags') {
    for (const tag of content.tags) sink.addTag(tag);
    return;
  }
  if (content.kind === 'rejects') for (const reject of content.rejects) sink.addReject?.(reject);
  else await sink.addPortion(content.series);
  worker.postMessage(content.bytes);
}

/** What a thread posts, until it ends; throws what it fails with. Listens from now on. */
function messagesOf(worker: Worker): AsyncGenerator<FromReader> {
  const waiting: FromReader[] = [];
  const ended: { isOver: boolean; failure: Error | null } = { isOver: false, failure: null };
  let wake: () => void = () => undefined;
  worker.on('message', (message: FromReader) => {
    waiting.push(message);
    wake();
  });
  worker.on('error', (error: unknown) => {
    ended.failure = error instanceof Error ? error : new Error(String(error));
    wake();
  });
  worker.on('exit', () => {
    ended.isOver = true;
    wake();
  });
  const next = async function* (): AsyncGenerator<FromReader> {
    for (;;) {
      for (let message = waiting.shift(); message !== undefined; message = waiting.shift()) yield message;
      if (ended.failure !== null) throw ended.failure;
      if (ended.isOver) return;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  return next();
}
