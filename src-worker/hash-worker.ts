import { serveHash, type ToHashThread } from './services/hash-thread.ts';

/** A thread that takes the SHA-256 of bytes in their order. */
const serve = serveHash((message) =>
  postMessage(message, { transfer: message.kind === 'taken' ? [message.bytes.buffer] : [] }),
);

addEventListener('message', (event: MessageEvent<ToHashThread>) => void serve(event.data));
