import { AppFailure } from '@shared/errors.ts';
import type { ByteSource } from './csv-stream.ts';
import { DateParser, NOT_A_TIME, OTHER_ORDER } from './dates.ts';
import { DEFAULT_SETTINGS, type Detection, detectPlan } from './detect.ts';
import { choicesOf, shapeOf } from './file-shape.ts';
import type { ImportOverrides, ImportPlan, ImportPreview, ImportSettings, Question } from './import-plan.ts';
import { emptyFile } from './messages.ts';
import { ORDER_NAMES } from './time-columns.ts';
import { RecordStream } from './parser.ts';
import { readPreview } from './preview-rows.ts';
import { workOutChoices } from './question-readings.ts';

const SAMPLE_BYTES = 1 << 20;
/** A file whose first lines are longer than the sample is read on up to here. */
const LARGEST_SAMPLE = (4 << 20) + 65_536;
const MOST_SETTLING_BYTES = 1 << 28;
const FEWEST_LINES = 3;

/**
 * Detects how a file is to be read and shows its first rows as they will be stored. Only the head of the file is read,
 * and more of it where the order of day and month is still open. Throws `bad-file` when it cannot be read in any way.
 */
export async function previewCsv(
  source: ByteSource,
  overrides: ImportOverrides,
  settings: ImportSettings = DEFAULT_SETTINGS,
): Promise<ImportPreview> {
  const { bytes, isWhole } = await readHead(source);
  if (bytes.length === 0) throw emptyFile(source.name);
  let detection = detectPlan(bytes, source.name, isWhole, overrides, settings);
  if (!isWhole && detection.questions.some(({ about }) => about === 'date-order'))
    detection = await settleDateOrder(source, detection);
  const { plan, evidence, notices, utf8 } = detection;
  const { rows, questions } = readPreview(utf8, source.name, plan, isWhole);
  return {
    fileName: source.name,
    fileBytes: source.sizeBytes,
    plan,
    evidence,
    questions: withoutAnswered([...detection.questions, ...questions], overrides).map((question) =>
      workOutChoices(question, utf8, source.name, plan),
    ),
    notices,
    rows,
    shape: shapeOf(plan),
    choices: choicesOf(plan, overrides),
  };
}

/** A question whose answer the caller has given is not asked again. */
function withoutAnswered(questions: readonly Question[], overrides: ImportOverrides): readonly Question[] {
  const isFixedZone = overrides.zone !== undefined && /^(?:utc|z|gmt|[+-])/i.test(overrides.zone);
  return questions.filter(({ about }) => about !== 'zone' || !isFixedZone);
}

async function readHead(
  source: ByteSource,
): Promise<{ readonly bytes: Uint8Array; readonly isWhole: boolean }> {
  const parts: Uint8Array[] = [];
  let length = 0;
  let lines = 0;
  let isWhole = true;
  for await (const part of source.open()) {
    if (length >= LARGEST_SAMPLE || (length >= SAMPLE_BYTES && lines >= FEWEST_LINES)) {
      isWhole = part.length === 0;
      if (!isWhole) break;
    }
    const kept = part.subarray(0, LARGEST_SAMPLE - length);
    if (kept.length < part.length) isWhole = false;
    for (let at = 0; at < kept.length && lines < FEWEST_LINES; at++) if (kept[at] === 10) lines++;
    parts.push(kept.slice());
    length += kept.length;
    if (!isWhole) break;
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return { bytes, isWhole };
}

class Settled extends Error {
  readonly isOtherOrder: boolean;
  readonly line: number;

  constructor(isOtherOrder: boolean, line: number) {
    super('settled');
    this.isOtherOrder = isOtherOrder;
    this.line = line;
  }
}

/** Reads on until a date can only be one of day-month and month-day. */
async function settleDateOrder(source: ByteSource, detection: Detection): Promise<Detection> {
  const { plan } = detection;
  const found = await findProof(source, plan);
  if (found === null) return detection;
  const dateOrder = found.isOtherOrder === (plan.dateOrder === 'dmy') ? 'mdy' : 'dmy';
  return {
    ...detection,
    plan: { ...plan, dateOrder },
    questions: detection.questions.filter(({ about }) => about !== 'date-order'),
    evidence: detection.evidence.map((one) =>
      one.about === 'date-order'
        ? {
            ...one,
            chosen: ORDER_NAMES[dateOrder],
            because: `Line ${found.line} has a day above 12.`,
            confidence: 1,
          }
        : one,
    ),
  };
}

async function findProof(source: ByteSource, plan: ImportPlan): Promise<Settled | null> {
  const columns = plan.columns
    .filter(({ role }) => role === 'time' || role === 'time-check')
    .map(({ index }) => index);
  const dates = new DateParser(plan.dateOrder);
  const stream = new RecordStream(plan, source.name, ({ bytes, cells, line }) => {
    if (line < plan.firstDataLine) return;
    for (const column of columns) {
      if (column >= cells.count) continue;
      const fault = dates.parse(bytes, cells.starts[column], cells.ends[column]);
      if (fault !== NOT_A_TIME && (fault === OTHER_ORDER || dates.provesOrder))
        throw new Settled(fault === OTHER_ORDER, line);
    }
  });
  let read = 0;
  try {
    for await (const bytes of source.open()) {
      for (let at = 0; at < bytes.length; at += 1 << 18) stream.push(bytes.subarray(at, at + (1 << 18)));
      read += bytes.length;
      if (read > MOST_SETTLING_BYTES) return null;
    }
  } catch (caught) {
    if (caught instanceof Settled) return caught;
    if (!(caught instanceof AppFailure)) throw caught;
  }
  return null;
}
