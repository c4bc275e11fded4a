import type { ImportPlan } from '../import-plan.ts';
import { lineTooLong, tooWide, unclosedQuote, MOST_COLUMNS } from '../messages.ts';
import type { PlainReader, Row } from '../read-context.ts';
import { RecordSplitter } from './records.ts';
import { decodeText } from './text.ts';
import { createTranscoder, type Transcoder } from './transcode.ts';

const LF = 10;
const CR = 13;
const LONGEST_RECORD = 4 << 20;
const SHOWN_BYTES = 200;

/**
 * Cuts a stream of bytes into records and hands each to `onRow`, except those that `plain` takes. The portions may be cut anywhere: the records are the
 * same. The row and its cells are valid only during the call. Throws `bad-file` for a quote that never closes, a line
 * over 4 MB, or too many columns.
 */
export class RecordStream {
  private readonly transcoder: Transcoder;
  private readonly splitter: RecordSplitter;
  private readonly quote: string;
  private readonly isCr: boolean;
  private readonly fileName: string;
  private readonly onRow: (row: Row) => void;
  /** May be changed while a row is handed out. */
  plain: PlainReader | null;
  private readonly row: { -readonly [Field in keyof Row]: Row[Field] };
  private pending = new Uint8Array(1 << 16);
  private length = 0;
  private line = 1;

  constructor(
    plan: Pick<ImportPlan, 'encoding' | 'delimiter' | 'quoting' | 'quote' | 'lineEnd'>,
    fileName: string,
    onRow: (row: Row) => void,
    plain: PlainReader | null = null,
  ) {
    this.transcoder = createTranscoder(plan.encoding);
    this.quote = plan.quote ?? '"';
    this.splitter = new RecordSplitter(plan.delimiter, plan.quoting ? (plan.quote ?? '"') : null);
    this.isCr = plan.lineEnd === 'cr';
    this.fileName = fileName;
    this.onRow = onRow;
    this.plain = plain;
    this.row = { bytes: this.pending, cells: this.splitter, line: 0, start: 0, end: 0, isCutOff: false };
  }

  push(bytes: Uint8Array): void {
    this.append(this.transcoder.push(bytes));
  }

  /** Reads what is left; a last line without a line feed counts as a line. */
  end(): void {
    this.append(this.transcoder.end());
    if (this.length === 0) return;
    this.row.isCutOff = true;
    if (this.pending[this.length - 1] !== LF) this.append(Uint8Array.of(LF));
    if (this.length > 0) throw this.unclosed();
  }

  private append(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    const needed = this.length + bytes.length;
    if (needed > this.pending.length) {
      const longer = new Uint8Array(Math.max(needed, this.pending.length * 2));
      longer.set(this.pending.subarray(0, this.length));
      this.pending = longer;
    }
    this.pending.set(bytes, this.length);
    if (this.isCr)
      for (let at = this.length; at < needed; at++) if (this.pending[at] === CR) this.pending[at] = LF;
    const hasLine = this.pending.subarray(this.length, needed).lastIndexOf(LF);
    const end = this.length + hasLine + 1;
    this.length = needed;
    const consumed = hasLine < 0 ? 0 : this.readRecords(end);
    if (consumed > 0) {
      this.pending.copyWithin(0, consumed, this.length);
      this.length -= consumed;
    }
    if (this.length > LONGEST_RECORD) throw this.tooLong();
  }

  /** Reads the complete records before `end`, which is just behind a line feed; the position reached. */
  private readRecords(end: number): number {
    const { pending, splitter, row } = this;
    // The last line of a file without a line end is looked at closely.
    let plain = row.isCutOff ? null : this.plain;
    plain?.begin(pending, end);
    row.bytes = pending;
    let at = 0;
    while (at < end) {
      if (plain !== null) {
        at = plain.read(at, this.line);
        this.line += plain.rowCount;
        if (at >= end) break;
      }
      const next = splitter.next(pending, at, end);
      if (next < 0) break;
      if (splitter.count > MOST_COLUMNS)
        throw tooWide(this.fileName, this.line, splitter.count, this.textAt(at));
      if (splitter.isMalformed && splitter.innerLines > 0)
        throw unclosedQuote(this.fileName, this.line, this.textAt(at), this.quote);
      row.line = this.line;
      row.start = at;
      row.end = next;
      this.onRow(row);
      this.line += 1 + splitter.innerLines;
      at = next;
      if (plain !== null && plain !== this.plain) {
        plain = this.plain;
        plain?.begin(pending, end);
      }
    }
    return at;
  }

  private textAt(at: number): string {
    const lineEnd = this.pending.subarray(at, Math.min(this.length, at + SHOWN_BYTES)).indexOf(LF);
    return decodeText(this.pending, at, lineEnd < 0 ? Math.min(this.length, at + SHOWN_BYTES) : at + lineEnd);
  }

  private unclosed(): Error {
    return unclosedQuote(this.fileName, this.line, this.textAt(0), this.quote);
  }

  private tooLong(): Error {
    return this.pending.subarray(0, this.length).includes(LF)
      ? this.unclosed()
      : lineTooLong(this.fileName, this.line, this.textAt(0));
  }
}
