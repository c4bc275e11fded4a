import type { ByteSource } from '@core/csv/csv-stream.ts';
import { isWorkbook, openWorkbook } from '@core/xlsx/open-workbook.ts';
import type { AppFailure } from '@shared/errors.ts';
import { shrunkFile, unreadableFile } from '@shared/unreadable-file.ts';
import type { FileSource } from '../worker-api.ts';
import type { FileMark, WorkbookShelf } from './workbook-shelf.ts';

/** Why the browser refuses a dropped file, where it says so. */
const isChanged = (caught: unknown): boolean =>
  caught instanceof DOMException && (caught.name === 'NotReadableError' || caught.name === 'NotFoundError');

const unreadable = (name: string, caught: unknown): AppFailure =>
  unreadableFile(
    name,
    isChanged(caught)
      ? `"${name}" was changed, moved or locked by another program after it was chosen. Close it there and choose it again. Nothing was imported.`
      : `"${name}" cannot be read (${caught instanceof Error ? caught.message : String(caught)}). If another program has it open, close it there and try again. Nothing was imported.`,
  );

async function* readStream(
  stream: ReadableStream<Uint8Array>,
  name: string,
  sizeBytes: number,
  explain: (caught: unknown) => Promise<AppFailure> | AppFailure,
): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  let readCount = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read().catch(async (caught: unknown) => {
        throw await explain(caught);
      });
      if (done) break;
      readCount += value.byteLength;
      yield value;
    }
  } finally {
    // A stream that has already failed refuses to be cancelled; there is nothing left to release.
    await reader.cancel().catch(() => undefined);
  }
  if (readCount < sizeBytes) throw shrunkFile(name, sizeBytes, readCount);
}

/** The main process knows why the file behind a token could not be read; the stream itself does not say. */
async function explainToken(token: string, name: string, caught: unknown): Promise<AppFailure> {
  const reason = await fetch(`/chosen-file/${token}/failure`)
    .then((response) => (response.ok ? response.text() : ''))
    .catch(() => '');
  return reason === '' ? unreadable(name, caught) : unreadableFile(name, reason);
}

async function* readToken(token: string, name: string): AsyncGenerator<Uint8Array> {
  const explain = (caught: unknown): Promise<AppFailure> => explainToken(token, name, caught);
  const response = await fetch(`/chosen-file/${token}`);
  if (!response.ok || response.body === null) throw await explain('the file is gone or access is refused');
  const sizeBytes = Number(response.headers.get('X-File-Bytes') ?? 0);
  yield* readStream(response.body, name, sizeBytes, explain);
}

/** A file to import: text as it is, a workbook as the CSV of its first sheet. Fails with `bad-file`. */
export async function openImport(source: FileSource): Promise<ByteSource> {
  const file = openFile(source);
  return (await isWorkbook(file, source.isWorkbook === true)) ? openWorkbook(file) : file;
}

/** The same for a preview: a workbook that the shelf keeps is not opened again while it is as it was. */
export async function openForPreview(source: FileSource, shelf: WorkbookShelf): Promise<ByteSource> {
  return shelf.open(await markOf(source), () => openImport(source));
}

async function markOf(source: FileSource): Promise<FileMark> {
  const saidToBe = source.isWorkbook === true ? 'workbook' : 'file';
  if (source.kind === 'token') {
    const { token, sizeBytes } = source;
    const response = await fetch(`/chosen-file/${token}/mark`);
    // Opening a file that is gone says why.
    return { key: response.ok ? `${saidToBe} ${token} ${await response.text()}` : null, sizeBytes };
  }
  const { name, size, lastModified } = source.file;
  // The browser tells what the file was when it was dropped, and refuses to read it once it is another.
  const isAsDropped = await source.file
    .slice(0, 1)
    .arrayBuffer()
    .then(
      () => true,
      () => false,
    );
  return { key: isAsDropped ? `${saidToBe} ${name} ${size} ${lastModified}` : null, sizeBytes: size };
}

/** The bytes behind a dropped file or a dialog's token. Reading fails with `bad-file`. */
export function openFile(source: FileSource): ByteSource {
  switch (source.kind) {
    case 'file':
      return {
        name: source.file.name,
        sizeBytes: source.file.size,
        open: () =>
          readStream(source.file.stream(), source.file.name, source.file.size, (caught) =>
            unreadable(source.file.name, caught),
          ),
      };
    case 'token':
      return {
        name: source.name,
        sizeBytes: source.sizeBytes,
        open: () => readToken(source.token, source.name),
      };
  }
}
