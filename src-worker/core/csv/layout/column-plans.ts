import {
  BIAS_NAMES,
  GROUP_NAMES,
  MILLISECONDS_NAMES,
  ROW_NUMBER_NAMES,
  SIDE_NAMES,
  UNIT_NAMES,
  ZONE_NAMES,
  isQualityName,
  plainName,
} from './column-names.ts';
import { findTagGroups } from './tag-groups.ts';
import type { Header } from './header.ts';
import type { Sample, SampleRecord } from './grid.ts';
import type { ColumnPlan, ColumnRole, QualityScale } from '../import-plan.ts';
import { type ColumnFacts, type LayoutGuess, bestQuality, holdsClocks, holdsUnits } from './layout.ts';
import { QualityRoles } from './quality-roles.ts';
import { detectQualityScale } from './quality-scale.ts';
import type { TimeColumns } from '../times/time-columns.ts';
import { INFLUX_TAGS } from '../rows/named-series.ts';
import { tagNames } from './tag-names.ts';
import { knownUnit } from './unit-names.ts';
import { cutText } from '../text/text.ts';

export interface PlannedColumns {
  readonly columns: readonly ColumnPlan[];
  readonly notices: readonly string[];
  /** A text column whose texts change although the layout is wide. */
  readonly mixedText: ColumnFacts | null;
}

interface Role {
  readonly role: ColumnRole;
  readonly scale?: QualityScale;
  readonly of?: number;
  readonly why?: string;
}

/** Gives every column its role, its tag name and its unit. */
export function planColumns(
  facts: readonly ColumnFacts[],
  data: readonly SampleRecord[],
  sample: Sample,
  header: Header,
  times: TimeColumns | null,
  layout: LayoutGuess,
): PlannedColumns {
  const groups = times === null || layout.layout !== 'long' ? [] : findTagGroups(facts, data, times, layout);
  const qualities = new QualityRoles(facts, layout.layout);
  const roles = facts.map((column): Role =>
    groups.includes(column.index) ? { role: 'tag-group' } : roleOf(column, qualities, times, layout),
  );
  const values = roles.flatMap(({ role }, index) => (role === 'value' ? [index] : []));
  const rowQualities = facts.filter(
    ({ index }) => roles[index].role === 'quality' && roles[index].of === undefined,
  );
  const kept = bestQuality(rowQualities);
  const names = tagNames(sample, header, times, layout, values);
  const notices = groups.map((index) => describeGroup(facts[index]));
  const columns = facts.map((column): ColumnPlan => {
    const { index, name } = column;
    const found = roles[index];
    const isSpareQuality = rowQualities.includes(column) && column !== kept;
    const role = isSpareQuality ? 'skip' : found.role;
    const named = names.get(index);
    if (found.why !== undefined) notices.push(`Column "${shownName(column)}" is left out: ${found.why}.`);
    return {
      index,
      name: shownName(column),
      role,
      tagName: named?.name ?? (name === '' ? `Column ${index + 1}` : cutText(name, 200)),
      unit: role === 'value' ? (named?.unit ?? column.stats.unit) : null,
      qualityScale: role === 'quality' ? (found.scale ?? 'words') : null,
      qualityOf: role === 'quality' ? (found.of ?? null) : null,
      ...(role === 'skip' && isOnePart(column) && (layout.layout === 'long' || layout.layout === 'wide')
        ? { isConstant: true as const }
        : {}),
    };
  });
  const mixedText =
    layout.layout === 'wide'
      ? (facts.find(
          ({ index, name, stats }) =>
            !ZONE_NAMES.has(plainName(name)) &&
            (roles[index].role === 'skip' || (roles[index].role === 'value' && !isTagLike(name))) &&
            stats.numbers === 0 &&
            stats.texts > 0 &&
            stats.distinctTexts.size > 1,
        ) ?? null)
      : null;
  return { columns, notices, mixedText };
}

/** `Unit` over texts such as U1, which are no units of measurement. */
const isPartOfPlant = ({ name, stats }: ColumnFacts): boolean =>
  GROUP_NAMES.has(plainName(name)) &&
  stats.filled > 0 &&
  [...stats.distinctTexts].every((text) => /\d/.test(text) && knownUnit(text) === null);

/** Whether all rows name the same part of the plant. */
const isOnePart = ({ name, stats }: ColumnFacts): boolean =>
  GROUP_NAMES.has(plainName(name)) &&
  stats.filled > 0 &&
  stats.distinctTexts.size + stats.distinctNumbers.size === 1;

const FIELDS = ['month', 'day', 'minute', 'second'] as const;

const describeGroup = (column: ColumnFacts): string => {
  const texts = [...column.stats.distinctTexts, ...[...column.stats.distinctNumbers].map(String)];
  const shown = texts.slice(0, 3).map((text) => cutText(text));
  const place = column.name === INFLUX_TAGS ? 'behind' : 'in front of';
  if (texts.length === 1) return `Column "${shownName(column)}" (${shown[0]}) stands ${place} the tag names.`;
  return `Column "${shownName(column)}" stands ${place} the tag names, because the same tags have readings under several of its texts (${shown.join(', ')}${texts.length > shown.length ? ', …' : ''}).`;
};

const shownName = ({ name, index }: ColumnFacts): string =>
  name === '' ? `Column ${index + 1}` : cutText(name, 200);

function roleOf(
  column: ColumnFacts,
  qualities: QualityRoles,
  times: TimeColumns | null,
  { layout, tagColumns, valueColumn }: LayoutGuess,
): Role {
  const { index, name, stats } = column;
  const plain = plainName(name);
  const timeColumns = times?.columns ?? [];
  if (timeColumns.includes(index))
    return layout === 'pairs' || timeColumns[0] === index
      ? { role: 'time' }
      : { role: 'skip', why: 'it is a second time' };
  const field = times === null ? undefined : FIELDS.find((part) => times.fields[part] === index);
  if (field !== undefined) return { role: field };
  if (index === times?.clockColumn || times?.furtherClocks.includes(index) === true)
    return { role: 'time-of-day' };
  if (times?.secondTimes.includes(index) === true) return { role: 'skip', why: 'it is a second time' };
  if (index === times?.checkColumn) return { role: 'time-check' };
  if (index === times?.meridiemColumn) return { role: 'am-pm' };
  if (tagColumns.includes(index)) return { role: 'tag' };
  if (layout === 'tag-rows') {
    const isValue = tagColumns.includes(index - (valueColumn - tagColumns[0]));
    if (isValue || index === valueColumn) return { role: 'value' };
    const owner = tagColumns.findLast((tag) => tag < index) ?? -1;
    const scale = isQualityName(plain.replace(/\d+$/, '')) ? detectQualityScale(name, stats) : null;
    return owner < 0 || scale === null
      ? { role: 'skip' }
      : { role: 'quality', scale, of: owner + valueColumn - tagColumns[0] };
  }
  if (index === valueColumn) return { role: 'value' };
  if (
    MILLISECONDS_NAMES.has(plain) &&
    stats.isInteger &&
    stats.lowest >= 0 &&
    stats.highest <= 999 &&
    timeColumns[0] < index
  )
    return { role: 'milliseconds' };
  if ((ZONE_NAMES.has(plain) && stats.texts > 0) || BIAS_NAMES.has(plain)) return { role: 'skip' };
  const quality = qualities.roleOf(column);
  if (quality !== null) return quality;
  if (layout === 'long') {
    if ((UNIT_NAMES.has(plain) && !isPartOfPlant(column)) || holdsUnits(stats)) return { role: 'unit' };
    if (name === '' && stats.isInteger && stats.lowest >= 0 && stats.highest >= 192 && stats.highest < 256)
      return { role: 'quality', scale: 'opc' };
    return stats.filled === 0 || name === '' || SIDE_NAMES.has(plain)
      ? { role: 'skip' }
      : { role: 'skip', why: 'it is not the value, time or tag of a reading' };
  }
  return wideRole(column);
}

function wideRole({ index, name, stats }: ColumnFacts): Role {
  if (stats.filled === 0) return name === '' ? { role: 'skip' } : { role: 'value' };
  const plain = plainName(name);
  const isRowNumber = stats.isRowNumber && (index === 0 || ROW_NUMBER_NAMES.has(plain));
  if (isRowNumber && (plain === '' || ROW_NUMBER_NAMES.has(plain)))
    return { role: 'skip', why: 'it only counts the rows' };
  if (stats.numbers > 0 || stats.texts === 0) return { role: 'value' };
  const { distinctTexts } = stats;
  if (holdsClocks(stats)) return { role: 'skip', why: 'it is a second time of day' };
  if (isTagLike(name) || (isState(stats) && !SIDE_NAMES.has(plain))) return { role: 'value' };
  return distinctTexts.size === 1
    ? {
        role: 'skip',
        why: `it has the same text in every row ("${cutText([...distinctTexts][0] ?? '')}")`,
      }
    : { role: 'skip', why: 'it holds texts, not numbers' };
}

/** Such as U1.LOAD, Pane1-Pen2 or TI101: with a digit or a sign between its parts, and no blank. */
const isTagLike = (name: string): boolean => /^\S*\p{L}\S*$/u.test(name) && /[\d.:/-]/.test(name);

/** A few texts that take turns, as On and Off do. */
const isState = ({ distinctTexts, filled }: ColumnFacts['stats']): boolean =>
  distinctTexts.size > 1 && distinctTexts.size <= Math.max(2, Math.min(12, filled / 4));
