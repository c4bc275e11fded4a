import { createSHA256 } from 'hash-wasm';
import type { RunningHash } from '@core/import/import-csv.ts';

export type ToHashThread = Uint8Array | 'digest';
/** For each portion that was taken its number of bytes, and at the end lower-case hex. */
export type FromHashThread =
  { readonly kind: 'taken'; readonly bytes: number } | { readonly kind: 'digest'; readonly hex: string };

/** A hash that may be taken elsewhere. */
export interface FileHash extends RunningHash {
  /** Resolves when there is room for more. */
  room(): Promise<void>;
  close(): void;
}

/** Bytes on their way to the thread. */
const MOST_UNDERWAY = 16 << 20;

/** SHA-256 on a thread of its own, since it takes longer than the reading; on this one where the host has no threads. */
export const createFileHash = (): Promise<FileHash> =>
  typeof Worker === 'undefined' ? createOwnHash() : Promise.resolve(createThreadHash());

async function createOwnHash(): Promise<FileHash> {
  const hash = await createSHA256();
  return {
    update: (bytes) => void hash.update(bytes),
    digest: () => hash.digest('hex'),
    room: () => Promise.resolve(),
    close: () => undefined,
  };
}

function createThreadHash(): FileHash {
  const worker = new Worker(new URL('../hash-worker.ts', import.meta.url), { type: 'module', name: 'hash' });
  const post = (message: ToHashThread): void => worker.postMessage(message);
  let underway = 0;
  let failure: Error | null = null;
  let goOn: () => void = () => undefined;
  let tellDigest: (hex: string) => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  worker.addEventListener('message', ({ data }: MessageEvent<FromHashThread>) => {
    if (data.kind === 'digest') tellDigest(data.hex);
    else {
      underway -= data.bytes;
      goOn();
    }
  });
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    failure = new Error(`The thread that takes the hash has failed: ${event.message}`);
    fail(failure);
    goOn();
  });
  return {
    // A copy: the reader goes on to work with the bytes. One of their own size, since a message copies all memory behind them.
    update(bytes) {
      underway += bytes.byteLength;
      post(bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice());
    },
    digest: () =>
      new Promise((resolve, reject) => {
        if (failure !== null) reject(failure);
        tellDigest = resolve;
        fail = reject;
        post('digest');
      }),
    async room() {
      while (underway > MOST_UNDERWAY && failure === null)
        await new Promise<void>((resolve) => {
          goOn = resolve;
        });
      if (failure !== null) throw failure;
    },
    close: () => worker.terminate(),
  };
}
