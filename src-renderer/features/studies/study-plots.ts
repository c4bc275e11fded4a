import type { JudgedEvent } from '@shared/contract/study-measures.ts';
import type { Data, Layout } from 'plotly.js';
import { LANE_TOP, laneDomain, type LaneSpace, laneTitles, plainLayout } from '../../ui/chart-parts.ts';
import { timeTicks } from '../../ui/format-time.ts';
import type { Figure } from '../../ui/plotly-chart.tsx';
import type { ChartPalette } from '../../ui/theme.ts';

interface ThresholdStep {
  readonly fromMs: number;
  readonly toMs: number;
  readonly threshold: number;
}

/** A score over time as it is drawn. */
export interface LaneInput {
  readonly title: string;
  readonly timesMs: readonly number[];
  /** On the common scale. */
  readonly scores: readonly (number | null)[];
  /** One for all time, or each for its stretch, in order. */
  readonly threshold: number | readonly ThresholdStep[];
  readonly colour: string;
}

export interface LanesInput extends LaneSpace {
  readonly lanes: readonly LaneInput[];
  readonly events: readonly Pick<JudgedEvent, 'startMs' | 'endMs'>[];
  /** What was learnt from, shaded. */
  readonly training: readonly { readonly startMs: number; readonly endMs: number }[];
  readonly fromMs: number;
  readonly toMs: number;
}

const TICKS = [0, 1, 4.5, 10, 30, 100, 1000, 1e4, 1e5, 1e6];
const LEFT = 44;
const LEAST_TICK_PX = 13;

/** Ticks that a lane of this height has room for; 0 and the usual limit first. */
function ticksFor(highest: number, height: number): readonly number[] {
  const pixels = (tick: number): number => (drawnScore(tick) / drawnScore(highest)) * height;
  const wanted = [
    0,
    4.5,
    ...TICKS.filter((tick) => tick > 4.5),
    ...TICKS.filter((tick) => tick > 0 && tick < 4.5),
  ];
  const kept: number[] = [];
  for (const tick of wanted)
    if (tick <= highest && kept.every((other) => Math.abs(pixels(other) - pixels(tick)) >= LEAST_TICK_PX))
      kept.push(tick);
  return kept.sort((one, other) => one - other);
}

/** Common scale as it is drawn: even up to about 1, then by orders of magnitude, so that all detectors fit one axis. */
const drawnScore = (score: number): number => Math.log10(1 + Math.max(0, score));

/** The dashed line: over the whole range and beyond, or step by step. */
export function thresholdLine(
  { threshold }: Pick<LaneInput, 'threshold'>,
  fromMs: number,
  toMs: number,
): { readonly x: number[]; readonly y: number[] } {
  if (typeof threshold === 'number')
    return {
      x: [fromMs - (toMs - fromMs), toMs + (toMs - fromMs)],
      y: [drawnScore(threshold), drawnScore(threshold)],
    };
  return {
    x: threshold.flatMap((step) => [step.fromMs, step.toMs]),
    y: threshold.flatMap((step) => [drawnScore(step.threshold), drawnScore(step.threshold)]),
  };
}

const BOTTOM = 22;

/** Scores of all candidates under one time axis and on one scale, with thresholds, labelled faults and what was learnt from. */
export function lanesFigure(input: LanesInput): Figure {
  const { lanes, palette, fromMs, toMs } = input;
  const height = Math.max(1, lanes.length) * input.laneHeight + BOTTOM;
  const inner = height - BOTTOM;
  const highest = lanes.reduce(
    (most, lane) => lane.scores.reduce<number>((best, score) => Math.max(best, score ?? 0), most),
    5,
  );
  const axis = (index: number): string => `y${index + 2}`;
  const common = { type: 'scatter', mode: 'lines', hoverinfo: 'skip', showlegend: false } as const;
  const data: Data[] = lanes.flatMap((lane, index): Data[] => [
    {
      ...common,
      yaxis: axis(index),
      x: [...lane.timesMs],
      y: lane.scores.map((score) => (score === null ? null : drawnScore(score))),
      line: { color: lane.colour, width: 1 },
      connectgaps: false,
    },
    {
      ...common,
      yaxis: axis(index),
      ...thresholdLine(lane, fromMs, toMs),
      line: { color: palette.amber, width: 1, dash: 'dash' },
    },
  ]);
  const band = (startMs: number, endMs: number, fillcolor: string) => ({
    type: 'rect' as const,
    xref: 'x' as const,
    yref: 'paper' as const,
    x0: startMs,
    x1: Math.max(endMs, startMs + (toMs - fromMs) / 600),
    y0: 0,
    y1: 1,
    fillcolor,
    line: { width: 0 },
    layer: 'below' as const,
  });
  const times = timeTicks(fromMs, toMs, input.width / 110);
  const layout: Partial<Layout> & Record<`yaxis${number}`, Partial<Layout['yaxis']>> = {
    width: input.width,
    height,
    margin: { l: LEFT, r: 8, t: 0, b: BOTTOM, pad: 0 },
    ...plainLayout(palette),
    dragmode: 'pan',
    shapes: [
      ...input.training.map(({ startMs, endMs }) => band(startMs, endMs, palette.grid)),
      ...input.events.map(({ startMs, endMs }) => band(startMs, endMs, palette.band)),
    ],
    xaxis: {
      type: 'linear',
      range: [fromMs, toMs],
      tickmode: 'array',
      tickvals: times.map((tick) => tick.timeMs),
      ticktext: times.map((tick) => tick.text),
      gridcolor: palette.grid,
      zeroline: false,
      anchor: 'free',
      position: 0,
    },
    yaxis: { domain: [0, 1], range: [0, 1], visible: false, fixedrange: true },
    annotations: laneTitles(
      lanes.map(({ title }) => ({ text: title, colour: palette.text })),
      input.laneHeight,
      inner,
    ),
  };
  const shownTicks = ticksFor(highest, input.laneHeight - LANE_TOP - 4);
  lanes.forEach((_, index) => {
    layout[`yaxis${index + 2}`] = {
      domain: laneDomain(index, input.laneHeight, inner),
      range: [0, drawnScore(highest) * 1.05],
      fixedrange: true,
      tickmode: 'array',
      tickvals: shownTicks.map(drawnScore),
      ticktext: shownTicks.map(String),
      gridcolor: palette.grid,
      zeroline: false,
    };
  });
  return { data, layout };
}

export interface CurveInput {
  readonly title: string;
  readonly colour: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** Where the threshold in use stands on the curve; null where that is not known. */
  readonly at: { readonly x: number; readonly y: number } | null;
}

/** ROC or precision-recall curves, with the threshold in use as a dot on each. */
export function curvesFigure(
  curves: readonly CurveInput[],
  axes: { readonly x: string; readonly y: string; readonly hasDiagonal: boolean },
  size: { readonly width: number; readonly height: number },
  palette: ChartPalette,
): Figure {
  const common = { type: 'scatter', hoverinfo: 'skip', showlegend: false } as const;
  const data: Data[] = curves.flatMap((one): Data[] => [
    {
      ...common,
      mode: 'lines',
      x: [...one.x],
      y: [...one.y],
      line: { color: one.colour, width: 1.5, shape: axes.hasDiagonal ? 'linear' : 'hv' },
    },
    ...(one.at === null
      ? []
      : [
          {
            ...common,
            mode: 'markers' as const,
            x: [one.at.x],
            y: [one.at.y],
            marker: { color: one.colour, size: 8 },
          },
        ]),
  ]);
  if (axes.hasDiagonal)
    data.push({
      ...common,
      mode: 'lines',
      x: [0, 1],
      y: [0, 1],
      line: { color: palette.text, width: 1, dash: 'dot' },
    });
  const axis = (text: string): Partial<Layout['xaxis']> => ({
    range: [-0.01, 1.02],
    fixedrange: true,
    title: { text, font: { size: 11 } },
    gridcolor: palette.grid,
    zeroline: false,
    dtick: 0.2,
  });
  return {
    data,
    layout: {
      ...size,
      margin: { l: 44, r: 8, t: 6, b: 36, pad: 0 },
      ...plainLayout(palette),
      xaxis: axis(axes.x),
      yaxis: axis(axes.y),
    },
  };
}
