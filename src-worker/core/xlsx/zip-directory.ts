import { decodeText } from '../csv/text/text.ts';
import { damaged, tooLarge } from './faults.ts';
import { LIMITS } from './limits.ts';

/** A file inside the archive. Source of the layout: PKWARE APPNOTE 6.3.9, sections 4.3.7, 4.3.12 and 4.3.16. */
export interface ZipEntry {
  readonly name: string;
  /** 0 = stored, 8 = deflated. */
  readonly method: number;
  /** Bytes as they lie in the archive. */
  readonly packed: Uint8Array;
  /** What the archive says that they inflate to. */
  readonly declaredBytes: number;
}

const END_MARK = 0x06054b50;
const ENTRY_MARK = 0x02014b50;
const LOCAL_MARK = 0x04034b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 65_535;
const ENTRY_BYTES = 46;
const LOCAL_BYTES = 30;
const ENCRYPTED = 1;

/** The directory at the end of the archive, by name. Nothing is inflated. Throws `bad-file`. */
export function readZipDirectory(archive: Uint8Array, file: string): ReadonlyMap<string, ZipEntry> {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  const end = findEnd(view);
  if (end < 0) throw damaged(file, 'the end of the file is missing; it may have been copied only in part');
  const count = view.getUint16(end + 10, true);
  if (count > LIMITS.entries) throw tooLarge(file, `it holds ${count} files`, `${LIMITS.entries} files`);
  const entries = new Map<string, ZipEntry>();
  let at = view.getUint32(end + 16, true);
  for (let entry = 0; entry < count; entry++) {
    if (at + ENTRY_BYTES > archive.length || view.getUint32(at, true) !== ENTRY_MARK)
      throw damaged(file, 'its list of contents is cut off');
    const nameLength = view.getUint16(at + 28, true);
    const name = decodeText(
      archive,
      at + ENTRY_BYTES,
      Math.min(archive.length, at + ENTRY_BYTES + nameLength),
    );
    if ((view.getUint16(at + 8, true) & ENCRYPTED) !== 0) throw damaged(file, 'it is encrypted');
    const packed = packedBytes(archive, view, {
      start: view.getUint32(at + 42, true),
      length: view.getUint32(at + 20, true),
      file,
    });
    const method = view.getUint16(at + 10, true);
    entries.set(name, { name, method, packed, declaredBytes: view.getUint32(at + 24, true) });
    at += ENTRY_BYTES + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

function findEnd(view: DataView): number {
  const first = Math.max(0, view.byteLength - END_BYTES - LONGEST_COMMENT);
  for (let at = view.byteLength - END_BYTES; at >= first; at--)
    if (view.getUint32(at, true) === END_MARK) return at;
  return -1;
}

interface Place {
  readonly start: number;
  readonly length: number;
  readonly file: string;
}

function packedBytes(archive: Uint8Array, view: DataView, { start, length, file }: Place): Uint8Array {
  if (start + LOCAL_BYTES > archive.length || view.getUint32(start, true) !== LOCAL_MARK)
    throw damaged(file, 'its list of contents points outside the file');
  const from = start + LOCAL_BYTES + view.getUint16(start + 26, true) + view.getUint16(start + 28, true);
  if (from + length > archive.length) throw damaged(file, 'a part of it is cut off');
  return archive.subarray(from, from + length);
}
