import { anomalyKind, type AnomalyKind } from '@shared/contract/conditions.ts';
import type { RunSummary } from '@shared/contract/runs.ts';
import { Button } from '@mantine/core';
import { formatCount } from '../../ui/format-number.ts';
import { KINDS } from './anomalies-model.ts';
import styles from './anomalies.module.css';

export type KindCounts = NonNullable<RunSummary['kindCounts']>;

interface KindFilterProps {
  readonly counts: KindCounts;
  /** Empty = all. */
  readonly chosen: readonly AnomalyKind[];
  readonly onChoose: (kinds: readonly AnomalyKind[]) => void;
}

/** One button a kind with its count; pressed ones are shown, none pressed shows all. Kinds that do not occur are left out. */
export function KindFilter({ counts, chosen, onChoose }: KindFilterProps) {
  const present = anomalyKind.options.filter((kind) => (counts[kind] ?? 0) > 0);
  if (present.length === 0) return null;
  return (
    <div className={styles['kinds']} role="group" aria-label="Kinds of anomalies">
      {present.map((kind) => {
        const isChosen = chosen.includes(kind);
        const { sign, name, about } = KINDS[kind];
        return (
          <Button
            key={kind}
            variant="default"
            px={8}
            title={about}
            aria-pressed={isChosen}
            onClick={() => onChoose(isChosen ? chosen.filter((one) => one !== kind) : [...chosen, kind])}
          >
            <span className={styles['kind']} data-kind={kind} aria-hidden="true">
              {sign}&nbsp;
            </span>
            {`${name} ${formatCount(counts[kind] ?? 0)}`}
          </Button>
        );
      })}
    </div>
  );
}
