import { isQualityName, isQualityOfName, plainName } from './column-names.ts';
import type { ColumnPlan } from '../import-plan.ts';
import { badFile, countText } from '../messages.ts';
import type { ReadContext, Row } from '../read-context.ts';
import { cutText, decodeText } from '../text/text.ts';
import { splitHeader } from './unit-names.ts';

/**
 * The columns that a header between the rows names; null when they are those of the plan. In a wide file columns of new
 * names become tags. Throws `bad-file` where other columns cannot be understood from their names alone.
 */
export function columnsOfHeader({ plan, fileName }: ReadContext, row: Row): readonly ColumnPlan[] | null {
  const { bytes, cells } = row;
  const names = Array.from({ length: Math.min(cells.count, cells.starts.length) }, (_, index) => {
    const text = decodeText(
      bytes,
      cells.starts[index],
      Math.min(cells.ends[index], cells.starts[index] + 800),
    );
    return cutText(text.replaceAll('""', '"'), 200);
  });
  while (names.at(-1) === '') names.pop();
  const isSame = names.every((name, index) => {
    const column = plan.columns.at(index);
    return column !== undefined && (name === column.name || (name === '' && column.role === 'skip'));
  });
  if (isSame) return null;
  const known = matchColumns(names, plan.columns);
  const newNames = names.filter((name, index) => name !== '' && known[index] === undefined);
  const newTags = newNames.filter((name) => newColumn(name).role === 'value');
  const areClear = newTags.every((name) => names.indexOf(name) === names.lastIndexOf(name));
  const isReadable =
    (plan.layout === 'wide' && areClear) ||
    (newNames.length === 0 && (plan.layout === 'long' || plan.layout === 'pairs'));
  if (!isReadable)
    throw badFile(fileName, {
      line: row.line,
      column: newNames.at(0) ?? null,
      seen: names.join(', '),
      expected: 'rows below the header that the file began with',
      message: `Line ${countText(row.line)}: a second header names other columns (${newNames
        .slice(0, 5)
        .map((name) => cutText(name))
        .join(', ')}). Nothing was imported. Split the file there, then import both parts.`,
    });
  return names.map((name, index) => {
    const { qualityOf = null, ...column } = known[index] ?? newColumn(name);
    const owner = plan.columns.find((other) => other.index === qualityOf);
    return { ...column, index, qualityOf: owner === undefined ? null : known.indexOf(owner) };
  });
}

/**
 * The plan's column of each name: the one at the same place where the names are the same there, else the first of that
 * name that is not taken, since names such as "Value" come more than once.
 */
function matchColumns(names: readonly string[], columns: readonly ColumnPlan[]): (ColumnPlan | undefined)[] {
  const free = new Set(columns);
  const take = (column: ColumnPlan | undefined): ColumnPlan | undefined =>
    column !== undefined && free.delete(column) ? column : undefined;
  const atPlace = names.map((name, index) => {
    const column = columns.at(index);
    return take(column?.name === name ? column : undefined);
  });
  return names.map(
    (name, index) =>
      atPlace[index] ?? take(columns.find((column) => free.has(column) && column.name === name)),
  );
}

function newColumn(
  name: string,
): Omit<ColumnPlan, 'index' | 'qualityOf'> & Pick<Partial<ColumnPlan>, 'qualityOf'> {
  const { name: tagName, unit } = splitHeader(name);
  const isQuality = isQualityName(plainName(name)) || isQualityOfName(name);
  const role = name === '' || isQuality ? 'skip' : 'value';
  return { name, role, tagName, unit: role === 'value' ? unit : null, qualityScale: null };
}
