import type { TableColumn } from './data-table.tsx';
import { formatDuration, formatTime } from './format-time.ts';

/** A column of points in time, UTC epoch ms, shown in local time. */
export const timeColumn = <R>(
  id: string,
  label: string,
  timeMs: (row: R) => number,
  width = '124px',
): TableColumn<R> => ({ id, label, width, cell: (row) => formatTime(timeMs(row)), sortBy: timeMs });

/** A column of durations in ms. */
export const durationColumn = <R>(
  id: string,
  label: string,
  durationMs: (row: R) => number,
): TableColumn<R> => ({
  id,
  label,
  isNumber: true,
  width: '92px',
  cell: (row) => formatDuration(durationMs(row)),
  sortBy: durationMs,
});
