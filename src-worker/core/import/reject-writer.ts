import type { ImportReject, ReadingStore } from '../reading-store.ts';

const REJECTS_PER_MESSAGE = 500;

/** Collects rejected rows and sends them to the reject file of an import, in the order of the file. */
export interface RejectWriter {
  add(reject: ImportReject): void;
  /** Sends what has been collected; call it often enough for the rows to fit into memory. */
  send(): Promise<void>;
}

export function createRejectWriter(store: ReadingStore, importId: number): RejectWriter {
  let collected: ImportReject[] = [];
  return {
    add(reject) {
      collected.push(reject);
    },
    async send() {
      const rejects = collected;
      collected = [];
      for (let at = 0; at < rejects.length; at += REJECTS_PER_MESSAGE)
        await store.appendRejects(importId, rejects.slice(at, at + REJECTS_PER_MESSAGE));
    },
  };
}
