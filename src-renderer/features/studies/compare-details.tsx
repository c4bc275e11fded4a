import type { ComparisonResult } from '@shared/contract/comparisons.ts';
import type { JudgedEvent } from '@shared/contract/study-measures.ts';
import { Tabs } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useMemo } from 'react';
import { kindName } from '../../api/kind-name.ts';
import { showInTrend } from '../../api/show-in-trend.ts';
import { DataTable, type TableColumn } from '../../ui/data-table.tsx';
import { formatCounted } from '../../ui/format-number.ts';
import { timeColumn } from '../../ui/table-columns.ts';
import { PlotlyChart } from '../../ui/plotly-chart.tsx';
import { useChartPalette } from '../../ui/use-chart-palette.ts';
import type { CompareRow } from './compare-columns.tsx';
import { figuresAt, formatDelay, formatRate, formatShare, ratesOf } from './figures-model.ts';
import { curvesFigure, type CurveInput } from './study-plots.ts';
import styles from './studies.module.css';

interface CompareDetailsProps {
  readonly rows: readonly CompareRow[];
  readonly selected: CompareRow | null;
  readonly result: ComparisonResult;
  readonly place: number | null;
}

/** Curves over all thresholds, the faults one by one, and how far the detectors agree. */
export function CompareDetails(props: CompareDetailsProps) {
  const hasLabels = props.result.measuredOn.faultCount > 0;
  return (
    <section className={styles['details']} aria-label="Details">
      <Tabs
        defaultValue={hasLabels ? 'pr' : 'agreement'}
        keepMounted={false}
        classNames={{ root: styles['tabs'] ?? '', panel: styles['tab'] ?? '' }}
      >
        <Tabs.List>
          <Tabs.Tab value="pr" disabled={!hasLabels}>
            Precision and recall
          </Tabs.Tab>
          <Tabs.Tab value="roc" disabled={!hasLabels}>
            ROC
          </Tabs.Tab>
          <Tabs.Tab value="faults" disabled={!hasLabels}>
            Faults
          </Tabs.Tab>
          <Tabs.Tab value="agreement">Agreement</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="pr">
          <Curves {...props} kind="precisionRecall" />
        </Tabs.Panel>
        <Tabs.Panel value="roc">
          <Curves {...props} kind="roc" />
        </Tabs.Panel>
        <Tabs.Panel value="faults">
          <FaultTable
            events={props.selected?.candidate.figures?.events ?? []}
            title={props.selected?.candidate.title ?? ''}
          />
        </Tabs.Panel>
        <Tabs.Panel value="agreement">
          <AgreementTable {...props} />
        </Tabs.Panel>
      </Tabs>
    </section>
  );
}

function Curves({ rows, result, place, kind }: CompareDetailsProps & { kind: 'roc' | 'precisionRecall' }) {
  const size = useElementSize();
  const palette = useChartPalette();
  const figure = useMemo(() => {
    const curves = rows.flatMap(({ candidate: { title, figures }, colour }): CurveInput[] => {
      const curve = figures?.[kind] ?? null;
      if (figures === null || curve === null) return [];
      const rates = ratesOf(figuresAt(figures, place), result.measuredOn);
      const x = kind === 'roc' ? rates.falseAlarmRate : rates.recall;
      const y = kind === 'roc' ? rates.recall : rates.precision;
      return [{ title, colour, x: curve.x, y: curve.y, at: x === null || y === null ? null : { x, y } }];
    });
    const axes =
      kind === 'roc'
        ? { x: 'Share of normal samples flagged', y: 'Share of fault samples flagged', hasDiagonal: true }
        : { x: 'Recall', y: 'Precision', hasDiagonal: false };
    const space = { width: Math.floor(size.width), height: Math.floor(size.height) };
    return curvesFigure(curves, axes, space, palette);
  }, [rows, result.measuredOn, place, kind, size.width, size.height, palette]);
  return (
    <div ref={size.ref} className={styles['curve']}>
      {size.width > 0 && (
        <PlotlyChart
          data={figure.data}
          layout={figure.layout}
          description={`${kind === 'roc' ? 'ROC' : 'Precision-recall'} curves; dots are the thresholds in use`}
          onRange={() => undefined}
        />
      )}
    </div>
  );
}

interface FaultRow extends JudgedEvent {
  readonly key: string;
}

const faultColumns: readonly TableColumn<FaultRow>[] = [
  {
    id: 'kind',
    label: 'Fault',
    width: 'minmax(110px, 1fr)',
    cell: (one) => kindName(one.kind),
    sortBy: (one) => kindName(one.kind),
    title: (one) => one.tagName ?? 'whole plant',
  },
  timeColumn('start', 'Start', (one) => one.startMs, '120px'),
  {
    id: 'hit',
    label: 'Found',
    width: '52px',
    cell: (one) => (one.isHit ? 'yes' : 'no'),
    sortBy: (one) => Number(one.isHit),
  },
  {
    id: 'delay',
    label: 'Delay',
    isNumber: true,
    width: '100px',
    cell: (one) => formatDelay(one.delayMs),
    sortBy: (one) => one.delayMs,
  },
];

/** Every labelled fault with what a detector made of it at its own threshold. Enter or a double click shows it in the trend. */
export function FaultTable({ events, title }: { events: readonly JudgedEvent[]; title: string }) {
  const rows = events.map((event, place) => ({ ...event, key: String(place) }));
  return (
    <>
      <p className={styles['note']}>{title} at its own threshold.</p>
      <DataTable
        name="Faults"
        columns={faultColumns}
        rows={rows}
        keyOf={(one) => one.key}
        onOpen={(one) => showInTrend({ fromMs: one.startMs, toMs: one.endMs })}
        isTall
      />
    </>
  );
}

function AgreementTable({ rows, result }: CompareDetailsProps) {
  const { agreement } = result;
  if (agreement === null) return <p className={styles['empty']}>Two detectors are needed to agree or not.</p>;
  const compared = agreement.places.flatMap((place) => rows[place] ?? []);
  return (
    <div className={styles['agreement']}>
      <p className={styles['note']}>
        Rank correlation of the scores ({formatCounted(agreement.correlationRows, 'sample', 'samples')}) and,
        below it, the share of flagged samples in common, each at its own threshold.
      </p>
      <table>
        <thead>
          <tr>
            <th />
            {compared.map(({ key, candidate: { title }, colour }) => (
              <th key={key} scope="col" aria-label={title} title={title}>
                <Square colour={colour} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {compared.map(({ key, candidate: { title }, colour }, row) => (
            <tr key={key}>
              <th scope="row" title={title}>
                <Square colour={colour} /> {title}
              </th>
              {compared.map((other, column) => (
                <td key={other.key}>
                  {row === column ? (
                    ''
                  ) : (
                    <>
                      {formatShare(agreement.correlations[row]?.[column] ?? null, 2)}
                      <br />
                      {formatRate(agreement.overlaps[row]?.[column] ?? null)}
                    </>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Tells by its colour which of the compared detectors is meant. */
const Square = ({ colour }: { colour: string }) => (
  <span aria-hidden="true" style={{ color: colour }}>
    ■
  </span>
);
