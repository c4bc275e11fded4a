import { isFaultKind, type Label } from '@shared/contract/labels.ts';
import { kindName } from '../../api/kind-name.ts';
import { useCall } from '../../api/queries.ts';
import { draftLabel, type TimeRange } from '../../api/workspace.ts';
import { formatTime } from '../../ui/format-time.ts';
import styles from './trends.module.css';

interface LabelStripProps {
  readonly plantId: number;
  readonly range: TimeRange;
  readonly left: number;
  readonly width: number;
}

const aboutOf = (label: Label): string =>
  label.tagName === null ? kindName(label.kind) : `${kindName(label.kind)}: ${label.tagName}`;

/** What people, files and the simulator say about stretches of the trend; a click changes what a person may change. */
export function LabelStrip({ plantId, range, left, width }: LabelStripProps) {
  const labels = useCall('labels.list', { plantId });
  const leftOf = (time: number): number => ((time - range.fromMs) / (range.toMs - range.fromMs)) * width;
  const visible = (labels.data ?? []).filter(
    (label) => label.endMs >= range.fromMs && label.startMs <= range.toMs,
  );
  return (
    <div className={styles['events']}>
      <span className={styles['events-label']}>{labels.data?.length === 0 ? 'no labels yet' : 'labels'}</span>
      <div className={styles['events-plot']} style={{ left, width }} role="list" aria-label="Labels">
        {visible.map((label) => {
          const start = Math.max(0, leftOf(label.startMs));
          const isOwn = label.source !== 'simulator';
          const about = `${aboutOf(label)}, ${formatTime(label.startMs)} to ${formatTime(label.endMs)}. ${label.note}`;
          const place = {
            className: styles['event'],
            style: { left: start, width: leftOf(label.endMs) - start },
            title: isOwn ? about : `${about} Known by the simulator.`,
            'data-own': isOwn,
            'data-normal': !isFaultKind(label.kind),
          };
          return (
            <div key={label.id} role="listitem">
              {isOwn ? (
                <button
                  type="button"
                  {...place}
                  onClick={() =>
                    draftLabel(
                      { fromMs: label.startMs, toMs: label.endMs },
                      { id: label.id, kind: label.kind, tagName: label.tagName, note: label.note },
                    )
                  }
                >
                  {aboutOf(label)}
                </button>
              ) : (
                <div {...place}>{aboutOf(label)}</div>
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}
