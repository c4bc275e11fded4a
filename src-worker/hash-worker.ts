import { createSHA256 } from 'hash-wasm';
import type { FromHashThread, ToHashThread } from './services/hash-thread.ts';

/** A thread that takes the SHA-256 of bytes in their order. What goes wrong reaches its owner as the worker's error. */
const hash = createSHA256();
const answer = (message: FromHashThread): void => postMessage(message);

addEventListener('message', (event: MessageEvent<ToHashThread>) => {
  const { data } = event;
  void hash.then((sha256) => {
    if (data === 'digest') answer({ kind: 'digest', hex: sha256.digest('hex') });
    else {
      sha256.update(data);
      answer({ kind: 'taken', bytes: data.byteLength });
    }
  });
});
