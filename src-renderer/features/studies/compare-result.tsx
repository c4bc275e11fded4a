import type { ComparisonRequest, ComparisonResult } from '@shared/contract/comparisons.ts';
import type { StudySummary } from '@shared/contract/studies.ts';
import { Button, Slider } from '@mantine/core';
import { useMemo, useState } from 'react';
import { adoptCandidate } from '../../api/study-actions.ts';
import { closeDialog } from '../../api/workspace.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { useChartPalette } from '../../ui/use-chart-palette.ts';
import { compareColumns, type CompareRow, type CompareView } from './compare-columns.tsx';
import { CompareDetails } from './compare-details.tsx';
import {
  commonModeThresholds,
  describeAlarms,
  describeMeasured,
  describeModes,
  describeModeThresholds,
  figuresAt,
  formatThreshold,
  movedThresholds,
  ownThreshold,
  sharedGrid,
} from './figures-model.ts';
import { ScoreLanes } from './score-lanes.tsx';
import styles from './studies.module.css';

const views: readonly { readonly value: CompareView; readonly label: string }[] = [
  { value: 'labels', label: 'Against labels' },
  { value: 'plain', label: 'Without labels' },
];

interface CompareResultProps {
  readonly study: StudySummary;
  readonly request: ComparisonRequest;
  readonly result: ComparisonResult;
}

/** The outcome of a comparison: a table, a threshold that moves through all of it, scores, curves, faults; adopt one. */
export function CompareResult({ study, request, result }: CompareResultProps) {
  const { measuredOn, candidates } = result;
  const palette = useChartPalette();
  /** Place in the common grid of thresholds; null = each its own. */
  const [place, setPlace] = useState<number | null>(null);
  const rows = useMemo(
    () =>
      candidates.map((candidate, at): CompareRow => ({
        key: String(at),
        place: at,
        candidate,
        colour: palette.lines[at % palette.lines.length] ?? palette.text,
      })),
    [candidates, palette],
  );
  const [key, setKey] = useState('0');
  const selected = rows.find((row) => row.key === key) ?? null;
  const grid = useMemo(
    () => sharedGrid(candidates.flatMap(({ figures }) => (figures === null ? [] : [figures]))),
    [candidates],
  );
  const hasLabels = measuredOn.faultCount > 0;
  const [view, setView] = useState<CompareView>(hasLabels ? 'labels' : 'plain');
  const columns = useMemo(() => compareColumns(measuredOn, place, view), [measuredOn, place, view]);
  const lanes = useMemo(
    () =>
      rows.flatMap(({ candidate: { figures, title }, colour }) =>
        figures === null
          ? []
          : [
              {
                title,
                colour,
                timesMs: figures.lane.timesMs,
                scores: figures.lane.scores,
                threshold: figuresAt(figures, place).threshold,
              },
            ],
      ),
    [rows, place],
  );
  const figures = selected?.candidate.figures ?? null;
  const byMode =
    figures === null
      ? ''
      : describeModeThresholds(commonModeThresholds(figures, figuresAt(figures, place).threshold));
  const adopt = (): void => {
    if (figures === null || selected === null) return;
    const { detectorId, detectorOptions } = selected.candidate;
    const threshold =
      place === null ? figures.threshold : ownThreshold(figures, figuresAt(figures, place).threshold);
    closeDialog();
    void adoptCandidate({
      request,
      candidate: { detectorId, detectorOptions },
      threshold,
      modeThresholds: movedThresholds(figures, threshold),
      dataSha256: measuredOn.dataSha256,
    });
  };
  return (
    <div className={styles['result']}>
      <div className={styles['measured']}>
        <p className={styles['claim']} role="status">
          {describeMeasured(measuredOn)}
          {describeModes(request)} Version {study.programVersion}, seed {request.seed}.
        </p>
        {hasLabels && (
          <Button.Group aria-label="Figures">
            {views.map(({ value, label }) => (
              <Button
                key={value}
                variant="default"
                size="compact-xs"
                aria-pressed={view === value}
                onClick={() => setView(value)}
              >
                {label}
              </Button>
            ))}
          </Button.Group>
        )}
      </div>
      <DataTable
        name="Compared detectors"
        columns={columns}
        rows={rows}
        keyOf={(row) => row.key}
        selectedKey={key}
        onSelect={(row) => setKey(row.key)}
        {...(hasLabels ? { firstSort: { by: 'ap', descending: true } } : {})}
      />
      <div className={styles['threshold']}>
        <span className={styles['threshold-text']} role="status">
          {place === null
            ? 'Each detector at its own threshold'
            : `One threshold for all: ${formatThreshold(grid[place] ?? 0)} on the common scale`}
          {figures !== null && selected !== null && (
            <span className={styles['count']}>
              {selected.candidate.title}: {describeAlarms(figuresAt(figures, place), measuredOn)}
            </span>
          )}
          {byMode !== '' && <span className={styles['count']}>Threshold by mode: {byMode}</span>}
        </span>
        <Slider
          aria-label="Threshold on the common scale"
          thumbLabel="Threshold on the common scale"
          className={styles['slider'] ?? ''}
          min={0}
          max={Math.max(1, grid.length - 1)}
          label={(value) => formatThreshold(grid[value] ?? 0)}
          value={
            place ??
            Math.max(
              0,
              grid.findIndex((value) => value >= 4.5),
            )
          }
          onChange={setPlace}
        />
        <Button variant="default" disabled={place === null} onClick={() => setPlace(null)}>
          Own thresholds
        </Button>
        <Button disabled={figures === null} onClick={adopt}>
          {selected === null ? 'Adopt' : `Adopt ${selected.candidate.title}`}
        </Button>
      </div>
      <div className={styles['plots']}>
        <ScoreLanes
          lanes={lanes}
          events={figures?.events ?? []}
          training={[{ startMs: request.trainFromMs, endMs: request.trainToMs }]}
          fromMs={request.fromMs}
          toMs={request.toMs}
        />
        <CompareDetails rows={rows} selected={selected} result={result} place={place} />
      </div>
    </div>
  );
}
