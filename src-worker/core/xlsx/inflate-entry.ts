import { Inflate } from 'fflate';
import { countText } from '../csv/messages.ts';
import { damaged, tooLarge } from './faults.ts';
import { LIMITS } from './limits.ts';
import type { ZipEntry } from './zip-directory.ts';

/** Packed bytes at a step: what one step inflates to stays below 17 MB, the most that deflate can do. */
const STEP_BYTES = 1 << 14;
const STORED = 0;
const DEFLATED = 8;

/** Where the reading of an entry is. */
export interface Inflation {
  /** 0..1 of the packed bytes. */
  done: number;
}

/**
 * The bytes of an entry, a portion at a time. Throws `bad-file` for what is declared or turns out larger than `mostBytes`
 * or than any real sheet would inflate to, before it is held in memory.
 */
export function* inflateEntry(
  { name, method, packed, declaredBytes }: ZipEntry,
  file: string,
  mostBytes: number,
  progress: Inflation = { done: 0 },
): Generator<Uint8Array, void, undefined> {
  const refuse = (bytes: number): Error =>
    tooLarge(file, `"${name}" unpacks to ${megabytes(bytes)} or more`, megabytes(mostBytes));
  if (declaredBytes > mostBytes) throw refuse(declaredBytes);
  if (method !== STORED && method !== DEFLATED)
    throw damaged(file, `"${name}" is packed in a way that Excel does not use`);
  const parts: Uint8Array[] = [];
  const inflater = method === DEFLATED ? new Inflate((part) => void parts.push(part)) : null;
  let inflatedBytes = 0;
  for (let at = 0; at < packed.length; at += STEP_BYTES) {
    const step = packed.subarray(at, at + STEP_BYTES);
    const usedBytes = at + step.length;
    if (inflater === null) parts.push(step);
    else push(inflater, step, usedBytes === packed.length, name, file);
    progress.done = usedBytes / packed.length;
    for (const part of parts.splice(0)) {
      inflatedBytes += part.length;
      if (inflatedBytes > mostBytes) throw refuse(inflatedBytes);
      if (inflatedBytes > LIMITS.ratioFromBytes && inflatedBytes > LIMITS.ratio * usedBytes)
        throw tooLarge(
          file,
          `"${name}" unpacks to more than ${LIMITS.ratio} times its size`,
          `${LIMITS.ratio} times`,
        );
      if (part.length > 0) yield part;
    }
  }
}

function push(inflater: Inflate, step: Uint8Array, isLast: boolean, name: string, file: string): void {
  try {
    inflater.push(step, isLast);
  } catch {
    throw damaged(file, `"${name}" cannot be unpacked`);
  }
}

const megabytes = (bytes: number): string => `${countText(Math.round(bytes / (1 << 20)))} MB`;
