import { join } from 'node:path';
import type { MessagePortMain } from 'electron';
import { DATABASE_FILE } from './file/file-names.ts';
import { readAhead } from './file/read-ahead.ts';
import { toStoreError } from './storage-failure.ts';
import type { FromStore, ToStore } from './store-contract.ts';
import { createStoreHost, type StoreHost } from './store-host.ts';

/**
 * Entry of the utility process that holds the database. Arguments: data folder, program version. The main process
 * sends `ToStore` and gets `FromStore`; the worker sends requests over its own port.
 */
const [folder, programVersion] = process.argv.slice(2);
const send = (message: FromStore): void => process.parentPort.postMessage(message);

/** The window comes first; then the backup of the day and, for this long, the check of what is stored. */
const CARE_AFTER_MS = 20_000;
const CARE_FOR_MS = 10_000;

function open(): StoreHost {
  if (folder === undefined || programVersion === undefined)
    throw new Error('The store process needs a data folder and a program version.');
  return createStoreHost({
    folder,
    programVersion,
    now: Date.now,
    onChanged: (change) => send({ kind: 'changed', change }),
  });
}

function serve(host: StoreHost): void {
  let workerPort: MessagePortMain | null = null;

  const connect = (port: MessagePortMain): void => {
    // A new worker means that the old one is gone, and with it whatever it was writing.
    workerPort?.close();
    if (workerPort !== null) host.clearAbandoned();
    workerPort = port;
    port.on('message', ({ data }: { data: unknown }) => {
      if (typeof data !== 'object' || data === null || !('id' in data) || !('method' in data)) return;
      const { id, method } = data;
      void host
        .answerWorker(method, 'args' in data ? data.args : [])
        .then((result) => port.postMessage({ id, result }));
    });
    port.start();
  };

  const care = setTimeout(() => {
    const endMs = Date.now() + CARE_FOR_MS;
    void host.careFor(() => Date.now() > endMs);
  }, CARE_AFTER_MS);

  process.parentPort.on('message', ({ data, ports }: { data: ToStore; ports: MessagePortMain[] }) => {
    if (data.kind === 'call') {
      const { id } = data;
      void host.call(data.name, data.input).then((result) => send({ kind: 'answer', id, result }));
    } else if (data.kind === 'connect') {
      const [port] = ports;
      if (port !== undefined) connect(port);
    } else {
      clearTimeout(care);
      workerPort?.close();
      host.close();
      send({ kind: 'closed' });
    }
  });
  send({ kind: 'ready' });
  // The first charts ask for hundreds of pages, one after the other. Whoever needs what cannot be read tells so.
  if (folder !== undefined) void readAhead(join(folder, DATABASE_FILE)).catch(() => 0);
}

try {
  serve(open());
} catch (caught) {
  const error = toStoreError(caught);
  send({ kind: 'failed', message: 'message' in error ? error.message : error.kind });
}
