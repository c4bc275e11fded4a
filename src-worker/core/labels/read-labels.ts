import { LABEL_KINDS, type LabelFields } from '@shared/contract/labels.ts';
import type { ByteSource } from '../csv/csv-stream.ts';
import { detectEncoding } from '../csv/text/encoding.ts';
import { badFile, countOf, countText, emptyFile } from '../csv/messages.ts';
import { RecordStream } from '../csv/text/parser.ts';
import { cutText, decodeText } from '../csv/text/text.ts';
import { readWholeFile, textsOf } from '../csv/text/whole-file.ts';
import { delimiterOf, findLabelColumns, type LabelColumn } from './label-columns.ts';
import { chooseTimeReader, type ReadTime } from './label-times.ts';

export interface LabelFile {
  readonly labels: readonly LabelFields[];
  /** What was left out and why, and in which zone times were read. */
  readonly notices: readonly string[];
}

interface LabelRow {
  readonly line: number;
  readonly cells: readonly string[];
}

const MOST_LABELS = 50_000;
const MOST_TOLD = 5;

/**
 * Reads labels from a CSV file with the columns start, end, kind, tag and note in any order and under the names that
 * people give them. A row without an end is a point in time. Times without an offset are taken in `zone` (IANA name).
 * Rows that cannot be read are left out and told with their line. Throws `bad-file` for a file without such columns.
 */
export async function readLabels(source: ByteSource, zone: string): Promise<LabelFile> {
  const rows = rowsOf(source.name, await readWholeFile(source, 16, 'a list of labels'));
  if (rows.length === 0) throw emptyFile(source.name);
  const [header, ...body] = rows;
  const places = findLabelColumns(source.name, header.line, header.cells);
  const cellOf = (row: LabelRow, column: LabelColumn): string => row.cells[places.get(column) ?? -1] ?? '';
  const times = body.flatMap((row) => [cellOf(row, 'start'), cellOf(row, 'end')]);
  const readTime = chooseTimeReader(source.name, times, zone);
  const labels: LabelFields[] = [];
  const faults: string[] = [];
  for (const row of body) {
    const read = readRow((column) => cellOf(row, column), readTime);
    if (typeof read === 'string') faults.push(`Line ${countText(row.line)}: ${read}`);
    else labels.push(read);
  }
  if (labels.length === 0)
    throw badFile(source.name, {
      line: rows.at(1)?.line ?? null,
      expected: 'rows with a start and a kind',
      message: `No row could be read as a label. ${faults.at(0) ?? 'There are no rows below the header.'} Nothing was imported.`,
    });
  return { labels, notices: describe(labels.length, faults, zone) };
}

/** A label, or the reason why the row is none. */
function readRow(cell: (column: LabelColumn) => string, readTime: ReadTime): LabelFields | string {
  const start = readTime(cell('start'));
  if (start === null) return `the start "${cutText(cell('start'))}" is not a time; the row was left out.`;
  const end = cell('end') === '' ? start : readTime(cell('end'));
  if (end === null) return `the end "${cutText(cell('end'))}" is not a time; the row was left out.`;
  if (end < start) return 'the end is before the start; the row was left out.';
  const kind = kindOf(cell('kind'));
  if (kind === '') return 'the kind is empty; the row was left out.';
  const tag = cell('tag').slice(0, 500);
  const note = cell('note').slice(0, 2000);
  return { kind, tagName: tag === '' ? null : tag, startMs: start, endMs: end, note };
}

const plainKind = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]+/g, '-');

/** One of the kinds that the window offers where the text names it, by its id or its name on screen; else the text. */
function kindOf(text: string): string {
  const wanted = plainKind(text);
  const known = Object.entries(LABEL_KINDS).find(([id, name]) => id === wanted || plainKind(name) === wanted);
  return known?.[0] ?? text.slice(0, 60).trim();
}

function describe(count: number, faults: readonly string[], zone: string): readonly string[] {
  const notices = [`Times without an offset were taken in ${zone}.`];
  if (faults.length === 0) return notices;
  const rest = faults.length - MOST_TOLD;
  return [
    `${countOf(count, 'label')} read, ${countOf(faults.length, 'row')} left out.`,
    ...notices,
    ...faults.slice(0, MOST_TOLD),
    ...(rest > 0 ? [`and ${countOf(rest, 'more row')} left out.`] : []),
  ];
}

function rowsOf(fileName: string, bytes: Uint8Array): readonly LabelRow[] {
  const { encoding } = detectEncoding(bytes);
  const rows: LabelRow[] = [];
  const head = bytes.subarray(0, 4096).filter((byte) => byte !== 0);
  const firstText = decodeText(head, 0, head.length);
  const delimiter = delimiterOf(firstText.split(/\r?\n/).find((line) => line.trim() !== '') ?? '');
  const dialect = { encoding, delimiter, quoting: true, lineEnd: 'lf' } as const;
  const stream = new RecordStream(dialect, fileName, (row) => {
    const cells = textsOf(row);
    if (cells.every((text) => text === '')) return;
    rows.push({ line: row.line, cells });
    if (rows.length > MOST_LABELS + 1)
      throw badFile(fileName, {
        line: row.line,
        expected: `at most ${countText(MOST_LABELS)} labels`,
        message: `The file has more than ${countText(MOST_LABELS)} rows. Nothing was imported. Cut it into parts.`,
      });
  });
  stream.push(bytes);
  stream.end();
  return rows;
}
