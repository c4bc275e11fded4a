import { AppFailure } from '@shared/errors.ts';
import type { ByteSource } from './csv-stream.ts';
import { ORDER_NAMES } from './date-order.ts';
import { DateParser, NOT_A_TIME, OTHER_ORDER } from './dates.ts';
import { provenSign } from './decimal-sign.ts';
import type { Detection } from './detect.ts';
import type { ImportPlan } from './import-plan.ts';
import { withPlainSign } from './numbers-with-unit.ts';
import { RecordStream } from './parser.ts';
import type { Row } from './read-context.ts';
import { decodeText } from './text.ts';

const MOST_SETTLING_BYTES = 1 << 28;
const LONGEST_NUMBER = 40;

/** Reads on until a date can only be one of day-month and month-day, or all dates turn out to be the same in both. */
export async function settleDateOrder(source: ByteSource, detection: Detection): Promise<Detection> {
  const { plan } = detection;
  const columns = columnsOf(plan, 'time', 'time-check');
  const dates = new DateParser(plan.dateOrder);
  const others = new DateParser(plan.dateOrder === 'dmy' ? 'mdy' : 'dmy');
  const state = { isSameInBoth: true };
  const proof = await findRow(source, plan, ({ bytes, cells }) => {
    for (const column of columns) {
      if (column >= cells.count) continue;
      const [start, end] = [cells.starts[column], cells.ends[column]];
      const fault = dates.parse(bytes, start, end);
      if (fault === NOT_A_TIME) continue;
      if (fault === OTHER_ORDER) return 'other';
      if (dates.provesOrder) return 'this';
      if (state.isSameInBoth && others.parse(bytes, start, end) !== NOT_A_TIME)
        state.isSameInBoth = dates.dayMs === others.dayMs;
    }
    return null;
  });
  if (proof.isRead && state.isSameInBoth && proof.found === null)
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

/** Reads on until a number can only have one decimal sign. */
export async function settleDecimal(source: ByteSource, detection: Detection): Promise<Detection> {
  const { plan } = detection;
  const columns = columnsOf(plan, 'value');
  const proof = await findRow(source, plan, ({ bytes, cells }) => {
    for (const column of columns) {
      if (column >= cells.count || cells.ends[column] - cells.starts[column] > LONGEST_NUMBER) continue;
      const sign = provenSign(
        withPlainSign(decodeText(bytes, cells.starts[column], cells.ends[column]).trim()),
      );
      if (sign !== null) return sign;
    }
    return null;
  });
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

/** The first thing that `look` finds in the rows of the file, in at most 256 MB of it. */
async function findRow<Found>(
  source: ByteSource,
  plan: ImportPlan,
  look: (row: Row) => Found | null,
): Promise<Proof<Found>> {
  const seen: { found: Found | null; line: number } = { found: null, line: 0 };
  const stream = new RecordStream(plan, source.name, (row) => {
    if (row.line < plan.firstDataLine) return;
    seen.found = look(row);
    if (seen.found === null) return;
    seen.line = row.line;
    throw new Stopped();
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
