import type { Anomaly, AnomalySort, RunSummary } from '@shared/contract/runs.ts';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type KeyboardEvent } from 'react';
import { describeScale, formatScore } from '../../api/score-scale.ts';
import { formatTime } from '../../ui/format-time.ts';
import { KindMark } from './kind-mark.tsx';
import { HeadCell } from '../../ui/head-cell.tsx';
import { nextSort, orderOf, rowByKey } from '../../ui/sort-rows.ts';
import { becauseInFull, becauseInShort, describeLength, ROW_HEIGHT } from './anomalies-model.ts';
import styles from './anomalies.module.css';
import { useAnomalyRows, type AnomalyView } from './use-anomalies.ts';

const MINUTE_MS = 60_000;
interface Column {
  /** Null = the table cannot be sorted by it. */
  readonly by: AnomalySort['by'] | null;
  readonly label: string;
  readonly about?: string;
  readonly isNumber: boolean;
}

const columns: readonly Column[] = [
  { by: 'start', label: 'Start', isNumber: false },
  { by: 'end', label: 'End', isNumber: false },
  { by: 'duration', label: 'Duration', isNumber: true },
  { by: 'peak', label: 'Peak score', isNumber: true },
  {
    by: 'samples',
    label: 'Samples',
    about: 'Samples above the threshold; 0 where the detector stayed below it and an instrument gave it away',
    isNumber: true,
  },
  { by: null, label: 'Kind', isNumber: false },
  { by: null, label: 'Because', isNumber: false },
];

interface AnomalyGridProps {
  readonly run: RunSummary;
  readonly view: AnomalyView;
  readonly total: number;
  /** Distance of the run's samples. */
  readonly stepMs: number;
  /** Position of the selected anomaly, or -1. */
  readonly selectedRow: number;
  readonly onSort: (sort: AnomalySort) => void;
  /** `isOpened`: the row was clicked or Enter was pressed, not only passed over. */
  readonly onSelect: (row: number, anomaly: Anomaly | undefined, isOpened: boolean) => void;
}

/** The anomalies of a run, as many as there are: only the rows on the screen exist. */
export function AnomalyGrid({ run, view, total, stepMs, selectedRow, onSort, onSelect }: AnomalyGridProps) {
  const holder = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => holder.current,
    estimateSize: () => ROW_HEIGHT,
    scrollPaddingStart: ROW_HEIGHT,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const rows = useAnomalyRows(view, total, items[0]?.index ?? 0, items.at(-1)?.index ?? -1);

  useEffect(() => {
    if (selectedRow >= 0 && selectedRow < total) virtual.scrollToIndex(selectedRow);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only a new selection scrolls
  }, [selectedRow]);

  const pressKey = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && selectedRow >= 0) {
      onSelect(selectedRow, rows.rowAt(selectedRow), true);
      return;
    }
    const height = holder.current?.clientHeight ?? 0;
    const next = rowByKey(event.key, selectedRow, total, Math.max(1, Math.floor(height / ROW_HEIGHT) - 2));
    if (next === null) return;
    event.preventDefault();
    onSelect(next, rows.rowAt(next), false);
  };

  return (
    <div
      ref={holder}
      className={styles['grid']}
      data-seconds={stepMs < MINUTE_MS}
      role="grid"
      aria-label="Anomalies"
      aria-rowcount={total + 1}
      aria-colcount={columns.length}
      aria-activedescendant={selectedRow >= 0 ? `anomaly-row-${selectedRow}` : undefined}
      tabIndex={0}
      onKeyDown={pressKey}
    >
      <div className={styles['head']} role="row" aria-rowindex={1}>
        {columns.map(({ by, label, about, isNumber }) => (
          <HeadCell
            key={label}
            label={label}
            about={by === 'peak' ? describeScale(run).full : about}
            isNumber={isNumber}
            order={orderOf(view.sort, by)}
            onSort={by === null ? null : () => onSort(nextSort(view.sort, by, isNumber))}
          />
        ))}
      </div>
      <div className={styles['rows']} style={{ height: virtual.getTotalSize() }} role="presentation">
        {items.map((item) => (
          <Row
            key={item.index}
            index={item.index}
            top={item.start}
            run={run}
            anomaly={rows.rowAt(item.index)}
            stepMs={stepMs}
            isSelected={item.index === selectedRow}
            onClick={() => onSelect(item.index, rows.rowAt(item.index), true)}
          />
        ))}
      </div>
    </div>
  );
}

interface RowProps {
  readonly run: RunSummary;
  readonly index: number;
  readonly top: number;
  readonly anomaly: Anomaly | undefined;
  readonly stepMs: number;
  readonly isSelected: boolean;
  readonly onClick: () => void;
}

function Row({ run, index, top, anomaly, stepMs, isSelected, onClick }: RowProps) {
  const place = {
    id: `anomaly-row-${index}`,
    role: 'row',
    className: styles['row'],
    style: { transform: `translateY(${top}px)` },
    'aria-rowindex': index + 2,
    'aria-selected': isSelected,
  } as const;
  if (anomaly === undefined)
    return (
      <div {...place} aria-busy="true">
        <div role="gridcell" className={styles['waiting']} />
      </div>
    );
  const isShort = stepMs < MINUTE_MS;
  return (
    <div {...place} onClick={onClick}>
      <div role="gridcell">{formatTime(anomaly.startMs, isShort)}</div>
      <div role="gridcell">{formatTime(anomaly.endMs, isShort)}</div>
      <div role="gridcell" data-number="true">
        {describeLength(anomaly, stepMs)}
      </div>
      <div role="gridcell" data-number="true">
        {anomaly.judgement?.kind === 'gap' ? '–' : formatScore(run, anomaly.peakScore)}
      </div>
      <div role="gridcell" data-number="true">
        {anomaly.sampleCount}
      </div>
      <div role="gridcell">
        <KindMark anomaly={anomaly} />
      </div>
      <div role="gridcell" className={styles['because']} title={becauseInFull(anomaly)}>
        {becauseInShort(anomaly)}
      </div>
    </div>
  );
}
