import type { AppFailure } from '@shared/errors.ts';
import { notText } from '../messages.ts';
import { decodeText } from './text.ts';

const startsWith = (bytes: Uint8Array, mark: readonly number[]): boolean =>
  mark.every((byte, index) => bytes[index] === byte);

const SAVE_AS_CSV = 'Nothing was imported. Save it as CSV in its program, then import that file.';
const OPEN_AS_WORKBOOK =
  'Nothing was imported. Open it as Excel in the window, or give the file the ending .xlsx.';
const SAVE_AGAIN =
  'Nothing was imported. Open it in Excel and save it as .xlsx or CSV, then import that file.';
const MOST_ZEROS = 0.01;

/** What a file is whose first bytes are these. */
const BINARY: readonly (readonly [string, ...number[]])[] = [
  ['a compressed file (gzip)', 0x1f, 0x8b],
  ['a PDF document', 0x25, 0x50, 0x44, 0x46],
  ['a Parquet file', 0x50, 0x41, 0x52, 0x31],
  ['a 7-Zip archive', 0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c],
  ['a RAR archive', 0x52, 0x61, 0x72, 0x21, 0x1a, 0x07],
  ['a compressed file (bzip2)', 0x42, 0x5a, 0x68],
  ['a compressed file (xz)', 0xfd, 0x37, 0x7a, 0x58, 0x5a, 0],
  ['a compressed file (Zstandard)', 0x28, 0xb5, 0x2f, 0xfd],
  ['a picture (PNG)', 0x89, 0x50, 0x4e, 0x47],
  ['a picture (JPEG)', 0xff, 0xd8, 0xff],
  ['a picture (GIF)', 0x47, 0x49, 0x46, 0x38],
  ['a database (SQLite)', 0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20, 0x66],
  ['an RTF document', 0x7b, 0x5c, 0x72, 0x74, 0x66],
  ['a program', 0x7f, 0x45, 0x4c, 0x46],
];
const MARKUP: readonly (readonly [string, RegExp])[] = [
  ['an Excel workbook (XML)', /^\s*<\?xml[^]{0,200}<\?mso-application progid="Excel/i],
  ['a web page (HTML)', /^\s*<(?:!doctype html|html|head|body|table)[\s>]/i],
  ['an XML file', /^\s*<\?xml\s/i],
  ['a JSON file', /^\s*(?:\[\s*)?\{\s*"[^"\n]{1,200}"\s*:/],
];

/** The failure for a file that is not text at all, told by its first bytes; null when it may be a CSV file. */
export function refuseBinary(fileName: string, sample: Uint8Array): AppFailure | null {
  const refuse = (whatItIs: string, advice = SAVE_AS_CSV): AppFailure =>
    notText(fileName, whatItIs, advice, decodeText(sample, 0, Math.min(sample.length, 40)));
  if (startsWith(sample, [0x50, 0x4b, 3, 4])) {
    const names = decodeText(sample, 0, Math.min(sample.length, 4096));
    return /\[Content_Types\]|xl\//.test(names)
      ? refuse('This is an Excel workbook (.xlsx) renamed to .csv. Open it as Excel?', OPEN_AS_WORKBOOK)
      : refuse('This is a ZIP archive, not a CSV file.');
  }
  if (startsWith(sample, [0xd0, 0xcf, 0x11, 0xe0]))
    return refuse('This is an old Excel workbook (.xls), or one with a password.', SAVE_AGAIN);
  const known = BINARY.find(([, ...mark]) => startsWith(sample, mark));
  if (known !== undefined) return refuse(`This is ${known[0]}, not a CSV file.`);
  const markup = MARKUP.find(([, pattern]) =>
    pattern.test(decodeText(sample, 0, Math.min(sample.length, 512)).replace(/^\ufeff/, '')),
  );
  if (markup !== undefined) return refuse(`This is ${markup[0]}, not a CSV file.`);
  return null;
}

/** The failure for text that is full of zero bytes, once UTF-16 is excluded. */
export function refuseZeros(fileName: string, text: Uint8Array): AppFailure | null {
  let zeros = 0;
  for (const byte of text) if (byte === 0) zeros++;
  return zeros > MOST_ZEROS * text.length && zeros > 8
    ? notText(
        fileName,
        'This is a binary file, not a CSV file.',
        SAVE_AS_CSV,
        decodeText(text, 0, Math.min(text.length, 40)),
      )
    : null;
}
