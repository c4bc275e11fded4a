import { AppFailure } from '@shared/errors.ts';
import type { PassState } from './pass-state.ts';
import type { Row } from '../read-context.ts';
import type { RowTime } from './row-time.ts';

/** Reads the time of a row that is only looked at: one that contradicts the plan as a whole has none. */
export function readsTime(time: RowTime, row: Row, pass: PassState): boolean {
  try {
    return time.read(row, pass);
  } catch (caught) {
    if (caught instanceof AppFailure) return false;
    throw caught;
  }
}
