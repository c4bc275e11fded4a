import type { LossPoint } from '@shared/contract/runs.ts';
import { curvePath, lossBounds } from './loss-curve-model.ts';
import styles from './loss-curve.module.css';

interface LossCurveProps {
  readonly losses: readonly LossPoint[];
  readonly width: number;
  readonly height: number;
  readonly label: string;
}

/** Loss by epoch on a logarithmic axis: training thin, held-out strong. Says its last figures to a screen reader. */
export function LossCurve({ losses, width, height, label }: LossCurveProps) {
  const bounds = lossBounds(losses);
  const path = (pick: (point: LossPoint) => number | null): string =>
    curvePath(losses.map(pick), bounds, width, height);
  return (
    <svg
      className={styles['curve']}
      role="img"
      aria-label={label}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
    >
      <path className={styles['training']} d={path(({ training }) => training)} />
      <path className={styles['held-out']} d={path(({ validation }) => validation)} />
    </svg>
  );
}

/** What the two lines are. */
export function LossLegend({ losses }: { readonly losses: readonly LossPoint[] }) {
  const isHeldOut = losses.some(({ validation }) => validation !== null);
  return (
    <span className={styles['legend']}>
      <span className={styles['key-training']}>training</span>
      {isHeldOut && <span className={styles['key-held-out']}>held out</span>}
    </span>
  );
}
