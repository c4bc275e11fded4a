import { Button } from '@mantine/core';
import { resumeTraining } from '../../api/analysis-actions.ts';
import { useCall } from '../../api/queries.ts';
import { closeDialog } from '../../api/workspace.ts';
import { LossCurve } from '../../ui/loss-curve.tsx';
import { describeLosses } from '../../ui/loss-curve-model.ts';
import { formatTime } from '../../ui/format-time.ts';
import type { DetectorInfo } from '../../../src-worker/worker-api.ts';
import styles from './runs.module.css';

interface StoppedTrainingsProps {
  readonly plantId: number;
  readonly detectors: readonly DetectorInfo[];
}

const MOST_SHOWN = 3;

/** Trainings that were cancelled or cut off and can go on where they stopped. */
export function StoppedTrainings({ plantId, detectors }: StoppedTrainingsProps) {
  const stopped = useCall('runs.resumable', { plantId });
  const shown = (stopped.data ?? []).slice(0, MOST_SHOWN);
  if (shown.length === 0) return null;
  return (
    <section className={styles['stopped']} aria-label="Stopped trainings">
      {shown.map(({ run, losses }) => {
        const title = detectors.find(({ id }) => id === run.detectorId)?.title ?? run.detectorId;
        const words = describeLosses(losses);
        return (
          <div key={run.id} className={styles['stopped-run']}>
            <div className={styles['stopped-text']}>
              <span>
                #{run.id} {title}, {run.tags.length} tags, {formatTime(run.startedMs)}: {run.status}
              </span>
              <span className={styles['soft']}>{words}</span>
            </div>
            <LossCurve losses={losses} width={96} height={28} label={words} />
            <Button
              variant="default"
              aria-label={`Resume run ${run.id}`}
              onClick={() => {
                closeDialog();
                void resumeTraining(run);
              }}
            >
              Resume
            </Button>
          </div>
        );
      })}
    </section>
  );
}
