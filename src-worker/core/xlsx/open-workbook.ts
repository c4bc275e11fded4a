import { strToU8 } from 'fflate';
import type { ByteSource } from '../csv/csv-stream.ts';
import { countOf } from '../csv/messages.ts';
import { decodeText } from '../csv/text/text.ts';
import { tooLarge } from './faults.ts';
import { type Inflation, inflateEntry } from './inflate-entry.ts';
import { LIMITS } from './limits.ts';
import { XmlReader } from './read-xml.ts';
import { listenToSheet, newSheetCounts, type SheetContext, type SheetCounts } from './sheet-rows.ts';
import { findFirstSheet, type FirstSheet, readFormatKinds, readSharedTexts } from './workbook-parts.ts';
import { readZipDirectory } from './zip-directory.ts';

const PORTION_LETTERS = 1 << 16;
const ARCHIVE_MARK = [0x50, 0x4b, 3, 4] as const;
const WORKBOOK_NAME = /\.(?:xlsx?|xlsm|xltx|xltm)$/i;

/** Whether a file is to be read as a workbook: by its first bytes, and by its name unless that is said to be wrong. */
export async function isWorkbook(source: ByteSource, isSaidToBe: boolean): Promise<boolean> {
  if (!isSaidToBe && !WORKBOOK_NAME.test(source.name)) return false;
  return isArchive(await firstBytes(source));
}

/** Whether a file of any name is a workbook by its first bytes. */
export async function looksLikeWorkbook(source: ByteSource): Promise<boolean> {
  const bytes = await firstBytes(source);
  return (
    isArchive(bytes) && /\[Content_Types\]|xl\//.test(decodeText(bytes, 0, Math.min(bytes.length, 4096)))
  );
}

const isArchive = (bytes: Uint8Array): boolean => ARCHIVE_MARK.every((byte, at) => bytes[at] === byte);

async function firstBytes(source: ByteSource): Promise<Uint8Array> {
  for await (const bytes of source.open()) if (bytes.length > 0) return bytes;
  return new Uint8Array(0);
}

/**
 * The first sheet of a workbook as a CSV file: a line for every row, so that line numbers are row numbers; values, not
 * formulas; dates as text; TRUE and FALSE as 1 and 0; errors such as #N/A as text, which is stored as a gap. Nothing of the
 * sheet is held: it is inflated and read again at every pass. Throws `bad-file` for what no real workbook is.
 */
export async function openWorkbook(source: ByteSource): Promise<ByteSource> {
  const { name } = source;
  const archive = readZipDirectory(await readAll(source), name);
  const sheet = findFirstSheet(archive, name);
  const context: SheetContext = {
    file: name,
    texts: readSharedTexts(archive, name),
    kinds: readFormatKinds(archive, name),
    is1904: sheet.is1904,
  };
  const progress: Inflation = { done: 0 };
  let counts = newSheetCounts();
  return {
    name,
    sizeBytes: source.sizeBytes,
    open: () => {
      counts = newSheetCounts();
      return readSheet(sheet, context, counts, progress);
    },
    workbook: {
      original: () => source.open(),
      about:
        sheet.sheetCount > 1
          ? [
              `The workbook has ${sheet.sheetCount} sheets. "${sheet.name}", the first that is shown, is read.`,
            ]
          : [],
      done: () => progress.done,
      notices: () => describeCells(counts),
    },
  };
}

async function readAll(source: ByteSource): Promise<Uint8Array> {
  const { name, sizeBytes } = source;
  const refuse = (bytes: number): Error =>
    tooLarge(name, `the file has ${Math.round(bytes / (1 << 20))} MB`, `${LIMITS.fileBytes >> 20} MB`);
  if (sizeBytes > LIMITS.fileBytes) throw refuse(sizeBytes);
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of source.open()) {
    length += part.length;
    if (length > LIMITS.fileBytes) throw refuse(length);
    parts.push(part.slice());
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

async function* readSheet(
  { entry }: FirstSheet,
  context: SheetContext,
  counts: SheetCounts,
  progress: Inflation,
): AsyncGenerator<Uint8Array> {
  let text = '';
  let line = 0;
  const ready: Uint8Array[] = [];
  const send = (): void => {
    if (text !== '') ready.push(strToU8(text));
    text = '';
  };
  const reader = new XmlReader(
    context.file,
    listenToSheet(context, counts, (row, cells) => {
      text += `${'\n'.repeat(row - line - 1)}${cells.map(quoted).join(',')}\n`;
      line = row;
      if (text.length > PORTION_LETTERS) send();
    }),
  );
  progress.done = 0;
  for (const bytes of inflateEntry(entry, context.file, LIMITS.sheetBytes, progress)) {
    reader.push(bytes);
    for (const portion of ready.splice(0)) yield await Promise.resolve(portion);
  }
  reader.end();
  send();
  yield* ready;
}

const quoted = (cell: string): string => (/[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

function describeCells(counts: SheetCounts): readonly string[] {
  const { errorCount, booleanCount, unsolvedCount } = counts;
  return [
    ...(errorCount > 0
      ? [`${countOf(errorCount, 'cell holds', 'cells hold')} an error such as #N/A, stored as a gap.`]
      : []),
    ...(booleanCount > 0
      ? [`${countOf(booleanCount, 'cell is', 'cells are')} TRUE or FALSE, stored as 1 or 0.`]
      : []),
    ...(unsolvedCount > 0
      ? [
          `${countOf(unsolvedCount, 'formula has', 'formulas have')} no stored result and ${unsolvedCount === 1 ? 'is' : 'are'} empty here. Open the workbook in Excel and save it, then import it again.`,
        ]
      : []),
  ];
}
