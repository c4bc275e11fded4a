import type { TimeRange } from '../../api/workspace.ts';
import { formatTime, timeTicks } from '../../ui/format-time.ts';
import { useCursorTime, type CursorStore } from './cursor.ts';
import { AXIS_WIDTH, RIGHT_MARGIN } from './trend-figure.ts';
import styles from './trends.module.css';

const TICK_PX = 110;
const HALF_LABEL_PX = 24;
const SECONDS_BELOW_MS = 2 * 3_600_000;

interface TimeAxisProps {
  readonly range: TimeRange;
  readonly width: number;
  readonly labelWidth: number;
  /** What the reader should know about this range, at the left of the axis. */
  readonly note: string | null;
  readonly cursor: CursorStore;
}

/** The time axis under the lanes, in the local time of this computer; the cursor's time stands out on it. */
export function TimeAxis({ range, width, labelWidth, note, cursor }: TimeAxisProps) {
  const timeMs = useCursorTime(cursor);
  const leftOf = (time: number): number => ((time - range.fromMs) / (range.toMs - range.fromMs)) * width;
  const ticks = timeTicks(range.fromMs, range.toMs, width / TICK_PX).filter(
    (tick) => leftOf(tick.timeMs) < width - HALF_LABEL_PX,
  );
  return (
    <div
      className={styles['axis']}
      style={{ marginLeft: labelWidth + AXIS_WIDTH, marginRight: RIGHT_MARGIN }}
    >
      {note !== null && (
        <span className={styles['axis-note']} style={{ left: 12 - labelWidth - AXIS_WIDTH }}>
          {note}
        </span>
      )}
      {ticks.map((tick) => (
        <span key={tick.timeMs} className={styles['tick']} style={{ left: leftOf(tick.timeMs) }}>
          {tick.text}
        </span>
      ))}
      {timeMs !== null && (
        <span
          className={styles['cursor-time']}
          style={{ left: Math.min(Math.max(leftOf(timeMs), 50), width - 50) }}
        >
          {formatTime(timeMs, range.toMs - range.fromMs < SECONDS_BELOW_MS)}
        </span>
      )}
    </div>
  );
}
