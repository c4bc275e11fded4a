import type { Anomaly } from '@shared/contract/runs.ts';
import { FailureMessage } from '../../api/failure-message.tsx';
import { kindName } from '../../api/kind-name.ts';
import { failureOf } from '../../api/plant-client.ts';
import { useCall } from '../../api/queries.ts';
import { showRange, workspace } from '../../api/workspace.ts';
import { withContext } from '../../api/time-range.ts';
import { formatTime } from '../../ui/format-time.ts';
import { describeKind } from './anomalies-model.ts';
import styles from './reason-card.module.css';

const MINUTE_MS = 60_000;

/** Earlier anomalies with the same tags in the same direction, and what they turned out to be. */
export function SimilarAnomalies({ anomaly, runId }: { anomaly: Anomaly; runId: number }) {
  const similar = useCall('anomalies.similar', { anomalyId: anomaly.id });
  const found = similar.data ?? [];
  return (
    <>
      <h3>Similar earlier anomalies</h3>
      {similar.error !== null && <FailureMessage error={failureOf(similar.error)} />}
      {similar.data !== undefined && found.length === 0 && (
        <p className={styles['soft']}>None of the plant&apos;s earlier anomalies has the same tags.</p>
      )}
      <ul className={styles['similar']}>
        {found.map((other) => {
          const turned = other.labels.map((label) => kindName(label.kind)).join(', ');
          return (
            <li key={other.anomalyId}>
              <button
                type="button"
                onClick={() => {
                  const { startMs, endMs } = other;
                  workspace.set({ runId: other.runId, anomaly: { id: other.anomalyId, startMs, endMs } });
                  showRange(withContext({ fromMs: startMs, toMs: endMs }, MINUTE_MS));
                }}
              >
                {formatTime(other.startMs)}
              </button>
              <span className={styles['figure']}>{Math.round(other.likeness * 100)} % alike</span>
              <span title={other.judgement?.sentence}>
                {turned === '' ? `${describeKind(other)}, not labelled` : `turned out: ${turned}`}
                {other.runId === runId ? '' : ` (run ${other.runId})`}
              </span>
            </li>
          );
        })}
      </ul>
    </>
  );
}
