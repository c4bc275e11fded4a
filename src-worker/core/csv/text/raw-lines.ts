import type { ByteSource } from '../csv-stream.ts';
import { detectEncoding } from './encoding.ts';
import type { Encoding, RawLine } from '../import-plan.ts';
import { decodeText } from './text.ts';
import { createTranscoder } from './transcode.ts';

const MOST_LINES = 60;
const MOST_BYTES = 1 << 18;
const LONGEST_SHOWN = 2000;

/** The first lines as they stand in the file, cut at 2,000 bytes each; lines inside quotes are lines too. */
export async function readRawLines(
  source: ByteSource,
  encoding: Encoding | undefined,
): Promise<readonly RawLine[]> {
  let text: Uint8Array = new Uint8Array(0);
  let transcoder: ReturnType<typeof createTranscoder> | null = null;
  for await (const bytes of source.open()) {
    transcoder ??= createTranscoder(encoding ?? detectEncoding(bytes).encoding);
    const part = transcoder.push(bytes.subarray(0, MOST_BYTES));
    const longer = new Uint8Array(text.length + part.length);
    longer.set(text);
    longer.set(part, text.length);
    text = longer;
    if (text.length >= MOST_BYTES || countLines(text) > MOST_LINES) break;
  }
  return splitLines(text);
}

const countLines = (text: Uint8Array): number => text.reduce((sum, byte) => sum + (byte === 10 ? 1 : 0), 0);

function splitLines(text: Uint8Array): readonly RawLine[] {
  const lines: RawLine[] = [];
  const end = text.includes(10) ? 10 : 13;
  let at = 0;
  while (at < text.length && lines.length < MOST_LINES) {
    const found = text.indexOf(end, at);
    const stop = found < 0 ? text.length : found;
    const shown = decodeText(text, at, Math.min(stop, at + LONGEST_SHOWN)).replace(/\r$/, '');
    lines.push({ line: lines.length + 1, text: shown });
    at = stop + 1;
  }
  return lines;
}
