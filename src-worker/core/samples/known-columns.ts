import { AppFailure } from '@shared/errors.ts';
import type { Matrix } from '../matrix.ts';

/** A column with readings in a smaller share of the training samples than this would be a constant to every detector. */
const LEAST_KNOWN = 0.1;

/** A column of which the training rows say next to nothing. */
export interface UnknownColumn {
  readonly column: number;
  /** Training rows with a number. */
  readonly knownCount: number;
}

/**
 * The columns with a number in fewer than a tenth of the rows from (included) to (excluded): text, empty ones, those
 * that begin later. Where that is all of them, those without any number; none where nothing would be left.
 */
export function findUnknownColumns(samples: Matrix, from: number, to: number): readonly UnknownColumn[] {
  const least = LEAST_KNOWN * (to - from);
  const counts = Array.from({ length: samples.columnCount }, (_, column) => ({
    column,
    knownCount: countKnown(samples, column, from, to, least),
  }));
  const sparse = counts.filter(({ knownCount }) => knownCount < least);
  const unknown =
    sparse.length < counts.length ? sparse : counts.filter(({ knownCount }) => knownCount === 0);
  return unknown.length < counts.length ? unknown : [];
}

/** Stops counting where they are enough. */
function countKnown(
  { data, columnCount }: Matrix,
  column: number,
  from: number,
  to: number,
  enough: number,
): number {
  let count = 0;
  for (let row = from; row < to && count < enough; row++)
    if (!Number.isNaN(data[row * columnCount + column])) count++;
  return count;
}

/**
 * Throws `invalid-input` where a column has no value to learn from, by its name. `usual`: as `usualValues` of the rows
 * that are learnt from; `where` they lie, for the message.
 */
export function refuseEmptyColumns(usual: Float32Array, columnNames: readonly string[], where: string): void {
  const empty = columnNames.filter((_, column) => Number.isNaN(usual[column]));
  if (empty.length === 0) return;
  const names = empty.slice(0, 5).join(', ') + (empty.length > 5 ? ` and ${empty.length - 5} more` : '');
  throw new AppFailure({
    kind: 'invalid-input',
    message: `No good reading in ${where} for ${names}. Choose another training range, or leave ${empty.length === 1 ? 'it' : 'them'} out.`,
  });
}
