export type SortValue = number | string | null;

export interface Sort {
  readonly by: string;
  readonly descending: boolean;
}

/** The next sort when a head is pressed: once more turns it round; figures start with the largest, else the least. */
export const nextSort = <B extends string>(
  sort: { readonly by: B; readonly descending: boolean } | null,
  by: B,
  isNumber: boolean,
): { readonly by: B; readonly descending: boolean } => ({
  by,
  descending: sort?.by === by ? !sort.descending : isNumber,
});

/** How a column is sorted; null where the table is sorted by another. */
export const orderOf = (sort: Sort | null, by: string | null): 'ascending' | 'descending' | null =>
  sort === null || sort.by !== by ? null : sort.descending ? 'descending' : 'ascending';

const isNothing = (value: SortValue): boolean =>
  value === null || (typeof value === 'number' && Number.isNaN(value));

function compare(left: SortValue, right: SortValue): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  return String(left).localeCompare(String(right), 'en-GB', { numeric: true });
}

/** Rows in the order of a value; equal ones stay as they were, and what is not known comes last either way. */
export function sortRows<R>(
  rows: readonly R[],
  valueOf: (row: R) => SortValue,
  descending: boolean,
): readonly R[] {
  const sign = descending ? -1 : 1;
  return rows
    .map((row) => ({ row, value: valueOf(row) }))
    .sort((left, right) => {
      if (isNothing(left.value) || isNothing(right.value))
        return Number(isNothing(left.value)) - Number(isNothing(right.value));
      return sign * compare(left.value, right.value);
    })
    .map(({ row }) => row);
}

/** The position that a key leads to from `row` (-1 = none) among `count` rows; null for other keys. */
export function rowByKey(key: string, row: number, count: number, page: number): number | null {
  const targets: Readonly<Record<string, number>> = {
    ArrowDown: row + 1,
    ArrowUp: row < 0 ? 0 : row - 1,
    PageDown: row + page,
    PageUp: row - page,
    Home: 0,
    End: count - 1,
  };
  const target = targets[key];
  return target === undefined || count === 0 ? null : Math.min(Math.max(target, 0), count - 1);
}
