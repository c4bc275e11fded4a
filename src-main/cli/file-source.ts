import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ByteSource } from '@core/csv/csv-stream.ts';
import { isWorkbook, openWorkbook } from '@core/xlsx/open-workbook.ts';
import type { AppFailure } from '@shared/errors.ts';
import { describeUnreadable, shrunkFile, unreadableFile } from '@shared/unreadable-file.ts';

const READ_BYTES = 1 << 20;

const unreadable = (name: string, caught: unknown): AppFailure =>
  unreadableFile(
    name,
    describeUnreadable(name, caught, process.platform === 'win32', 'run the command again'),
  );

async function* readBytes(path: string, name: string, sizeBytes: number): AsyncIterable<Uint8Array> {
  let readCount = 0;
  try {
    for await (const bytes of createReadStream(path, { highWaterMark: READ_BYTES })) {
      if (!(bytes instanceof Uint8Array)) continue;
      readCount += bytes.byteLength;
      yield bytes;
    }
  } catch (caught) {
    // What the consumer threw passes through `return`, not through here.
    throw unreadable(name, caught);
  }
  if (readCount < sizeBytes) throw shrunkFile(name, sizeBytes, readCount);
}

/** A file on disk for the CSV reader. Throws `bad-file` when it is not there or may not be read. */
export async function openFileSource(path: string): Promise<ByteSource> {
  const name = basename(path);
  try {
    const { size } = await stat(path);
    return { name, sizeBytes: size, open: () => readBytes(path, name, size) };
  } catch (caught) {
    throw unreadable(name, caught);
  }
}

/** A file to import: text as it is, a workbook as the CSV of its first sheet. Throws `bad-file`. */
export async function openImportSource(path: string): Promise<ByteSource> {
  const file = await openFileSource(path);
  return (await isWorkbook(file, false)) ? openWorkbook(file) : file;
}
