import type { ByteSource, CsvOutcome, CsvSink, CsvTag, ReadOptions } from './csv-stream.ts';
import { isHeaderRow } from './times/header-times.ts';
import type { ImportPlan } from './import-plan.ts';
import { badFile, countText } from './messages.ts';
import { askAboutRepeated, describeOutcome } from './outcome-notices.ts';
import { RecordStream } from './text/parser.ts';
import { ReadContext, type Row } from './read-context.ts';
import { RejectLog } from './rejects.ts';
import { createRowReader } from './rows/row-readers.ts';

export type * from './csv-stream.ts';
export { previewCsv } from './preview-csv.ts';

/** Bytes that are parsed between two checkpoints. */
const SLICE_BYTES = 1 << 18;

/**
 * Reads a whole file after a plan and hands its readings to the sink, in the order of the file and in bounded memory.
 * Throws `bad-file` when the file as a whole cannot be read after the plan; single rows that cannot are rejected and told.
 */
export async function readCsv(
  source: ByteSource,
  plan: ImportPlan,
  sink: CsvSink,
  options: ReadOptions,
): Promise<CsvOutcome> {
  const tags: CsvTag[] = [];
  const rejects = new RejectLog(
    sink.addReject === undefined ? undefined : (reject) => sink.addReject?.(reject),
  );
  const addTag = (tag: CsvTag): void => {
    tags.push(tag);
    sink.addTag(tag);
  };
  const context = new ReadContext(plan, source.name, addTag, rejects, options.nowMs);
  let rows = createRowReader(context);
  const isRowByRow = (): boolean => plan.layout !== 'wide' && options.isRowByRow?.() === true;
  const readRow = (row: Row): void => {
    if (isHeaderRow(plan, row)) rows.readHeader?.(row);
    if (row.line < plan.firstDataLine || row.line === plan.unitsLine) return;
    rows.readRow(row);
    if (context.nextColumns !== null) {
      rows.finish();
      context.beginBlock(context.nextColumns);
      rows = createRowReader(context);
      stream.plain = rows.plain ?? null;
    } else if (isRowByRow()) rows.finish();
  };
  const stream = new RecordStream(plan, source.name, readRow, rows.plain);
  const handOut = async (): Promise<void> => {
    for (const portion of context.ready.splice(0)) {
      context.largeValues.see(portion);
      await sink.addPortion(portion);
    }
  };
  let readBytes = 0;
  for await (const bytes of readAhead(source.open())) {
    options.onBytes?.(bytes);
    for (let at = 0; at < bytes.length; at += SLICE_BYTES) {
      stream.push(bytes.subarray(at, at + SLICE_BYTES));
      if (context.ready.length > 0) await handOut();
      readBytes += Math.min(SLICE_BYTES, bytes.length - at);
      await options.checkpoint(
        source.workbook?.done() ?? Math.min(1, readBytes / Math.max(1, source.sizeBytes)),
        `Reading ${source.name}`,
      );
    }
  }
  stream.end();
  rows.finish();
  await handOut();
  const outcome = finishOutcome(context, tags);
  return { ...outcome, notices: [...outcome.notices, ...(source.workbook?.notices() ?? [])] };
}

/** Asks for the next portion before the present one is worked on, so that the disk and the parser work side by side. */
async function* readAhead(portions: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const iterator = portions[Symbol.asyncIterator]();
  let isOver = false;
  try {
    for (let next = iterator.next(); ;) {
      const result = await next;
      isOver = result.done === true;
      if (result.done === true) return;
      next = iterator.next();
      // Its failure is thrown where it is awaited, also when the work on this portion ends first.
      next.catch(() => undefined);
      yield result.value;
    }
  } finally {
    if (!isOver) await iterator.return?.();
  }
}

function finishOutcome(context: ReadContext, tags: readonly CsvTag[]): CsvOutcome {
  const { rejects, rowCount } = context;
  if (rowCount === 0 && context.questions.length === 0) throw nothingRead(context);
  const repeated = askAboutRepeated(context);
  return {
    tags,
    rowCount,
    readingCount: context.series.reduce((sum, series) => sum + series.readingCount, 0),
    missingCount: context.series.reduce((sum, series) => sum + series.missingCount, 0),
    rejectedCount: rejects.count,
    rejects: rejects.first,
    repeatedCount: context.repeatedCount,
    disorderedCount: context.disorderedCount,
    firstMs: rowCount === 0 ? null : context.firstMs,
    lastMs: rowCount === 0 ? null : context.lastMs,
    notices: describeOutcome(context),
    questions: repeated === null ? context.questions : [...context.questions, repeated],
  };
}

function nothingRead({ fileName, rejects, plan }: ReadContext): Error {
  const first = rejects.first.at(0);
  return badFile(fileName, {
    line: first?.line ?? plan.firstDataLine,
    column: first?.column ?? null,
    seen: first?.raw ?? null,
    expected: 'rows with a time and values',
    message:
      first === undefined
        ? 'The file has no rows of readings. Nothing was imported. Check the time range of the export.'
        : `No row of the file could be read. The first is line ${countText(first.line)}${first.column === null ? '' : `, column "${first.column}"`}: ${first.reason} Nothing was imported.`,
  });
}
