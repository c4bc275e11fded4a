import type { DecimalGuess } from './numbers/decimal-sign.ts';
import { type SampleRecord, cellAt } from './layout/grid.ts';
import type { ColumnPlan, Question } from './import-plan.ts';
import type { ColumnFacts, LayoutGuess } from './layout/layout.ts';
import { countText } from './messages.ts';
import type { TimeColumns } from './times/time-columns.ts';
import { cutText } from './text/text.ts';

export function askForTimeColumn(columns: readonly ColumnPlan[], hasClocks: boolean): Question {
  const names = columns.slice(0, 12).map(({ name }) => cutText(name));
  const startMs = Date.UTC(2000, 0, 1);
  return {
    about: 'time-column',
    message: `${hasClocks ? 'The times have no date' : 'No column looks like a time'}. Columns: ${names.join(', ')}${columns.length > names.length ? ', …' : ''}. Pick one, or give a start time and a sampling interval.`,
    choices: [
      { label: 'One row a second from 1 January 2000', overrides: { sampling: { startMs, stepMs: 1000 } } },
      { label: 'One row a minute from 1 January 2000', overrides: { sampling: { startMs, stepMs: 60_000 } } },
    ],
  };
}

/** 1.498 -> `1.498 can mean 1498 or 1.498` */
export function askAboutDecimal(
  columns: readonly ColumnPlan[],
  open: NonNullable<DecimalGuess['open']>,
): Question {
  const column = columns.find(({ index }) => index === open.column);
  const name = column?.tagName ?? column?.name ?? String(open.column + 1);
  const digits = open.text.replace(/[.,]/g, '');
  const isSingle = /^[+-]?\d{1,3}[.,]\d{3}$/.test(open.text);
  return {
    about: 'decimal',
    message: isSingle
      ? `Column '${cutText(name)}': ${open.text} can mean ${digits} or ${open.text.replace(',', '.')}. Choose the decimal sign.`
      : `Column '${cutText(name)}': ${cutText(open.text)} does not fit the decimal sign of the other numbers. Choose the decimal sign.`,
    choices: [
      { label: 'Decimal point: 1.498 is one and a half', overrides: { decimal: '.' } },
      { label: 'Decimal comma: 1,498 is one and a half', overrides: { decimal: ',' } },
    ],
  };
}

/** A column of texts beside one of numbers: the texts may name tags, or only say something of the row. */
export function askAboutLayout(
  { alternative, layout, tagColumns, valueColumn }: LayoutGuess,
  facts: readonly ColumnFacts[],
  data: readonly SampleRecord[],
): readonly Question[] {
  const tag = facts.find(({ index }) => index === tagColumns[0]);
  const value = facts.find(({ index }) => index === valueColumn);
  if (alternative === null || tag === undefined || value === undefined) return [];
  const texts = [...tag.stats.distinctTexts].slice(0, 3).map((text) => cutText(text));
  const shown = `${texts.join(', ')}${tag.stats.distinctTexts.size > texts.length ? ', …' : ''}`;
  return [
    {
      about: 'layout',
      message: `Line ${countText(data[0]?.line ?? 1)}: column "${nameOf(tag)}" (${shown}) can name the tags of the values in column "${nameOf(value)}", or only say something of each row. It is read as ${layout}. Choose the layout.`,
      choices: [
        { label: `One reading in a row: ${shown} are tags`, overrides: { layout: 'long' } },
        { label: `One tag: ${nameOf(value)}`, overrides: { layout: 'wide' } },
      ],
    },
  ];
}

const nameOf = ({ name, index }: ColumnFacts): string =>
  name === '' ? `Column ${index + 1}` : cutText(name);

/** A wide file whose text column changes while times repeat holds the rows of several plants or units. */
export function askAboutMixedText(
  { index, name, stats }: ColumnFacts,
  data: readonly SampleRecord[],
  times: TimeColumns,
): readonly Question[] {
  const textsByTime = new Map<string, Set<string>>();
  let time = '';
  for (const record of data) {
    // A remark between the rows is no reading of another unit.
    if (!record.cells.some(({ kind }) => kind === 'number' || kind === 'status')) continue;
    // A blank time can be that of the row above, as below merged cells.
    time = times.columns.map((column) => cellAt(record, column).text).join(' ') || time;
    const clock = times.clockColumn < 0 ? '' : cellAt(record, times.clockColumn).text;
    const texts = textsByTime.get(`${time} ${clock}`) ?? new Set();
    texts.add(cellAt(record, index).text);
    textsByTime.set(`${time} ${clock}`, texts);
  }
  const isMixed = [...textsByTime.values()].some(({ size }) => size > 1);
  if (!isMixed) return [];
  const shown = [...stats.distinctTexts].slice(0, 5).map((text) => cutText(text));
  return [
    {
      about: 'layout',
      message: `Column "${nameOf({ index, name, stats })}" has ${stats.distinctTexts.size} texts (${shown.join(', ')}) for the same times: the file seems to mix the rows of several plants or units, which would become one tag each. Split the file, or read it all as one.`,
      choices: [{ label: 'Read all rows as one plant', overrides: { layout: 'wide' } }],
    },
  ];
}
