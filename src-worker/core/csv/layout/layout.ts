import {
  BIAS_NAMES,
  MILLISECONDS_NAMES,
  QUALITY_NAMES,
  SIDE_NAMES,
  TAG_NAMES,
  UNIT_NAMES,
  VALUE_NAMES,
  ZONE_NAMES,
  isQualityName,
  plainName,
} from './column-names.ts';
import { type ColumnStats, statsOf } from './column-stats.ts';
import { type SampleRecord, kindOf } from './grid.ts';
import type { Evidence, ImportPlan } from '../import-plan.ts';
import { countOf } from '../messages.ts';
import { readQuality } from './statuses.ts';
import { knownUnit } from './unit-names.ts';
import { type TimeColumns, allTimeColumns } from '../times/time-columns.ts';
import { TIME_NAME } from '../times/time-runs.ts';

type Layout = ImportPlan['layout'];

/** What a column is, before it gets its names. */
export interface ColumnFacts {
  readonly index: number;
  /** As the header gives it; empty when it gives none. */
  readonly name: string;
  readonly stats: ColumnStats;
}

export interface LayoutGuess {
  readonly layout: Layout;
  readonly evidence: Evidence;
  /** Column of the tag names; for `tag-rows` the first of them. -1 = none. */
  readonly tagColumns: readonly number[];
  /** Long layout: the column of the values. -1 otherwise. */
  readonly valueColumn: number;
  /** Another layout explains the file nearly as well. */
  readonly alternative: Layout | null;
}

export function describeColumns(
  names: readonly string[],
  data: readonly SampleRecord[],
  width: number,
): readonly ColumnFacts[] {
  return Array.from({ length: width }, (_, index) => ({
    index,
    name: names[index] ?? '',
    stats: statsOf(data, index),
  }));
}

const guess = (
  layout: Layout,
  because: string,
  confidence: number,
  rest: Partial<LayoutGuess> = {},
): LayoutGuess => ({
  layout,
  evidence: { about: 'layout', chosen: LAYOUT_NAMES[layout], because, confidence },
  tagColumns: [],
  valueColumn: -1,
  alternative: null,
  ...rest,
});

export const LAYOUT_NAMES: Readonly<Record<Layout, string>> = {
  wide: 'one time and many tags in a row',
  long: 'one reading in a row, with the name of its tag',
  pairs: 'a time beside each value',
  'tag-rows': 'one time and several pairs of tag and value in a row',
  transposed: 'one tag in a row, the times in the header',
};

/**
 * Layout of the file from the names of its columns and what they hold. `wanted` is taken as it is; its columns are then the
 * likeliest ones.
 */
export function detectLayout(
  columns: readonly ColumnFacts[],
  times: TimeColumns | null,
  wanted: Layout | undefined,
): LayoutGuess {
  const found = findLayout(columns, times);
  if (wanted === undefined || found.layout === wanted)
    return { ...found, alternative: wanted === undefined ? found.alternative : null };
  if (wanted !== 'long')
    return { ...found, layout: wanted, tagColumns: [], valueColumn: -1, alternative: null };
  const others = columns.filter(
    ({ index }) => times?.columns.includes(index) !== true && index !== times?.clockColumn,
  );
  const tag =
    others.find(({ name, stats }) => TAG_NAMES.has(plainName(name)) && stats.filled > 0) ??
    others.find(({ stats }) => isTextColumn(stats) && stats.distinctTexts.size > 1) ??
    others.find(({ stats }) => isTextColumn(stats));
  const rest = others.filter((column) => column !== tag && canBeValue(column.stats) && !isAside(column));
  const value = rest.find(({ name }) => VALUE_NAMES.has(plainName(name))) ?? rest.at(0);
  return {
    ...found,
    layout: wanted,
    tagColumns: tag === undefined ? [] : [tag.index],
    valueColumn: value?.index ?? -1,
    alternative: null,
  };
}

function findLayout(columns: readonly ColumnFacts[], times: TimeColumns | null): LayoutGuess {
  if (times === null) return guess('wide', 'There is no time column.', 0.6);
  const ofTime = allTimeColumns(times);
  const others = columns.filter(({ index, stats }) => !ofTime.includes(index) && stats.filled > 0);
  return (
    detectTagRows(columns, times, true) ??
    detectNamedLong(others) ??
    detectPairs(columns, times) ??
    detectTagRows(columns, times, false) ??
    detectUnnamedLong(others) ??
    guess(
      'wide',
      `One time column, ${countOf(others.length, 'other column')}.`,
      others.length === 0 ? 0.3 : 0.9,
    )
  );
}

/** InfluxDB names a series by its measurement and, below that, its field. */
export const INFLUX_FIELD = '_field';
export const INFLUX_MEASUREMENT = '_measurement';

function detectNamedLong(others: readonly ColumnFacts[]): LayoutGuess | null {
  const canBeTag = ({ stats }: ColumnFacts): boolean =>
    stats.texts > 0 || stats.statuses > 0 || stats.isInteger;
  const tag =
    others.find((column) => column.name === INFLUX_FIELD && canBeTag(column)) ??
    others.find((column) => TAG_NAMES.has(plainName(column.name)) && canBeTag(column));
  if (tag === undefined) return null;
  const rest = others.filter((column) => column !== tag);
  const named = rest.find(({ name }) => VALUE_NAMES.has(plainName(name)));
  const value = named ?? onlyValue(rest);
  if (value === null) return null;
  return guess(
    'long',
    `Column "${tag.name}" names the tags${named === undefined ? '' : ` and column "${named.name}" holds their values`}.`,
    named === undefined ? 0.85 : 1,
    { tagColumns: [tag.index], valueColumn: value.index },
  );
}

const isAside = ({ name, stats }: ColumnFacts): boolean => {
  const plain = plainName(name);
  return (
    (name === '' && holdsQualities(stats)) ||
    [UNIT_NAMES, SIDE_NAMES, MILLISECONDS_NAMES, ZONE_NAMES, BIAS_NAMES].some((names) => names.has(plain)) ||
    isQualityName(plain)
  );
};

/** The one column that can hold the values when the others are units, qualities or the like; null when several can. */
function onlyValue(columns: readonly ColumnFacts[]): ColumnFacts | null {
  const candidates = columns.filter((column) => !isAside(column) && canBeValue(column.stats));
  return candidates.length === 1 ? (candidates[0] ?? null) : null;
}

const canBeValue = ({ numbers, statuses, filled }: ColumnStats): boolean =>
  filled > 0 && numbers + statuses >= 0.5 * filled;

const isTextColumn = ({ texts, filled }: ColumnStats): boolean => filled > 0 && texts >= 0.8 * filled;

function detectPairs(
  columns: readonly ColumnFacts[],
  { columns: times, form }: TimeColumns,
): LayoutGuess | null {
  if (form === 'excel-micro') return null;
  if (times.length < 2) {
    const own = columns.at(times[0])?.name ?? '';
    const others = columns.filter(({ index, stats }) => index !== times[0] && stats.filled > 0);
    const isNamedOverTime = others.length === 1 && others[0].name === '' && others[0].index > times[0];
    return isNamedOverTime && own !== '' && !TIME_NAME.test(own)
      ? guess('pairs', 'The name of the one tag stands over its times.', 0.8)
      : null;
  }
  const ends = [...times.slice(1), columns.length];
  const hasValue = times.every((time, place) =>
    columns.slice(time + 1, ends[place]).some(({ stats }) => stats.filled === 0 || canBeValue(stats)),
  );
  return hasValue
    ? guess('pairs', `${times.length} columns hold times, each with values to its right.`, 0.95)
    : null;
}

/** Behind the time: text, number, text, number, ... at a fixed distance. `isNamed`: the header calls each text a tag. */
function detectTagRows(
  columns: readonly ColumnFacts[],
  { columns: times, clockColumn, meridiemColumn }: TimeColumns,
  isNamed: boolean,
): LayoutGuess | null {
  const first = Math.max(times[0] ?? 0, clockColumn, meridiemColumn) + 1;
  const texts = columns
    .filter(({ index, stats }) => index >= first && isTextColumn(stats))
    .map(({ index }) => index);
  if (texts.length < 2 || texts[0] !== first) return null;
  if (isNamed && !texts.every((index) => TAG_NAMES.has(plainName(columns[index].name.replace(/\d+$/, '')))))
    return null;
  const stride = texts[1] - texts[0];
  const isRegular = texts.every((index, place) => index === first + place * stride);
  const hasValues = texts.every((index) => {
    const value = columns.at(index + 1);
    return value !== undefined && (value.stats.filled === 0 || canBeValue(value.stats));
  });
  if (stride < 2 || !isRegular || !hasValues) return null;
  return guess('tag-rows', `Behind the time, texts and numbers take turns (${texts.length} pairs).`, 0.9, {
    tagColumns: texts,
    valueColumn: first + 1,
  });
}

/** One text column with several names, one column that varies like a measurement. */
function detectUnnamedLong(others: readonly ColumnFacts[]): LayoutGuess | null {
  const texts = others.filter(
    (column) =>
      isTextColumn(column.stats) &&
      !isAside(column) &&
      !holdsUnits(column.stats) &&
      !holdsClocks(column.stats),
  );
  const tag =
    texts.find(({ stats }) => stats.distinctTexts.size > 1) ?? (texts.length === 1 ? texts[0] : undefined);
  if (tag === undefined) return null;
  const rest = others.filter((column) => column !== tag && !isAside(column) && canBeValue(column.stats));
  const isNamed = others.some(({ name }) => name !== '');
  const { size } = tag.stats.distinctTexts;
  const measured = rest.filter(({ stats }) => !isCode(stats));
  const value = rest.length === 1 ? rest[0] : measured.length === 1 && !isNamed ? measured[0] : undefined;
  if (value === undefined) return null;
  const looksLikeTags = [...tag.stats.distinctTexts].some((text) =>
    /^\S*[\p{L}]\S*[\d._\-:/]\S*$/u.test(text),
  );
  const isSingle = size === 1;
  if (isSingle && isNamed && !(looksLikeTags && VALUE_NAMES.has(plainName(value.name)))) return null;
  if (isNamed && size > 0.5 * tag.stats.filled && !looksLikeTags) return null;
  const confidence = looksLikeTags ? 0.8 : 0.6;
  return guess(
    'long',
    `Column ${tag.index + 1} holds ${size} different texts and one column holds numbers.`,
    confidence,
    {
      tagColumns: [tag.index],
      valueColumn: value.index,
      alternative: isNamed && !looksLikeTags ? 'wide' : null,
    },
  );
}

/** Texts that are all units, one of more than a letter among them. */
export const holdsUnits = ({ distinctTexts, numbers }: ColumnStats): boolean =>
  numbers === 0 &&
  [...distinctTexts].some((text) => text.length > 1) &&
  [...distinctTexts].every((text) => knownUnit(text) !== null);

/** Texts that are all times of day. */
export const holdsClocks = ({ distinctTexts, texts }: ColumnStats): boolean =>
  texts > 0 && [...distinctTexts].every((text) => kindOf(text) === 'clock');

/** Words that say of a value that it is good; yes and true are the states of a machine as well. */
const GOOD_WORD =
  /^(?:good|ok|okay|valid|gut|gültig|bon|bonne|buen[ao]|buon[ao]|bo[am]|goed|dobr[aey]|хорош|достовер|良好|अच्छा)/i;

/** Texts that are all words of quality, one that means good among them: a status stands in place of a value as well. */
export const holdsQualities = ({ distinctTexts, numbers }: ColumnStats): boolean =>
  numbers === 0 &&
  [...distinctTexts].some((text) => GOOD_WORD.test(text)) &&
  [...distinctTexts].every((text) => readQuality(text, 'words') !== null);

/** A few small whole numbers, such as an operation, a type or a quality code. */
const isCode = ({ distinctNumbers, isInteger, lowest, highest, numbers }: ColumnStats): boolean =>
  isInteger && lowest >= 0 && highest <= 255 && distinctNumbers.size <= Math.max(2, Math.min(3, numbers / 4));

/** The most telling quality column of several that belong to the whole row. */
export const bestQuality = (columns: readonly ColumnFacts[]): ColumnFacts | undefined =>
  columns.toSorted(
    (a, b) => QUALITY_NAMES.indexOf(plainName(a.name)) - QUALITY_NAMES.indexOf(plainName(b.name)),
  )[0];
