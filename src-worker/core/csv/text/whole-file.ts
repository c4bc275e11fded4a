import type { ByteSource } from '../csv-stream.ts';
import { badFile, emptyFile } from '../messages.ts';
import type { Row } from '../read-context.ts';
import { decodeText } from './text.ts';

/**
 * The bytes of a file that is small by its nature, such as a list of plants.
 *
 * @param what what the file would be, in the plural or as a thing: "a plant registry"
 * @throws {AppFailure} `bad-file` for an empty file and for one above `mostMegabytes`
 */
export async function readWholeFile(
  source: ByteSource,
  mostMegabytes: number,
  what: string,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of source.open()) {
    parts.push(part.slice());
    length += part.length;
    if (length > mostMegabytes << 20)
      throw badFile(source.name, {
        expected: `${what} of at most ${mostMegabytes} MB`,
        message: `The file is larger than ${mostMegabytes} MB, which ${what} is not. Nothing was imported. Choose another file.`,
      });
  }
  if (length === 0) throw emptyFile(source.name);
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** The cells of a row as text, without quotes, byte-order mark and the spaces around. */
export function textsOf({ bytes, cells, start: rowStart }: Row): readonly string[] {
  return Array.from({ length: Math.min(cells.count, cells.starts.length - 1) }, (_, cell) => {
    const start = cells.starts[cell];
    const raw = decodeText(bytes, start, cells.ends[cell]);
    const isQuoted = start > rowStart && bytes[start - 1] === 34;
    return (isQuoted ? raw.replaceAll('""', '"') : raw).replace(/^\ufeff/, '').trim();
  });
}
