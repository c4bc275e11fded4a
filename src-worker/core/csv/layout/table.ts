import { alignHeader } from './align-header.ts';
import { planColumns } from './column-plans.ts';
import { withBestFirst } from '../times/best-time.ts';
import { chosenHeader, dataWidth, firstDataRecord } from './data-rows.ts';
import { refuseDaysInRows } from '../times/days-in-rows.ts';
import { type Sample, type SampleRecord, cellAt, isBlankRecord } from './grid.ts';
import type { Header } from './header.ts';
import type { ColumnPlan, ImportOverrides, Question } from '../import-plan.ts';
import { type ColumnFacts, LAYOUT_NAMES, type LayoutGuess, describeColumns, detectLayout } from './layout.ts';
import { askAboutLayout, askAboutMixedText } from '../questions.ts';
import { findTagUnits } from './tag-list.ts';
import { findTimeColumns } from '../times/find-times.ts';
import type { TimeColumns } from '../times/time-columns.ts';
import { onlyDates } from '../times/title-date.ts';
import { type TimesAcross, findTimesAcross, planAcross } from '../times/times-across.ts';

/** What the records of the sample make up. */
export interface FoundTable {
  /** Indexes into the sample's records. */
  readonly firstRecord: number;
  readonly header: Header;
  readonly data: readonly SampleRecord[];
  readonly layout: LayoutGuess;
  readonly facts: readonly ColumnFacts[];
  readonly times: TimeColumns | null;
  /** Of a header of times of day, the record of their dates. */
  readonly dateRecord: number | null;
  /** The records whose cells in the time columns are the times, or their dates. */
  readonly timed: readonly SampleRecord[];
  /** As the overrides say, else as they were found. */
  readonly columns: readonly ColumnPlan[];
  readonly notices: readonly string[];
  /** Of a list of tags above the header. */
  readonly tagUnits: ReadonlyMap<string, string>;
  /** About the layout. */
  readonly questions: readonly Question[];
}

/** Finds the rows of readings, the header above them, the times, and what every column is. Throws `bad-file` when there are no rows. */
export function findTable(
  sample: Sample,
  fileName: string,
  overrides: ImportOverrides,
  isWhole: boolean,
): FoundTable {
  const { layout, sampling, columns } = overrides;
  const canBeAcross =
    (layout === undefined || layout === 'transposed') &&
    !sampling &&
    columns?.some(({ role }) => role === 'time') !== true;
  const across = canBeAcross ? findTimesAcross(sample.records) : null;
  return across === null
    ? tableBelowHeader(sample, fileName, overrides, isWhole)
    : tableBesideTags(sample, across, overrides);
}

function tableBelowHeader(
  whole: Sample,
  fileName: string,
  overrides: ImportOverrides,
  isWhole: boolean,
): FoundTable {
  const given = overrides.columns?.filter(({ role }) => role === 'time').map(({ index }) => index) ?? null;
  const found = overrides.sampling ? null : findTimeColumns(whole, given?.length === 0 ? null : given);
  const firstRecord = firstDataRecord(whole, fileName, found, overrides, isWhole);
  const sample = found === null ? whole : alignHeader(whole, firstRecord, found.columns[0]);
  const data = filledFrom(sample, firstRecord);
  const header = chosenHeader(sample, firstRecord, found, overrides);
  const names = namesIn(sample, header.nameRecord);
  const facts = describeColumns(names, data, dataWidth(sample, firstRecord, header.nameRecord));
  const layout = detectLayout(facts, found, overrides.layout);
  const times = layout.layout === 'pairs' ? found : withBestFirst(found, names, data);
  const { columns, notices, mixedText } = planColumns(facts, data, sample, header, times, layout);
  if (overrides.layout === undefined && overrides.columns === undefined && times !== null)
    refuseDaysInRows(fileName, sample.records.slice(0, firstRecord), data, columns, times);
  const mixed = mixedText === null || times === null ? [] : askAboutMixedText(mixedText, data, times);
  const tagUnits = findTagUnits(sample.records.slice(0, header.nameRecord ?? firstRecord));
  const withUnit = (column: ColumnPlan): ColumnPlan =>
    column.role === 'value' && column.unit === null
      ? { ...column, unit: tagUnits.get(column.tagName) ?? null }
      : column;
  const withoutMixed = (column: ColumnPlan): ColumnPlan =>
    mixed.length > 0 && column.index === mixedText?.index ? { ...column, role: 'skip', unit: null } : column;
  const asked = mixed.length > 0 ? mixed : askAboutLayout(layout, facts, data);
  return {
    ...{ firstRecord, header, data, layout, facts, times, timed: data, dateRecord: null },
    columns: overrides.columns ?? columns.map(withUnit).map(withoutMixed),
    tagUnits,
    notices: overrides.columns === undefined ? notices : [],
    questions: overrides.layout === undefined ? asked : [],
  };
}

/** A table whose header is a row of times. */
function tableBesideTags(sample: Sample, across: TimesAcross, overrides: ImportOverrides): FoundTable {
  const { record, dateRecord, firstRecord, times } = across;
  const dates = dateRecord === null ? sample.records[record] : onlyDates(sample.records[dateRecord]);
  const dateCells = dates.cells.flatMap(({ kind }, column) => (kind === 'calendar' ? [column] : []));
  const dated = dateRecord === null ? times : { ...times, columns: dateCells };
  const data = filledFrom(sample, firstRecord);
  const facts = describeColumns(namesIn(sample, record), data, dataWidth(sample, firstRecord, record));
  const { columns, tagColumn } = planAcross(facts, data, across);
  return {
    firstRecord,
    header: { nameRecord: record, unitsRecord: null, groupRecord: null, confidence: 0.9 },
    data,
    layout: {
      layout: 'transposed',
      evidence: {
        about: 'layout',
        chosen: LAYOUT_NAMES.transposed,
        because: `The header holds ${times.columns.length} times, and every row below begins with a name.`,
        confidence: 0.9,
      },
      tagColumns: [tagColumn],
      valueColumn: -1,
      alternative: null,
    },
    facts,
    times: dated,
    timed: [dates],
    dateRecord,
    columns: overrides.columns ?? columns,
    tagUnits: new Map(),
    notices: [],
    questions: [],
  };
}

const filledFrom = ({ records }: Sample, firstRecord: number): readonly SampleRecord[] =>
  records.slice(firstRecord).filter((record) => !isBlankRecord(record));

const namesIn = ({ records, width }: Sample, record: number | null): readonly string[] =>
  Array.from({ length: width }, (_, column) => (record === null ? '' : cellAt(records[record], column).text));
