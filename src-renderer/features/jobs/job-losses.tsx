import type { LossPoint } from '@shared/contract/runs.ts';
import { HoverCard, UnstyledButton } from '@mantine/core';
import { LossCurve, LossLegend } from '../../ui/loss-curve.tsx';
import { describeLosses } from '../../ui/loss-curve-model.ts';
import styles from './jobs.module.css';

/** The loss of a training under way: a small curve, and a larger one with figures when it is pointed at. */
export function JobLosses({ losses }: { readonly losses: readonly LossPoint[] }) {
  const words = describeLosses(losses);
  const last = losses.at(-1);
  return (
    <HoverCard position="top" openDelay={100} closeDelay={100}>
      <HoverCard.Target>
        <UnstyledButton className={styles['losses'] ?? ''} aria-label={words}>
          <LossCurve losses={losses} width={64} height={18} label="Loss by epoch" />
          <span className={styles['epoch']}>
            epoch {last?.epoch ?? 0}, loss {(last?.validation ?? last?.training ?? 0).toPrecision(2)}
          </span>
        </UnstyledButton>
      </HoverCard.Target>
      <HoverCard.Dropdown>
        <div className={styles['loss-card']}>
          <LossCurve losses={losses} width={320} height={120} label={words} />
          <LossLegend losses={losses} />
          <span>{words}</span>
        </div>
      </HoverCard.Dropdown>
    </HoverCard>
  );
}
