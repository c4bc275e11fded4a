import { parentPort } from 'node:worker_threads';
import type { ReaderWork } from './reading-thread.ts';
import { readToPort } from './read-to-port.ts';

/**
 * The thread that reads a file for an import. It is started before there is anything to read, and the first message is its
 * work. What it cannot say as a failure reaches the importer as the thread's error.
 */
parentPort?.once('message', (work: ReaderWork) => {
  if (parentPort !== null) void readToPort(work, parentPort);
});
