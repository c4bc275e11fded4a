import type { AnomalyFilter } from '@shared/contract/runs.ts';
import { Button, NumberInput, Popover, TextInput } from '@mantine/core';
import { draftLabel, useWorkspace } from '../../api/workspace.ts';
import { formatCounted } from '../../ui/format-number.ts';
import { isFiltered, noFilter } from './anomalies-model.ts';
import styles from './anomalies.module.css';
import { KindFilter, type KindCounts } from './kind-filter.tsx';

interface AnomalyFiltersProps {
  readonly filter: AnomalyFilter;
  readonly total: number;
  /** Anomalies of the run by kind. */
  readonly counts: KindCounts;
  readonly onFilter: (filter: AnomalyFilter) => void;
}

/** One row: how many there are, of which kinds, with which tag; peak and duration behind a button. */
export function AnomalyFilters({ filter, total, counts, onFilter }: AnomalyFiltersProps) {
  return (
    <div className={styles['filters']} role="search" aria-label="Filter anomalies">
      <h2 className={styles['count']}>{formatCounted(total, 'anomaly', 'anomalies')}</h2>
      <KindFilter
        counts={counts}
        chosen={filter.kinds ?? []}
        onChoose={(kinds) => onFilter({ ...filter, kinds: [...kinds] })}
      />
      <TextInput
        id="anomaly-filter"
        placeholder="Tag contains"
        aria-label="Tag contains"
        w={130}
        maxLength={120}
        value={filter.tag}
        onChange={(event) => onFilter({ ...filter, tag: event.currentTarget.value })}
      />
      <FurtherFilters filter={filter} onFilter={onFilter} />
      <Button
        variant="default"
        px={10}
        disabled={!isFiltered(filter)}
        aria-label="Clear filter"
        title="Show all anomalies again"
        onClick={() => onFilter(noFilter)}
      >
        Clear
      </Button>
      <LabelAnomaly />
    </div>
  );
}

const MINUTE_MS = 60_000;
const numberOrNull = (value: string | number): number | null => (typeof value === 'number' ? value : null);

/** Smallest peak and shortest duration; the button tells how many of them are in use. */
function FurtherFilters({ filter, onFilter }: Pick<AnomalyFiltersProps, 'filter' | 'onFilter'>) {
  const used = [filter.minPeakScore, filter.minDurationMs].filter((value) => value !== null).length;
  return (
    <Popover position="bottom-start" trapFocus>
      <Popover.Target>
        <Button variant="default" px={10} title="Smallest peak, shortest duration">
          {used === 0 ? 'More…' : `More: ${used}`}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Further filters">
        <div className={styles['further']}>
          <NumberInput
            label="Peak score from"
            w={160}
            min={0}
            step={0.5}
            decimalScale={3}
            value={filter.minPeakScore ?? ''}
            onChange={(value) => onFilter({ ...filter, minPeakScore: numberOrNull(value) })}
          />
          <NumberInput
            label="Duration from"
            w={160}
            min={0}
            suffix=" min"
            value={filter.minDurationMs === null ? '' : filter.minDurationMs / MINUTE_MS}
            onChange={(value) => {
              const minutes = numberOrNull(value);
              onFilter({ ...filter, minDurationMs: minutes === null ? null : minutes * MINUTE_MS });
            }}
          />
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

/** Says what the selected anomaly turned out to be. */
function LabelAnomaly() {
  const anomaly = useWorkspace((state) => state.anomaly);
  return (
    <Button
      variant="default"
      px={10}
      disabled={anomaly === null}
      title="Say what the selected anomaly turned out to be"
      onClick={() => anomaly !== null && draftLabel({ fromMs: anomaly.startMs, toMs: anomaly.endMs })}
    >
      Label anomaly…
    </Button>
  );
}
