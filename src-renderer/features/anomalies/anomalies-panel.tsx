import type { Anomaly, AnomalyFilter, AnomalySort, RunSummary } from '@shared/contract/runs.ts';
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { call } from '../../api/plant-client.ts';
import { useSideSlot } from '../../api/side-slot.ts';
import { detectorScore } from '../../api/score-scale.ts';
import { withContext } from '../../api/time-range.ts';
import { showRange, useWorkspace, workspace } from '../../api/workspace.ts';
import { parseBoolean, useStored } from '../../ui/use-stored.ts';
import { firstSort, isFiltered, noFilter } from './anomalies-model.ts';
import { AnomalyFilters } from './anomaly-filters.tsx';
import { AnomalyGrid } from './anomaly-grid.tsx';
import styles from './anomalies.module.css';
import { ReasonCard } from './reason-card.tsx';
import { useAnomalyRows, useAnomalyTotal, type AnomalyView } from './use-anomalies.ts';

interface AnomaliesPanelProps {
  readonly run: RunSummary;
  /** About the run: what was trained, on what, with which outcome. */
  readonly header: ReactNode;
}

/** The anomalies of a run as a table; a row shows its stretch in the trend, a band clicked there selects its row. */
export function AnomaliesPanel({ run, header }: AnomaliesPanelProps) {
  const [filter, setFilter] = useState<AnomalyFilter>(noFilter);
  const [sort, setSort] = useState(firstSort);
  const [asked] = useDebouncedValue(filter, 150);
  const view = useMemo((): AnomalyView => viewOf(run, asked, sort), [run, asked, sort]);
  const total = useAnomalyTotal(view);
  const [row, setRow] = useState(-1);
  useSelectionFromTrend(view, setRow);
  const [hasCard, setHasCard] = useStored('reason-card', parseBoolean, true);
  const selectedId = useWorkspace((state) => state.anomaly?.id ?? null);
  const atRow = useAnomalyRows(view, total, row, row).rowAt(row);
  const explained = row >= 0 && atRow?.id === selectedId ? atRow : undefined;

  const select = (next: number, anomaly: Anomaly | undefined, isOpened: boolean): void => {
    setRow(next);
    if (anomaly === undefined) return;
    const { id, startMs, endMs } = anomaly;
    workspace.set({ anomaly: { id, startMs, endMs } });
    if (isOpened) setHasCard(true);
    if (isOpened) showRange(withContext({ fromMs: startMs, toMs: endMs }, sampleStepMs(run)));
  };

  const slot = useSideSlot();
  const card = explained !== undefined && hasCard && (
    <ReasonCard
      run={run}
      anomaly={explained}
      stepMs={sampleStepMs(run)}
      onClose={() => {
        setHasCard(false);
        document.querySelector<HTMLElement>('[role="grid"][aria-label="Anomalies"]')?.focus();
      }}
    />
  );

  return (
    <section className={styles['panel']} aria-label="Anomalies of the run">
      {header}
      <AnomalyFilters filter={filter} total={total} counts={run.kindCounts ?? {}} onFilter={setFilter} />
      {total === 0 ? (
        <p className={styles['empty']}>
          {isFiltered(asked)
            ? 'No anomaly passes the filter.'
            : 'This run found no anomaly. A higher contamination lowers the threshold.'}
        </p>
      ) : (
        <div className={styles['beside']}>
          <AnomalyGrid
            run={run}
            view={view}
            total={total}
            stepMs={sampleStepMs(run)}
            selectedRow={row}
            onSort={setSort}
            onSelect={select}
          />
          {slot === null ? card : createPortal(card, slot)}
        </div>
      )}
    </section>
  );
}

/** The peak is asked for as it is shown; the store holds the detector's scores. */
const viewOf = (
  run: RunSummary,
  { minPeakScore, ...filter }: AnomalyFilter,
  sort: AnomalySort,
): AnomalyView => ({
  runId: run.id,
  filter: { ...filter, minPeakScore: minPeakScore === null ? null : detectorScore(run, minPeakScore) },
  sort,
});

const sampleStepMs = (run: RunSummary): number => (run.toMs - run.fromMs) / Math.max(1, run.sampleCount - 1);

/** Finds the row of the anomaly that is selected elsewhere, and again when filter or order changes. */
function useSelectionFromTrend(view: AnomalyView, setRow: (row: number) => void): void {
  const selectedId = useWorkspace((state) => state.anomaly?.id ?? null);
  const latest = useRef(0);
  useEffect(() => {
    latest.current += 1;
    const question = latest.current;
    if (selectedId === null) {
      setRow(-1);
      return;
    }
    void call('anomalies.position', { ...view, anomalyId: selectedId }).then(
      (position) => {
        if (question === latest.current) setRow(position ?? -1);
      },
      () => setRow(-1),
    );
  }, [selectedId, view, setRow]);
}
