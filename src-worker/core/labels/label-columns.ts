import type { Delimiter } from '../csv/import-plan.ts';
import { badFile } from '../csv/messages.ts';

export type LabelColumn = 'start' | 'end' | 'kind' | 'tag' | 'note';

/** Names under which files give the columns, without case, blanks, signs and units. The first that fits is taken. */
const NAMES: Readonly<Record<LabelColumn, readonly string[]>> = {
  start: [
    'start',
    'starttime',
    'startdate',
    'begin',
    'begintime',
    'from',
    'fromtime',
    'onset',
    'timestart',
    'beginn',
    'von',
    'time',
    'timestamp',
  ],
  end: [
    'end',
    'endtime',
    'enddate',
    'stop',
    'stoptime',
    'to',
    'totime',
    'until',
    'finish',
    'timeend',
    'ende',
    'bis',
  ],
  kind: [
    'kind',
    'type',
    'label',
    'fault',
    'faulttype',
    'event',
    'eventtype',
    'class',
    'category',
    'anomaly',
    'anomalytype',
    'art',
  ],
  tag: ['tag', 'tagname', 'sensor', 'channel', 'signal', 'point', 'measurement'],
  note: ['note', 'notes', 'comment', 'comments', 'description', 'remark', 'remarks', 'text', 'bemerkung'],
};

const plain = (name: string): string =>
  name
    .toLowerCase()
    .replace(/\(.*\)|\[.*\]/g, '')
    .replace(/[^a-z]/g, '');

/** The delimiter that gives the first line the most cells. */
export function delimiterOf(firstLine: string): Delimiter {
  const delimiters = [',', ';', '\t', '|'] as const;
  const countOf = (delimiter: Delimiter): number => firstLine.split(delimiter).length;
  return delimiters.reduce((best, next) => (countOf(next) > countOf(best) ? next : best));
}

/** Where each column stands in the header, in any order. Throws `bad-file` without a start or a kind. */
export function findLabelColumns(
  fileName: string,
  line: number,
  header: readonly string[],
): ReadonlyMap<LabelColumn, number> {
  const names = header.map(plain);
  const places = new Map<LabelColumn, number>();
  for (const [column, known] of Object.entries(NAMES)) {
    const place = known.map((name) => names.indexOf(name)).find((found) => found >= 0);
    if (place !== undefined && isColumn(column)) places.set(column, place);
  }
  const missing = (['start', 'kind'] as const).filter((column) => !places.has(column));
  if (missing.length > 0)
    throw badFile(fileName, {
      line,
      column: missing[0] ?? null,
      seen: header.join(', '),
      expected: 'the columns start, end, kind, tag and note',
      message: `Line ${line} has no column for the ${missing.join(' and the ')} of a label. Nothing was imported. Name the columns start, end, kind, tag and note; tag, note and end may be missing.`,
    });
  return places;
}

const isColumn = (name: string): name is LabelColumn => Object.hasOwn(NAMES, name);
