import { VALUE_NAMES, plainName } from './column-names.ts';
import { type Sample, cellAt } from './grid.ts';
import type { Header } from './header.ts';
import type { LayoutGuess } from './layout.ts';
import { cutText } from '../text/text.ts';
import type { TimeColumns } from '../times/time-columns.ts';
import { titleOf } from './title-tag.ts';
import { knownUnit, splitHeader, withoutBrackets } from './unit-names.ts';

/** Beside MAX it is the lowest value, and no minute. */
const STATISTIC = /^min$/i;

interface NamedColumn {
  readonly name: string;
  readonly unit: string | null;
}

/** Name and unit of the tag of every value column, by the column's index. */
export function tagNames(
  sample: Sample,
  header: Header,
  times: TimeColumns | null,
  layout: LayoutGuess,
  values: readonly number[],
): ReadonlyMap<number, NamedColumn> {
  const textOf = (record: number | null, column: number): string =>
    record === null ? '' : cellAt(sample.records[record], column).text;
  const timeOf = (column: number): number =>
    layout.layout === 'pairs' ? ((times?.columns ?? []).findLast((time) => time < column) ?? -1) : -1;
  const isGeneric = (text: string): boolean => text === '' || VALUE_NAMES.has(plainName(text));
  const isTimeWord = (text: string): boolean =>
    /^(?:date|time|timestamp|datetime|zeit|datum|date ?\/? ?time)$/i.test(text);
  /** The last column to the left over which a group stands. */
  const spanningColumn = (column: number): number =>
    header.groupRecord === null
      ? -1
      : (values.findLast((other) => other < column && textOf(header.groupRecord, other) !== '') ?? -1);
  const raw = new Map(
    values.map((column) => {
      const own = textOf(header.nameRecord, column);
      const beside = timeOf(column) < 0 ? '' : textOf(header.nameRecord, timeOf(column));
      const group =
        textOf(header.groupRecord, column) ||
        textOf(header.groupRecord, timeOf(column)) ||
        (layout.layout === 'wide' ? textOf(header.groupRecord, spanningColumn(column)) : '');
      const isOwnUsable = !isGeneric(own) && (knownUnit(own) === null || STATISTIC.test(own));
      const text = isOwnUsable
        ? own
        : !isGeneric(beside) && !isTimeWord(beside)
          ? beside
          : group !== ''
            ? group
            : own;
      return [column, { text, group }] as const;
    }),
  );
  const count = new Map<string, number>();
  for (const { text } of raw.values()) count.set(text, (count.get(text) ?? 0) + 1);
  const stems = new Map<string, number>();
  for (const { text } of raw.values()) {
    const stem = text.replace(/\s*[([][^()[\]]*[)\]]$/, '');
    stems.set(stem, (stems.get(stem) ?? 0) + 1);
  }
  const used = new Set<string>();
  const title = values.length === 1 ? titleAbove(sample, header, times) : { tag: null, unit: null };
  return new Map(
    values.map((column) => {
      const { text, group } = raw.get(column) ?? { text: '', group: '' };
      const titled = isGeneric(text) && group === '' ? title.tag : null;
      const full =
        titled ?? ((count.get(text) ?? 0) > 1 && group !== '' && group !== text ? `${group} ${text}` : text);
      const split =
        titled === null ? splitHeader(cutText(full, 200)) : { name: cutText(titled, 200), unit: null };
      const isStemShared = split.name !== full && (stems.get(split.name) ?? 0) > 1;
      const unitCell =
        textOf(header.unitsRecord, column) ||
        (group !== '' && textOf(header.groupRecord, column) === ''
          ? textOf(header.unitsRecord, spanningColumn(column))
          : '') ||
        (timeOf(column) < 0 ? '' : textOf(header.unitsRecord, timeOf(column)));
      const unit = withoutBrackets(unitCell);
      const name = split.name === '' ? `Column ${column + 1}` : isStemShared ? full : split.name;
      let unique = name;
      for (let copy = 2; used.has(unique); copy++) unique = `${name} (${copy})`;
      used.add(unique);
      const shownUnit =
        unit === '' || /^(?:-+|none|n\/a)$/i.test(unit)
          ? isStemShared && (split.unit?.length ?? 0) < 2
            ? null
            : split.unit
          : (knownUnit(unit) ?? cutText(unit));
      return [column, { name: unique, unit: shownUnit ?? (titled === null ? null : title.unit) }] as const;
    }),
  );
}

/** What the lines above the header say of the one tag of the file. */
function titleAbove(
  { records }: Sample,
  { nameRecord }: Header,
  times: TimeColumns | null,
): { readonly tag: string | null; readonly unit: string | null } {
  const lines = records
    .slice(0, nameRecord ?? times?.firstRecord ?? 0)
    .map(({ cells }) => titleOf(cells.map(({ text }) => text)))
    .filter((line) => line !== null);
  const last = (about: 'tag' | 'unit'): string | null =>
    lines.findLast((line) => line.about === about)?.text ?? null;
  return { tag: last('tag'), unit: last('unit') };
}
