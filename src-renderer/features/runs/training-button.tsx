import { Button, Popover } from '@mantine/core';
import { useCall } from '../../api/queries.ts';
import { LossCurve, LossLegend } from '../../ui/loss-curve.tsx';
import { describeLosses } from '../../ui/loss-curve-model.ts';
import styles from './runs.module.css';

/** How the training of a run went; nothing for a detector that does not learn in epochs. */
export function TrainingButton({ runId }: { readonly runId: number }) {
  const training = useCall('runs.training', { runId });
  const losses = training.data?.losses ?? [];
  if (losses.length === 0) return null;
  const words = describeLosses(losses);
  return (
    <Popover position="bottom-end" withArrow trapFocus>
      <Popover.Target>
        <Button variant="default" title={words}>
          Training
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Training of the run">
        <div className={styles['training']}>
          <p className={styles['note']}>Mean square error of the copies by epoch, logarithmic</p>
          <LossCurve losses={losses} width={360} height={140} label={words} />
          <LossLegend losses={losses} />
          <p className={styles['note']}>{words}. The weights of the lowest are kept.</p>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
