import type { ByteSource } from './csv-stream.ts';
import { DEFAULT_SETTINGS, type Detection, detectPlan } from './detect.ts';
import { choicesOf, shapeOf } from './file-shape.ts';
import type { ImportOverrides, ImportPreview, ImportSettings, Question } from './import-plan.ts';
import { emptyFile } from './messages.ts';
import { settleDateOrder, settleDecimal, settleYear } from './settle.ts';
import { readPreview } from './preview-rows.ts';
import { workOutChoices } from './question-readings.ts';

const SAMPLE_BYTES = 1 << 20;
/** A file whose first lines are longer than the sample is read on up to here. */
const LARGEST_SAMPLE = (4 << 20) + 65_536;
const FEWEST_LINES = 3;
/** How a sheet is written as CSV. */
const OF_WORKBOOK = { encoding: 'utf-8', delimiter: ',', quoting: true, lineEnd: 'lf' } as const;

/**
 * Detects how a file is to be read and shows its first rows as they will be stored. Only the head of the file is read,
 * and more of it where the order of day and month or the decimal sign is still open. Throws `bad-file` when it cannot be read in any way.
 */
export async function previewCsv(
  source: ByteSource,
  choices: ImportOverrides,
  settings: ImportSettings = DEFAULT_SETTINGS,
): Promise<ImportPreview> {
  const overrides = source.workbook === undefined ? choices : { ...choices, ...OF_WORKBOOK };
  const { bytes, isWhole } = await readHead(source);
  if (bytes.length === 0) throw emptyFile(source.name);
  let detection = detectPlan(bytes, source.name, isWhole, overrides, settings);
  const isAsked = (topic: Question['about']): boolean =>
    detection.questions.some(({ about }) => about === topic);
  detection = await settleOrder(source, detection);
  if (isAsked('decimal') && !detection.isDecimalMixed) detection = await settleDecimal(source, detection);
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
    notices: [...(source.workbook?.about ?? []), ...notices],
    rows,
    isWorkbook: source.workbook !== undefined,
    shape: shapeOf(plan),
    choices: choicesOf(plan, overrides),
  };
}

/** The detection without its question about the order of dates where rows behind the head of the file answer it. */
async function settleOrder(source: ByteSource, detection: Detection): Promise<Detection> {
  const question = detection.questions.find(({ about }) => about === 'date-order');
  const hasTimeInRows = detection.plan.columns.some(({ role }) => role === 'time');
  if (question === undefined || !hasTimeInRows) return detection;
  const orders = question.choices.map(({ overrides }) => overrides.dateOrder);
  if (orders.includes('ydm')) return detection;
  return orders.includes('ymd') ? settleYear(source, detection) : settleDateOrder(source, detection);
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
