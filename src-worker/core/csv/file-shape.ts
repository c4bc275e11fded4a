import type { FileShape, ImportOverrides, ImportPlan } from './import-plan.ts';

const MOST_NAMES = 500;
const LONGEST_NAME = 80;

/** What files of one kind have in common, by which a saved profile is found again. Times in a header are of one file. */
export const shapeOf = ({ layout, delimiter, columns }: ImportPlan): FileShape => ({
  layout,
  delimiter,
  names: columns
    .filter(({ role }) => layout !== 'transposed' || role !== 'value')
    .slice(0, MOST_NAMES)
    .map(({ name }) => name.slice(0, LONGEST_NAME)),
});

/** 1 = the same columns in the same order, 0 = another layout or nothing in common, between them the share of common columns. */
export function likenessOf(one: FileShape, other: FileShape): number {
  if (one.layout !== other.layout || one.delimiter !== other.delimiter) return 0;
  const isSame =
    one.names.length === other.names.length && one.names.every((name, at) => name === other.names[at]);
  if (isSame) return 1;
  const names = new Set(one.names);
  const others = new Set(other.names);
  const common = [...names].filter((name) => others.has(name)).length;
  return (0.99 * common) / (names.size + others.size - common);
}

/**
 * What a profile keeps of a plan: everything that was decided, and what a file of the same kind may leave open, so that
 * the next one is read as this one was.
 */
export const choicesOf = (plan: ImportPlan, overrides: ImportOverrides): ImportOverrides => ({
  zone: plan.zone,
  decimal: plan.decimal,
  ...(plan.dateForm === 'calendar' ? { dateOrder: plan.dateOrder } : {}),
  ...overrides,
});
