import type { Matrix } from '../matrix.ts';
import type { OperatingMode } from '../samples/operating-modes.ts';
import { figureText, readingText } from './figures.ts';
import type { Operation } from './operation.ts';

const MOST_NAMES = 3;

/** "a", "a and b", "a, b and 4 others". */
export function nameList(names: readonly string[]): string {
  if (names.length <= 1) return names[0] ?? '';
  if (names.length <= MOST_NAMES) return `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
  return `${names.slice(0, MOST_NAMES - 1).join(', ')} and ${names.length - MOST_NAMES + 1} others`;
}

/** Decimals that the readings of a tag are recorded with. */
export const recordedDecimals = ({ sensors }: Operation, column: number): number =>
  sensors.behaviours[column].decimals;

/** Decimals worth telling of a tag: down to a tenth of its usual spread, and none that were not recorded. */
export function decimalsOfColumn(operation: Operation, column: number): number {
  const { behaviours, isRelative } = operation.sensors;
  const { middle, spread } = behaviours[column];
  const tenth = (isRelative[column] ? Math.exp(middle) * spread : spread) / 10;
  const recorded = recordedDecimals(operation, column);
  return tenth > 0 ? Math.min(recorded, Math.max(0, Math.ceil(-Math.log10(tenth)))) : recorded;
}

export const loadAt = (operation: Operation, samples: Matrix, row: number): number =>
  operation.loadColumn === null ? NaN : samples.data[row * samples.columnCount + operation.loadColumn];

/** " at 72 MW", " at 91 % load"; nothing where the load is not known. */
export function atLoadText(operation: Operation, load: number): string {
  const { loadColumn, tags } = operation;
  if (loadColumn === null || Number.isNaN(load)) return '';
  const { unit, name } = tags[loadColumn];
  const decimals = decimalsOfColumn(operation, loadColumn);
  if (unit === '%') return ` at ${figureText(load, 0)} % load`;
  if (unit === null || unit === '1' || unit === '')
    return ` at ${figureText((100 * load) / (load > 2 ? operation.ratedLoad : 1), 0)} % load`;
  return /w(e|el)?$/i.test(unit)
    ? ` at ${readingText(load, Math.min(1, decimals), unit)}`
    : ` at ${name} ${readingText(load, decimals, unit)}`;
}

/** Decimals that show two digits of a size. */
export const decimalsOfSize = (size: number): number =>
  size > 0 ? Math.max(0, 1 - Math.floor(Math.log10(size))) : 0;

/** The size of a departure with two digits, none of them beyond what is recorded. */
export function amountText(value: number, operation: Operation, column: number): string {
  const size = Math.abs(value);
  const decimals = Math.min(decimalsOfSize(size), recordedDecimals(operation, column));
  return readingText(size, decimals, operation.tags[column].unit);
}

/** What the unit does, where that is not its usual work. */
export const MODE_CLAUSES: Readonly<Record<OperatingMode, string | null>> = {
  unknown: null,
  off: 'the unit is off',
  'start-up': 'the unit is starting up',
  steady: null,
  'load change': 'the load is changing',
  shutdown: 'the unit is shutting down',
};
