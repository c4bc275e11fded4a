import { createSHA256 } from 'hash-wasm';
import type { RunningHash } from '@core/import/import-csv.ts';

export type ToHashThread = Uint8Array<ArrayBuffer> | 'digest';
/** For each portion that was taken its bytes, to be written over, and at the end lower-case hex; or why there will be none. */
export type FromHashThread =
  | { readonly kind: 'taken'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'digest'; readonly hex: string }
  | { readonly kind: 'failed'; readonly reason: string };

/** A hash that may be taken elsewhere. */
export interface FileHash extends RunningHash {
  /** Resolves when there is room for more; rejects when the hash cannot be taken. */
  room(): Promise<void>;
  close(): void;
}

/** Another thread, which does `serveHash`. Bytes are handed over to it and given back. */
interface HashThread {
  post(message: ToHashThread): void;
  terminate(): void;
}

/** Bytes on their way to the thread. */
export const MOST_UNDERWAY = 4 << 20;

/** SHA-256 on a thread of its own, since it takes longer than the reading; on this one where the host has no threads. */
export const createFileHash = (): Promise<FileHash> =>
  typeof Worker === 'undefined' ? createOwnHash() : Promise.resolve(createThreadHash(startWorker));

async function createOwnHash(): Promise<FileHash> {
  const hash = await createSHA256();
  return {
    update: (bytes) => void hash.update(bytes),
    digest: () => hash.digest('hex'),
    room: () => Promise.resolve(),
    close: () => undefined,
  };
}

function startWorker(onMessage: (message: FromHashThread) => void): HashThread {
  const worker = new Worker(new URL('../hash-worker.ts', import.meta.url), { type: 'module', name: 'hash' });
  worker.addEventListener('message', ({ data }: MessageEvent<FromHashThread>) => onMessage(data));
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    onMessage({ kind: 'failed', reason: event.message || 'it could not be started' });
  });
  worker.addEventListener('messageerror', () =>
    onMessage({ kind: 'failed', reason: 'it could not read a message' }),
  );
  return {
    post: (message) => worker.postMessage(message, message === 'digest' ? [] : [message.buffer]),
    terminate: () => worker.terminate(),
  };
}

/** The hash of bytes that are sent to a thread. */
export function createThreadHash(
  startThread: (onMessage: (message: FromHashThread) => void) => HashThread,
): FileHash {
  let underway = 0;
  /** Memory that has come back, so that a large file leaves no trail of it. */
  const spare: ArrayBuffer[] = [];
  let failure: Error | null = null;
  let goOn: () => void = () => undefined;
  let tellDigest: (hex: string) => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  const thread = startThread((message) => {
    if (message.kind === 'digest') tellDigest(message.hex);
    else if (message.kind === 'taken') {
      underway -= message.bytes.byteLength;
      spare.push(message.bytes.buffer);
    } else {
      failure = new Error(`The thread that takes the hash has failed: ${message.reason}`);
      fail(failure);
    }
    goOn();
  });
  return {
    // A copy: the reader goes on to work with the bytes.
    update(bytes) {
      underway += bytes.byteLength;
      const memory = spare.pop();
      if (memory === undefined || memory.byteLength < bytes.byteLength) thread.post(bytes.slice());
      else {
        const copy = new Uint8Array(memory, 0, bytes.byteLength);
        copy.set(bytes);
        thread.post(copy);
      }
    },
    digest: () =>
      new Promise((resolve, reject) => {
        if (failure !== null) reject(failure);
        tellDigest = resolve;
        fail = reject;
        thread.post('digest');
      }),
    async room() {
      while (underway > MOST_UNDERWAY && failure === null)
        await new Promise<void>((resolve) => {
          goOn = resolve;
        });
      if (failure !== null) throw failure;
    },
    close: () => thread.terminate(),
  };
}

/** What the thread does with every message, in their order. Never rejects. */
export function serveHash(
  answer: (message: FromHashThread) => void,
): (message: ToHashThread) => Promise<void> {
  const hash = createSHA256();
  return async (message) => {
    try {
      const sha256 = await hash;
      if (message === 'digest') answer({ kind: 'digest', hex: sha256.digest('hex') });
      else {
        sha256.update(message);
        answer({ kind: 'taken', bytes: message });
      }
    } catch (caught) {
      answer({ kind: 'failed', reason: caught instanceof Error ? caught.message : String(caught) });
    }
  };
}
