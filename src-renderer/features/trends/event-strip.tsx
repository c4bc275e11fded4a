import { useCall } from '../../api/queries.ts';
import type { TimeRange } from '../../api/workspace.ts';
import { formatTime } from '../../ui/format-time.ts';
import styles from './trends.module.css';

interface EventStripProps {
  readonly plantId: number;
  readonly range: TimeRange;
  readonly left: number;
  readonly width: number;
}

/** Faults that are known to have been there: the ground truth of simulated readings. */
export function EventStrip({ plantId, range, left, width }: EventStripProps) {
  const events = useCall('labels.list', { plantId });
  const leftOf = (time: number): number => ((time - range.fromMs) / (range.toMs - range.fromMs)) * width;
  const visible = (events.data ?? []).filter(
    (event) => event.endMs >= range.fromMs && event.startMs <= range.toMs,
  );
  return (
    <div className={styles['events']}>
      <span className={styles['events-label']}>
        {events.data?.length === 0 ? 'no known events' : 'known events'}
      </span>
      <div className={styles['events-plot']} style={{ left, width }} role="list" aria-label="Known events">
        {visible.map((event) => {
          const start = Math.max(0, leftOf(event.startMs));
          const about = event.tagName === null ? event.kind : `${event.kind}: ${event.tagName}`;
          return (
            <div
              key={event.id}
              role="listitem"
              className={styles['event']}
              style={{ left: start, width: leftOf(event.endMs) - start }}
              title={`${about}, ${formatTime(event.startMs)} to ${formatTime(event.endMs)}. ${event.note}`}
            >
              {about}
            </div>
          );
        })}
      </div>
    </div>
  );
}
