import type { ConstantTexts } from '../layout/constant-columns.ts';
import { canBePlain, type PlainBatch, PlainRows } from './plain-rows.ts';
import type { PlainReader, ReadContext, Row } from '../read-context.ts';
import { decodeText } from '../text/text.ts';
import { templateOf } from '../times/time-template.ts';

/** Rows that were looked at closely, after which it is asked whether the others are worth it. */
const TRIAL_ROWS = 4096;
/** In a date whose order of day and month is not proven yet, a day above it is looked at closely. */
const LAST_MONTH = 12;
const LAST_DAY = 31;

/** What the reader of wide files does with a batch: the number of rows it took. */
export interface BatchTaker {
  /** Rows for which there is room. */
  room(): number;
  /** Null while they are not known. */
  constants(): ConstantTexts | null;
  take(batch: PlainBatch, ownOffsetMs: number, line: number): number;
}

/** Finds out from the first row that was read whether the rows of a wide file are plain, and then reads them so. */
export class WidePlainRows implements PlainReader {
  rowCount = 0;
  private readonly context: ReadContext;
  private readonly taker: BatchTaker;
  private plain: PlainRows | null = null;
  private isDecided: boolean;
  private ownOffsetMs = NaN;
  private isYearFirst = false;
  private bytes: Uint8Array = new Uint8Array();
  private end = 0;
  private plainCount = 0;
  private otherCount = 0;

  constructor(context: ReadContext, taker: BatchTaker) {
    this.context = context;
    this.taker = taker;
    this.isDecided = !canBePlain(context.plan);
  }

  /** Tells of a row that was looked at closely and read; its time stood in the cell from `start` to `end`. */
  noteRow({ bytes, line }: Row, start: number, end: number): void {
    if (this.plain !== null) {
      // Each try that fails costs as much as it saves elsewhere.
      if (++this.otherCount % TRIAL_ROWS === 0 && this.otherCount > this.plainCount) this.plain = null;
      return;
    }
    const { plan, time } = this.context;
    if (this.isDecided || line < (plan.unitsLine ?? 0)) return;
    const constants = this.taker.constants();
    if (constants === null) return;
    this.isDecided = true;
    const template = templateOf(decodeText(bytes, start, end), plan.dateOrder);
    if (template === null) return;
    this.isYearFirst = template.places[0] === 0;
    this.ownOffsetMs = time.ownOffsetMs;
    this.plain = PlainRows.create(plan, template, constants);
    this.plain?.begin(this.bytes, this.end);
  }

  begin(bytes: Uint8Array, end: number): void {
    this.bytes = bytes;
    this.end = end;
    this.plain?.begin(bytes, end);
  }

  read(at: number, line: number): number {
    this.rowCount = 0;
    if (this.plain === null) return at;
    const lastDay = this.isYearFirst || this.context.time.date.provesOrder ? LAST_DAY : LAST_MONTH;
    let next = line;
    const position = this.plain.read(
      at,
      lastDay,
      () => this.taker.room(),
      (batch) => {
        const taken = this.taker.take(batch, this.ownOffsetMs, next);
        next += taken;
        return taken;
      },
    );
    this.rowCount = this.plain.rowCount;
    this.plainCount += this.rowCount;
    return position;
  }
}
