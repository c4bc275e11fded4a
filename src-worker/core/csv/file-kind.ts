import type { AppFailure } from '@shared/errors.ts';
import { notText } from './messages.ts';
import { decodeText } from './text.ts';

const startsWith = (bytes: Uint8Array, mark: readonly number[]): boolean =>
  mark.every((byte, index) => bytes[index] === byte);

const SAVE_AS_CSV = 'Nothing was imported. Save it as CSV in its program, then import that file.';
const MOST_ZEROS = 0.01;

/** The failure for a file that is not text at all, told by its first bytes; null when it may be a CSV file. */
export function refuseBinary(fileName: string, sample: Uint8Array): AppFailure | null {
  const refuse = (whatItIs: string): AppFailure =>
    notText(fileName, whatItIs, SAVE_AS_CSV, decodeText(sample, 0, Math.min(sample.length, 40)));
  if (startsWith(sample, [0x50, 0x4b, 3, 4])) {
    const names = decodeText(sample, 0, Math.min(sample.length, 4096));
    return /\[Content_Types\]|xl\//.test(names)
      ? refuse('This is an Excel workbook (.xlsx) renamed to .csv. Open it as Excel?')
      : refuse('This is a ZIP archive, not a CSV file.');
  }
  if (startsWith(sample, [0xd0, 0xcf, 0x11, 0xe0]))
    return refuse('This is an old Excel workbook (.xls) renamed to .csv. Open it as Excel?');
  if (startsWith(sample, [0x1f, 0x8b])) return refuse('This is a compressed file (gzip), not a CSV file.');
  if (startsWith(sample, [0x25, 0x50, 0x44, 0x46])) return refuse('This is a PDF document, not a CSV file.');
  if (startsWith(sample, [0x50, 0x41, 0x52, 0x31])) return refuse('This is a Parquet file, not a CSV file.');
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
