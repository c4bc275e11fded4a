import type { ConstantTexts } from '../layout/constant-columns.ts';
import type { ImportPlan } from '../import-plan.ts';
import {
  AREAS,
  CONSTANT_KIND,
  FREE_FROM,
  loadRowKernel,
  type RowKernel,
  TIME_KIND,
  VALUE_KIND,
} from './row-kernel.ts';
import { PORTION_ROWS } from './tag-series.ts';
import { TEMPLATE_BYTES, type TimeTemplate } from '../times/time-template.ts';

const LF = 10;
/** No byte of a file: quotes are ordinary characters. */
const NO_BYTE = 256;
const PIECE_BYTES = 1 << 18;
const MOST_VALUE_BYTES = 8 << 20;
const LEAST_BATCH_ROWS = 64;

/** Rows that the kernel has read; valid until the next ones are. */
export interface PlainBatch {
  readonly rowCount: number;
  /** The clock's times as if UTC, epoch ms. */
  readonly localMs: Float64Array;
  /** One array a value column, in the order of the plan; NaN = empty. */
  readonly values: readonly Float64Array[];
  readonly emptyCount: number;
}

/** Whether the plan's rows can be plain: one calendar time that fills its cell, values, and columns that are left out. */
export const canBePlain = ({
  columns,
  dateForm,
  twelveHour,
  delimiter,
  sampling,
  mergedCells,
}: ImportPlan): boolean =>
  dateForm === 'calendar' &&
  !twelveHour &&
  delimiter !== ' ' &&
  sampling === null &&
  mergedCells !== 'fill' &&
  columns.filter(({ role }) => role === 'time').length === 1 &&
  columns.every(({ role }) => role === 'time' || role === 'value' || role === 'skip');

/**
 * Reads the plain rows of a wide file many at a time, by the kernel in WebAssembly: a time after the template, and
 * values that are empty or short decimal numbers, and constant cells that are empty or unchanged. Every other row is left to the reader of single rows, so that this
 * changes the speed and nothing else.
 */
export class PlainRows {
  /** Rows that the last `read` handed on. */
  rowCount = 0;
  private readonly kernel: RowKernel;
  private readonly batchRows: number;
  private readonly input: Uint8Array;
  private readonly inputAt: number;
  private readonly begins: Uint32Array;
  private readonly localMs: Float64Array;
  private readonly values: readonly Float64Array[];
  private bytes: Uint8Array = new Uint8Array();
  private end = 0;
  private loadedFrom = 0;
  private loadedTo = 0;

  private constructor(kernel: RowKernel, areas: Areas, valueCount: number) {
    const { buffer } = kernel.memory;
    this.kernel = kernel;
    this.batchRows = areas.batchRows;
    this.inputAt = areas.input;
    this.input = new Uint8Array(buffer, areas.input, PIECE_BYTES + TEMPLATE_BYTES);
    this.begins = new Uint32Array(buffer, areas.begins, PORTION_ROWS);
    this.localMs = new Float64Array(buffer, areas.times, PORTION_ROWS);
    this.values = Array.from(
      { length: valueCount },
      (_, place) => new Float64Array(buffer, areas.values + place * areas.batchRows * 8, areas.batchRows),
    );
  }

  /** Null where the host cannot run the kernel. `constants`: by the index of the column. */
  static create(plan: ImportPlan, template: TimeTemplate, constants: ConstantTexts): PlainRows | null {
    const valueCount = plan.columns.filter(({ role }) => role === 'value').length;
    const areas = placeAreas(valueCount, constants);
    const kernel = loadRowKernel(areas.byteCount);
    if (kernel === null) return null;
    describePlan(kernel, plan, template, areas);
    writeConstants(kernel, constants, areas.constants);
    return new PlainRows(kernel, areas, valueCount);
  }

  /** The bytes that the next reads are about; they end with a line feed at `end`. */
  begin(bytes: Uint8Array, end: number): void {
    this.bytes = bytes;
    this.end = end;
    this.loadedFrom = 0;
    this.loadedTo = 0;
  }

  /**
   * Reads from `at` to the first row that is not plain. `take` gets the rows, at most `room()` at a time, and answers
   * how many it took; where it leaves some, the reading stops. Returns the position reached.
   */
  read(at: number, lastDay: number, room: () => number, take: (batch: PlainBatch) => number): number {
    const { kernel, inputAt } = this;
    this.rowCount = 0;
    let position = at;
    while (position < this.end) {
      if ((position < this.loadedFrom || position >= this.loadedTo) && !this.load(position)) break;
      const from = inputAt + position - this.loadedFrom;
      const to = inputAt + this.loadedTo - this.loadedFrom;
      const most = Math.min(this.batchRows, room());
      const read = kernel.readRows(from, to, most, this.localMs.byteOffset, this.begins.byteOffset, lastDay);
      if (read === 0) break;
      const taken = take({
        rowCount: read,
        localMs: this.localMs,
        values: this.values,
        emptyCount: kernel.empties(),
      });
      this.rowCount += taken;
      const reached = taken < read ? this.begins[taken] : kernel.position();
      position = this.loadedFrom + reached - inputAt;
      if (taken < read || kernel.metOther() !== 0) break;
    }
    return position;
  }

  /** Brings whole lines from `from` on into the kernel's memory; false when the line is longer than there is room. */
  private load(from: number): boolean {
    let to = Math.min(this.end, from + PIECE_BYTES);
    if (to < this.end) to = from + this.bytes.subarray(from, to).lastIndexOf(LF) + 1;
    if (to <= from) return false;
    this.input.set(this.bytes.subarray(from, to));
    this.input[to - from] = LF;
    this.loadedFrom = from;
    this.loadedTo = to;
    return true;
  }
}

interface Areas {
  readonly input: number;
  readonly times: number;
  readonly begins: number;
  readonly values: number;
  readonly constants: number;
  readonly batchRows: number;
  readonly byteCount: number;
}

/** What a constant text takes beside its bytes: its length. */
const LENGTH_BYTES = 4;

function placeAreas(valueCount: number, constants: ConstantTexts): Areas {
  const fitting = Math.floor(MOST_VALUE_BYTES / 8 / Math.max(1, valueCount));
  const batchRows = Math.min(PORTION_ROWS, Math.max(LEAST_BATCH_ROWS, fitting));
  const times = FREE_FROM;
  const begins = times + PORTION_ROWS * 8;
  const values = begins + PORTION_ROWS * 4;
  const input = values + valueCount * batchRows * 8;
  const texts = input + PIECE_BYTES + 2 * TEMPLATE_BYTES;
  const byteCount = [...constants.values()].reduce((sum, { length }) => sum + LENGTH_BYTES + length, texts);
  return { input, times, begins, values, constants: texts, batchRows, byteCount };
}

function describePlan(kernel: RowKernel, plan: ImportPlan, template: TimeTemplate, areas: Areas): void {
  const { buffer } = kernel.memory;
  const { columns } = plan;
  const kinds = new Uint8Array(buffer, AREAS.kinds, columns.length);
  const targets = new Uint32Array(buffer, AREAS.targets, columns.length);
  let place = 0;
  for (const [index, { role }] of columns.entries()) {
    kinds[index] = role === 'value' ? VALUE_KIND : role === 'time' ? TIME_KIND : 0;
    if (role === 'value') targets[index] = areas.values + place++ * areas.batchRows * 8;
  }
  const digits = new Uint8Array(buffer, AREAS.digits, TEMPLATE_BYTES);
  const signs = new Uint8Array(buffer, AREAS.signs, TEMPLATE_BYTES);
  const text = new Uint8Array(buffer, AREAS.text, TEMPLATE_BYTES);
  for (const [at, isSign] of template.isSign.entries()) {
    (isSign ? signs : digits)[at] = 255;
    text[at] = template.text.charCodeAt(at);
  }
  new Uint32Array(buffer, AREAS.places, template.places.length).set(template.places);
  kernel.configure(
    plan.delimiter.charCodeAt(0),
    plan.decimal.charCodeAt(0),
    plan.quoting ? (plan.quote ?? '"').charCodeAt(0) : NO_BYTE,
    columns.length,
    template.text.length,
    template.hasSeconds,
    template.fractionDigits,
  );
}

/** The kernel looks for the text of a constant column where the values of others are. */
function writeConstants({ memory: { buffer } }: RowKernel, constants: ConstantTexts, from: number): void {
  const view = new DataView(buffer);
  const bytes = new Uint8Array(buffer);
  let at = from;
  for (const [index, text] of constants) {
    bytes[AREAS.kinds + index] = CONSTANT_KIND;
    view.setUint32(AREAS.targets + index * 4, at, true);
    view.setUint32(at, text.length, true);
    bytes.set(text, at + LENGTH_BYTES);
    at += LENGTH_BYTES + text.length;
  }
}
