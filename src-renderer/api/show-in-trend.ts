import { withContext } from './time-range.ts';
import { closeDialog, showRange, type TimeRange } from './workspace.ts';

const MINUTE_MS = 60_000;

/** Closes the dialog and shows a stretch in the trend, with what came before and after it. */
export function showInTrend(interval: TimeRange): void {
  closeDialog();
  showRange(withContext(interval, MINUTE_MS));
}
