import { AppFailure } from '@shared/errors.ts';
import type { ByteSource } from './csv-stream.ts';
import { ORDER_NAMES } from './times/date-order.ts';
import { DateParser, NOT_A_TIME, OTHER_ORDER } from './times/dates.ts';
import { provenSign } from './numbers/decimal-sign.ts';
import type { Detection } from './detect.ts';
import { plainDigitsOf } from './text/digits.ts';
import type { ImportPlan } from './import-plan.ts';
import { withPlainSign } from './numbers/numbers-with-unit.ts';
import { RecordStream } from './text/parser.ts';
import { decodeText } from './text/text.ts';

const MOST_SETTLING_BYTES = 1 << 28;
const LONGEST_NUMBER = 40;

/** Reads on until a date can only be one of day-month and month-day, or all dates turn out to be the same in both. */
export async function settleDateOrder(source: ByteSource, detection: Detection): Promise<Detection> {
  const { plan } = detection;
  const columns = columnsOf(plan, 'time', 'time-check');
  const dates = new DateParser(plan.dateOrder);
  const others = new DateParser(plan.dateOrder === 'dmy' ? 'mdy' : 'dmy');
  const seen = { dates: 0, different: 0 };
  const look = (bytes: Uint8Array, start: number, end: number): 'this' | 'other' | null => {
    const fault = dates.parse(bytes, start, end);
    if (fault === NOT_A_TIME) return null;
    if (fault === OTHER_ORDER) return 'other';
    if (dates.provesOrder) return 'this';
    seen.dates++;
    if (
      seen.different === 0 &&
      others.parse(bytes, start, end) !== NOT_A_TIME &&
      dates.dayMs !== others.dayMs
    )
      seen.different++;
    return null;
  };
  const proof = await findCell(source, plan, columns, (bytes, start, end) => {
    const plain = plainDigitsOf(bytes, start, end);
    return plain === null ? look(bytes, start, end) : look(plain, 0, plain.length);
  });
  if (proof.isRead && seen.dates > 0 && seen.different === 0 && proof.found === null)
    return settled(detection, 'date-order', plan, 'Day and month are the same number in every date.');
  if (proof.found === null) return detection;
  const dateOrder = (proof.found === 'other') === (plan.dateOrder === 'dmy') ? 'mdy' : 'dmy';
  return settled(
    detection,
    'date-order',
    { ...plan, dateOrder },
    `Line ${proof.line} has a day above 12.`,
    ORDER_NAMES[dateOrder],
  );
}

const YEAR_OF_TWO = /^(\d{1,2})[-/. ]\d{1,2}[-/. ](\d{2})(?!\d)/;
const LENGTH_OF_DATE = 9;

/**
 * Reads on until the first or the last number of a date of six digits changes while the other stays: what stays is the
 * year. Where it is the last, day and month may still be open.
 */
export async function settleYear(source: ByteSource, detection: Detection): Promise<Detection> {
  const { plan } = detection;
  const first = { date: '', front: '', back: '' };
  const proof = await findCell(source, plan, columnsOf(plan, 'time'), (bytes, start, end) => {
    const text = decodeText(bytes, start, Math.min(end, start + LENGTH_OF_DATE));
    if (text === first.date) return null;
    const match = YEAR_OF_TWO.exec(text);
    if (match === null) return null;
    const [, front, back] = match;
    if (first.date === '') {
      Object.assign(first, { date: text, front, back });
      return null;
    }
    if (front === first.front && back !== first.back) return 'year-first';
    return front !== first.front && back === first.back ? 'year-last' : null;
  });
  if (proof.found === null) return detection;
  if (proof.found === 'year-last') {
    const dateOrder = plan.dateOrder === 'mdy' ? 'mdy' : 'dmy';
    const question = detection.askAboutOrder(dateOrder, ['dmy', 'mdy']);
    const questions = detection.questions.map((one) => (one.about === 'date-order' ? question : one));
    return settleDateOrder(source, { ...detection, plan: { ...plan, dateOrder }, questions });
  }
  return settled(
    detection,
    'date-order',
    { ...plan, dateOrder: 'ymd' },
    `In line ${proof.line} the last number is another while the first stays: it is the day.`,
    ORDER_NAMES.ymd,
  );
}

/** Reads on until a number can only have one decimal sign. */
export async function settleDecimal(source: ByteSource, detection: Detection): Promise<Detection> {
  const { plan } = detection;
  const columns = columnsOf(plan, 'value');
  const proof = await findCell(source, plan, columns, (bytes, start, end) =>
    end - start > LONGEST_NUMBER ? null : provenSign(withPlainSign(decodeText(bytes, start, end).trim())),
  );
  if (proof.found === null) return detection;
  return settled(
    detection,
    'decimal',
    { ...plan, decimal: proof.found },
    `Line ${proof.line} has a number that can be read in no other way.`,
    proof.found === ',' ? 'comma' : 'point',
  );
}

const columnsOf = (plan: ImportPlan, ...roles: readonly string[]): readonly number[] =>
  plan.columns.filter(({ role }) => roles.includes(role)).map(({ index }) => index);

/** The detection without the question, its evidence renewed. */
const settled = (
  detection: Detection,
  topic: 'date-order' | 'decimal',
  plan: ImportPlan,
  because: string,
  chosen?: string,
): Detection => ({
  ...detection,
  plan,
  questions: detection.questions.filter(({ about }) => about !== topic),
  evidence: detection.evidence.map((one) =>
    one.about === topic ? { ...one, chosen: chosen ?? one.chosen, because, confidence: 1 } : one,
  ),
});

interface Proof<Found> {
  readonly found: Found | null;
  readonly line: number;
  /** The whole file was looked at. */
  readonly isRead: boolean;
}

class Stopped extends Error {}

/** The first thing that `look` finds in the cells of the columns, in at most 256 MB of the file. */
async function findCell<Found>(
  source: ByteSource,
  plan: ImportPlan,
  columns: readonly number[],
  look: (bytes: Uint8Array, start: number, end: number) => Found | null,
): Promise<Proof<Found>> {
  const seen: { found: Found | null; line: number } = { found: null, line: 0 };
  const stream = new RecordStream(plan, source.name, ({ line, bytes, cells }) => {
    if (line < plan.firstDataLine) return;
    for (const column of columns) {
      if (column >= cells.count) continue;
      seen.found = look(bytes, cells.starts[column], cells.ends[column]);
      if (seen.found === null) continue;
      seen.line = line;
      throw new Stopped();
    }
  });
  let read = 0;
  try {
    for await (const bytes of source.open()) {
      for (let at = 0; at < bytes.length; at += 1 << 18) stream.push(bytes.subarray(at, at + (1 << 18)));
      read += bytes.length;
      if (read > MOST_SETTLING_BYTES) return { ...seen, isRead: false };
    }
    stream.end();
  } catch (caught) {
    if (!(caught instanceof Stopped || caught instanceof AppFailure)) throw caught;
    return { ...seen, isRead: false };
  }
  return { ...seen, isRead: true };
}
