import type { Tag } from '@shared/contract/plants.ts';
import type { RunSummary } from '@shared/contract/runs.ts';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { call } from '../../api/plant-client.ts';
import { queryClient, TREND_VIEW } from '../../api/queries.ts';
import { describeScale, scoreDecimals, shownScore } from '../../api/score-scale.ts';
import { useSelectedRun } from '../../api/selected-run.ts';
import { heldRange, spanOf, withEdges } from '../../api/time-range.ts';
import { useWorkspace, type TimeRange } from '../../api/workspace.ts';
import { decimalsOf } from '../../ui/format-number.ts';
import { useChartPalette } from '../../ui/use-chart-palette.ts';
import type { Band, LaneView } from './trends-model.ts';

const REQUERY_MS = 50;
/** Share of the range that is fetched on both sides, so that moving shows something at once. */
const BESIDE = 0.2;
const nothing = new Float64Array(0);
const noBands: readonly Band[] = [];

interface Span extends TimeRange {
  readonly pixels: number;
}

/** Readings that were asked for already are not asked for again when only the run is another one. */
const askReadings = (question: Span & { readonly tagIds: number[] }) =>
  queryClient.query({
    queryKey: ['trends.query', question],
    queryFn: () => call('trends.query', question),
  });

/** Lanes, scores with their scale, and bands of one range come together, so that the chart is drawn once. */
async function askView(tagIds: readonly number[], run: RunSummary | null, span: Span) {
  const runId = run?.id ?? null;
  const [readings, scores, bands] = await Promise.all([
    tagIds.length === 0 ? { lanes: [] } : askReadings({ tagIds: [...tagIds], ...span }),
    runId === null ? null : call('trends.scores', { runId, ...span }),
    runId === null ? [] : call('anomalies.bands', { runId, ...span }),
  ]);
  return {
    lanes: readings.lanes,
    scores: scores === null ? null : { ...scores, scale: run?.scale ?? null },
    bands: bands.length === 0 ? noBands : bands,
  };
}

const withBeside = (range: TimeRange): TimeRange => {
  const beside = Math.round(spanOf(range) * BESIDE);
  return { fromMs: range.fromMs - beside, toMs: range.toMs + beside };
};

export interface Trends {
  readonly held: TimeRange;
  readonly range: TimeRange;
  readonly lanes: readonly LaneView[];
  readonly bands: readonly Band[];
  readonly isLoading: boolean;
  /** What is shown is about to give way to an answer that is on its way. */
  readonly isPassing: boolean;
  readonly failure: Error | null;
}

/** The lanes of the chosen tags over the visible range, asked again for every range at the resolution of the screen. */
export function useTrends(
  plantId: number,
  tags: readonly Tag[],
  shown: readonly Tag[],
  width: number,
): Trends | null {
  const held = useMemo(() => heldRange(tags), [tags]);
  const chosen = useWorkspace((state) => state.range);
  const range = useMemo(() => chosen ?? (held === null ? null : withEdges(held)), [chosen, held]);
  const [asked] = useDebouncedValue(range, REQUERY_MS);
  const pixels = Math.min(8192, Math.max(1, Math.round(width * (1 + 2 * BESIDE))));
  const span = useMemo(() => withBeside(asked ?? range ?? { fromMs: 0, toMs: 1 }), [asked, range]);
  const run = useSelectedRun(plantId);

  const tagIds = useMemo(() => shown.map((tag) => tag.id), [shown]);
  const view = useQuery({
    queryKey: [TREND_VIEW, { tagIds, runId: run?.id ?? null, ...span, pixels }],
    queryFn: () => askView(tagIds, run, { ...span, pixels }),
    enabled: range !== null && width > 0,
    placeholderData: keepPreviousData,
  });
  const palette = useChartPalette();
  // Scores and bands come with the readings: until those of another run are there, the view stays as it is.
  const awaited = view.data === undefined ? (run?.threshold ?? null) : null;

  const lanes = useMemo(() => {
    const views = shown.map((tag, index): LaneView => {
      const lane = view.data?.lanes.find((answer) => answer.tagId === tag.id);
      return {
        key: String(tag.id),
        title: tag.name,
        unit: tag.unit,
        colour: palette.lines[index % palette.lines.length] ?? palette.text,
        decimals: decimalsOf(lane?.values ?? nothing),
        timesMs: lane?.timesMs ?? nothing,
        values: lane?.values ?? nothing,
        readingsPerPoint: lane?.readingsPerPoint ?? 1,
        limits: [tag.lowLimit, tag.highLimit].filter((limit) => limit !== null),
        threshold: null,
      };
    });
    const empty = { timesMs: nothing, values: nothing, readingsPerPoint: 1, scale: run?.scale ?? null };
    const scores = awaited === null ? view.data?.scores : { ...empty, threshold: awaited };
    if (run === null || scores === null || scores === undefined) return views;
    const { timesMs, values, readingsPerPoint, threshold, scale } = scores;
    const score = {
      key: 'score',
      title: 'anomaly score',
      unit: null,
      colour: palette.score,
      decimals: scoreDecimals({ scale }),
      limits: [],
      meaning: describeScale({ scale }),
    };
    const onScale = values.map((value) => shownScore({ scale }, value));
    return [
      ...views,
      { ...score, timesMs, values: onScale, readingsPerPoint, threshold: shownScore({ scale }, threshold) },
    ];
  }, [shown, view.data, awaited, run, palette]);

  const bands = run === null ? noBands : (view.data?.bands ?? noBands);
  if (held === null || range === null) return null;
  return {
    held,
    range,
    lanes,
    bands,
    isLoading: view.isPending,
    isPassing: view.isPlaceholderData,
    failure: view.error,
  };
}
