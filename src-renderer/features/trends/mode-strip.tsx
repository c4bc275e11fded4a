import type { RunSummary } from '@shared/contract/runs.ts';
import { useCall } from '../../api/queries.ts';
import type { TimeRange } from '../../api/workspace.ts';
import { formatTime } from '../../ui/format-time.ts';
import { modeName } from './trends-model.ts';
import styles from './trends.module.css';

interface ModeStripProps {
  readonly run: RunSummary;
  readonly range: TimeRange;
  readonly left: number;
  readonly width: number;
}

/** What the unit was doing, told from its load: a quiet strip under the toolbar. */
export function ModeStrip({ run, range, left, width }: ModeStripProps) {
  const pixels = Math.min(8192, Math.max(1, Math.round(width)));
  const { fromMs, toMs } = range;
  const modes = useCall('runs.modes', { runId: run.id, fromMs, toMs, pixels }, { keepsPrevious: true });
  const loadTag = run.tags.find((tag) => tag.id === run.loadTagId)?.name ?? null;
  const leftOf = (time: number): number => ((time - fromMs) / (toMs - fromMs)) * width;
  const visible = (modes.data ?? []).filter(
    (stretch) => stretch.mode !== 'unknown' && stretch.endMs >= fromMs && stretch.startMs <= toMs,
  );
  return (
    <div className={styles['modes']}>
      <span
        className={styles['events-label']}
        title={
          loadTag === null
            ? 'No tag of the run tells the load, so the operating mode is not known. Choose a load tag when you train.'
            : `Operating mode, told from ${loadTag}`
        }
      >
        {loadTag === null ? 'modes unknown' : 'mode'}
      </span>
      <div className={styles['events-plot']} style={{ left, width }} role="list" aria-label="Operating modes">
        {visible.map(({ mode, startMs, endMs }) => {
          const start = Math.max(0, leftOf(startMs));
          const wide = Math.min(width, leftOf(endMs)) - start;
          return (
            <div
              key={startMs}
              role="listitem"
              className={styles['mode']}
              data-mode={mode}
              style={{ left: start, width: wide }}
              title={`${mode}, ${formatTime(startMs)} to ${formatTime(endMs)}`}
              aria-label={`${mode}, ${formatTime(startMs)} to ${formatTime(endMs)}`}
            >
              {modeName(mode, wide)}
            </div>
          );
        })}
      </div>
    </div>
  );
}
