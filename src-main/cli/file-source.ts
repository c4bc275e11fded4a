import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ByteSource } from '@core/csv/csv-stream.ts';
import { isWorkbook, openWorkbook } from '@core/xlsx/open-workbook.ts';
import { AppFailure } from '@shared/errors.ts';

const READ_BYTES = 1 << 20;

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'There is no such file. Check the path.',
  EACCES: 'You may not read this file.',
  EPERM: 'You may not read this file.',
  EBUSY: 'It is open in another program. Close it there and try again.',
  EISDIR: 'This is a folder. Name a file.',
};

const codeOf = (caught: unknown): string =>
  caught instanceof Error && 'code' in caught && typeof caught.code === 'string' ? caught.code : '';

function unreadable(name: string, caught: unknown): AppFailure {
  const message = REASONS[codeOf(caught)] ?? (caught instanceof Error ? caught.message : String(caught));
  const where = { line: null, column: null, seen: null, expected: null };
  return new AppFailure({ kind: 'bad-file', file: name, ...where, message });
}

async function* readBytes(path: string, name: string): AsyncIterable<Uint8Array> {
  try {
    for await (const bytes of createReadStream(path, { highWaterMark: READ_BYTES })) {
      if (bytes instanceof Uint8Array) yield bytes;
    }
  } catch (caught) {
    // What the consumer threw passes through `return`, not through here.
    throw unreadable(name, caught);
  }
}

/** A file on disk for the CSV reader. Throws `bad-file` when it is not there or may not be read. */
export async function openFileSource(path: string): Promise<ByteSource> {
  const name = basename(path);
  try {
    const { size } = await stat(path);
    return { name, sizeBytes: size, open: () => readBytes(path, name) };
  } catch (caught) {
    throw unreadable(name, caught);
  }
}

/** A file to import: text as it is, a workbook as the CSV of its first sheet. Throws `bad-file`. */
export async function openImportSource(path: string): Promise<ByteSource> {
  const file = await openFileSource(path);
  return (await isWorkbook(file, false)) ? openWorkbook(file) : file;
}
