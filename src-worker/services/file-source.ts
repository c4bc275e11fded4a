import type { ByteSource } from '@core/csv/csv-stream.ts';
import { isWorkbook, openWorkbook } from '@core/xlsx/open-workbook.ts';
import { AppFailure } from '@shared/errors.ts';
import type { FileSource } from '../worker-api.ts';

function unreadable(name: string, cause: string): AppFailure {
  return new AppFailure({
    kind: 'bad-file',
    file: name,
    line: null,
    column: null,
    seen: null,
    expected: null,
    message: `"${name}" cannot be read (${cause}). If another program has it open, close it there and try again. Nothing was imported.`,
  });
}

async function* readStream(stream: ReadableStream<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } catch (caught) {
    throw unreadable(name, caught instanceof Error ? caught.message : String(caught));
  } finally {
    // A stream that has already failed refuses to be cancelled; there is nothing left to release.
    await reader.cancel().catch(() => undefined);
  }
}

async function* readToken(token: string, name: string): AsyncGenerator<Uint8Array> {
  const response = await fetch(`/chosen-file/${token}`);
  if (!response.ok || response.body === null) throw unreadable(name, 'the file is gone or access is refused');
  yield* readStream(response.body, name);
}

/** A file to import: text as it is, a workbook as the CSV of its first sheet. Fails with `bad-file`. */
export async function openImport(source: FileSource): Promise<ByteSource> {
  const file = openFile(source);
  return (await isWorkbook(file, source.isWorkbook === true)) ? openWorkbook(file) : file;
}

/** The bytes behind a dropped file or a dialog's token. Reading fails with `bad-file`. */
export function openFile(source: FileSource): ByteSource {
  switch (source.kind) {
    case 'file':
      return {
        name: source.file.name,
        sizeBytes: source.file.size,
        open: () => readStream(source.file.stream(), source.file.name),
      };
    case 'token':
      return {
        name: source.name,
        sizeBytes: source.sizeBytes,
        open: () => readToken(source.token, source.name),
      };
  }
}
