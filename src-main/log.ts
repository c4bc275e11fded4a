import { join } from 'node:path';
import log from 'electron-log/main.js';

const MOST_LOG_BYTES = 5 * 1024 * 1024;

/** Writes to `logs/main.log` in the data folder; one older file is kept. No reading and no tag name is ever logged. */
export function startLog(dataFolder: string): void {
  log.transports.file.resolvePathFn = () => join(dataFolder, 'logs', 'main.log');
  log.transports.file.maxSize = MOST_LOG_BYTES;
  log.transports.console.level = 'warn';
}

export const logInfo = (message: string): void => log.info(message);

/** A defect: something that the code did not expect. Logged with its stack. */
export const logDefect = (where: string, caught: unknown): void =>
  log.error(where, caught instanceof Error ? (caught.stack ?? caught.message) : caught);
