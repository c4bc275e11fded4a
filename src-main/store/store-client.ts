import type { MessagePortMain, UtilityProcess } from 'electron';
import type { DataChanged } from '@shared/contract/contract.ts';
import { fail, type Result } from '@shared/result.ts';
import type { FromStore, StoreCallName, StoreInput, StoreOutput, ToStore } from './store-contract.ts';

export interface StoreClientEvents {
  readonly onChanged: (change: DataChanged) => void;
  /** The store could not be opened, or its process ended by itself. Told once. */
  readonly onDeath: (reason: string) => void;
}

/** The store process as the main process sees it. */
export interface StoreClient {
  call<N extends StoreCallName>(name: N, input: StoreInput<N>): Promise<Result<StoreOutput<N>>>;
  /** Hands the worker's port over. Whatever a worker before it had not finished is cleared. */
  connect(port: MessagePortMain): void;
  /** Writes everything, closes the file, ends the process. */
  close(): Promise<void>;
}

type Answer = (result: Result<never>) => void;

/** `child`: `utilityProcess.fork(<store-process>, [dataFolder, programVersion])`. Calls made before it is ready wait. */
export function createStoreClient(child: UtilityProcess, events: StoreClientEvents): StoreClient {
  const waiting = new Map<number, Answer>();
  let lastId = 0;
  let end: string | null = null;
  let closed: (() => void) | null = null;

  const send = (message: ToStore, ports?: MessagePortMain[]): void => child.postMessage(message, ports);

  const die = (reason: string): void => {
    if (end !== null) return;
    end = reason;
    for (const answer of waiting.values()) answer(fail({ kind: 'storage', message: reason }));
    waiting.clear();
    if (closed === null) events.onDeath(reason);
    else closed();
  };

  child.on('message', (message: FromStore) => {
    if (message.kind === 'answer') {
      const answer = waiting.get(message.id);
      waiting.delete(message.id);
      // The id ties the answer to the call whose type it has.
      if (answer !== undefined) Reflect.apply(answer, undefined, [message.result]);
    } else if (message.kind === 'changed') events.onChanged(message.change);
    else if (message.kind === 'failed') die(message.message);
    else if (message.kind === 'closed') child.kill();
  });
  child.on('exit', (code) => die(`The process that holds the data has ended (code ${code}).`));

  return {
    call: (name, input) =>
      new Promise((resolve) => {
        if (end !== null) {
          resolve(fail({ kind: 'storage', message: end }));
          return;
        }
        const id = ++lastId;
        const answer: (result: Result<StoreOutput<typeof name>>) => void = resolve;
        waiting.set(id, answer);
        send({ kind: 'call', id, name, input });
      }),
    connect: (port) => send({ kind: 'connect' }, [port]),
    close: () =>
      new Promise((resolve) => {
        if (end !== null) {
          resolve();
          return;
        }
        closed = resolve;
        send({ kind: 'close' });
      }),
  };
}
