import type { CsvReject } from './csv-stream.ts';
import { cutText, decodeText } from './text/text.ts';

const KEPT_REJECTS = 100;
const LONGEST_RAW = 1000;

/** Rows that could not be stored: counted by reason, the first 100 kept, every one handed on. */
export class RejectLog {
  readonly first: CsvReject[] = [];
  count = 0;
  /** By kind of reason, for the summary. */
  readonly counts = new Map<string, number>();
  private readonly onReject: ((reject: CsvReject) => void) | undefined;

  constructor(onReject: ((reject: CsvReject) => void) | undefined) {
    this.onReject = onReject;
  }

  /** `kind` names the group in the summary; `reason` is a full sentence. */
  add(
    kind: string,
    reason: string,
    line: number,
    column: string | null,
    bytes: Uint8Array,
    start: number,
    end: number,
  ): void {
    this.count++;
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
    if (this.first.length >= KEPT_REJECTS && this.onReject === undefined) return;
    let last = Math.min(end, start + LONGEST_RAW);
    if (last === end) while (last > start && (bytes[last - 1] === 10 || bytes[last - 1] === 13)) last--;
    const reject = { line, column, reason, raw: decodeText(bytes, start, last) };
    if (this.first.length < KEPT_REJECTS) this.first.push(reject);
    this.onReject?.(reject);
  }
}

/** A cell for a message: in quotes, cut at 40 characters. */
export const shownCell = (bytes: Uint8Array, start: number, end: number): string =>
  `"${cutText(decodeText(bytes, start, Math.min(end, start + 200)))}"`;
