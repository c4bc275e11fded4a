import type { MessagePortMain } from 'electron';
import { endUnfinished } from './end-unfinished.ts';
import { openStore, type Store } from './open-store.ts';
import { createReadingStore } from './reading-store.ts';
import { toStoreError } from './storage-failure.ts';
import { createStoreCalls, runStoreCall } from './store-calls.ts';
import type { FromStore, ToStore } from './store-contract.ts';
import { answerWorker } from './worker-port.ts';

/**
 * Entry of the utility process that holds the database. Arguments: data folder, program version. The main process
 * sends `ToStore` and gets `FromStore`; the worker sends requests over its own port.
 */
const [folder, programVersion] = process.argv.slice(2);
const send = (message: FromStore): void => process.parentPort.postMessage(message);

function open(): Store {
  if (folder === undefined || programVersion === undefined)
    throw new Error('The store process needs a data folder and a program version.');
  return openStore({
    folder,
    programVersion,
    now: Date.now,
    onChanged: (change) => send({ kind: 'changed', change }),
  });
}

function serve(store: Store): void {
  const calls = createStoreCalls(store);
  const readings = createReadingStore(store);
  let workerPort: MessagePortMain | null = null;

  const connect = (port: MessagePortMain): void => {
    // A new worker means that the old one is gone, and with it whatever it was writing.
    workerPort?.close();
    if (workerPort !== null && endUnfinished(store.writer, store.folder, store.now()).length > 0)
      store.onChanged({ plantId: null, what: 'runs' });
    workerPort = port;
    port.on('message', ({ data }: { data: unknown }) => {
      if (typeof data !== 'object' || data === null || !('id' in data) || !('method' in data)) return;
      const { id, method } = data;
      void answerWorker(readings, method, 'args' in data ? data.args : []).then((result) =>
        port.postMessage({ id, result }),
      );
    });
    port.start();
  };

  process.parentPort.on('message', ({ data, ports }: { data: ToStore; ports: MessagePortMain[] }) => {
    if (data.kind === 'call') {
      const { id } = data;
      void runStoreCall(calls, data.name, data.input).then((result) => send({ kind: 'answer', id, result }));
    } else if (data.kind === 'connect') {
      const [port] = ports;
      if (port !== undefined) connect(port);
    } else {
      workerPort?.close();
      store.close();
      send({ kind: 'closed' });
    }
  });
  send({ kind: 'ready' });
}

try {
  serve(open());
} catch (caught) {
  const error = toStoreError(caught);
  send({ kind: 'failed', message: 'message' in error ? error.message : error.kind });
}
