import type { Data, Layout } from 'plotly.js';
import { formatReading, unitText } from '../../ui/format-number.ts';
import { timeTicks } from '../../ui/format-time.ts';
import type { Figure } from '../../ui/plotly-chart.tsx';
import type { ChartPalette } from '../../ui/theme.ts';
import {
  bandOutlines,
  lonePoints,
  pointsWithin,
  tickDecimals,
  valueRange,
  valueTicks,
  type Band,
  type LaneView,
} from './trends-model.ts';

export const AXIS_WIDTH = 56;
export const RIGHT_MARGIN = 12;
const LANE_GAP_PX = 5;
const FEW_POINTS = 400;
/** Readings at least this far apart are drawn as dots too. */
const MARKER_PX = 6;

export interface FigureInput {
  readonly lanes: readonly LaneView[];
  readonly bands: readonly Band[];
  /** Outlined: the anomaly that is selected in the table. */
  readonly selected: { readonly startMs: number; readonly endMs: number } | null;
  readonly fromMs: number;
  readonly toMs: number;
  readonly width: number;
  readonly laneHeight: number;
  readonly palette: ChartPalette;
}

const axisName = (lane: number): `y${number}` => `y${lane + 2}`;

const tracesOf = (lane: LaneView, index: number, input: FigureInput): Data[] => {
  const place = {
    type: 'scatter',
    xaxis: 'x',
    yaxis: axisName(index),
    hoverinfo: 'skip',
    showlegend: false,
  } as const;
  const isSparse = lane.readingsPerPoint <= 1 && lane.values.length < input.width / MARKER_PX;
  const lone = lonePoints(lane);
  const anomalous = pointsWithin(lane, input.bands);
  return [
    {
      ...place,
      x: lane.timesMs,
      y: lane.values,
      mode: isSparse ? 'lines+markers' : 'lines',
      line: { color: lane.colour, width: 1.25 },
      marker: { color: lane.colour, size: 3 },
      connectgaps: false,
    },
    { ...place, ...lone, mode: 'markers', marker: { color: lane.colour, size: 3 } },
    {
      ...place,
      ...anomalous,
      mode: 'lines+markers',
      line: { color: input.palette.red, width: 1.5 },
      marker: { color: input.palette.red, size: anomalous.x.length < FEW_POINTS ? 4 : 2.5, symbol: 'circle' },
      connectgaps: false,
    },
  ];
};

const bandTraces = (input: FigureInput): Data[] => {
  const place = {
    type: 'scatter',
    xaxis: 'x',
    yaxis: 'y',
    hoverinfo: 'skip',
    showlegend: false,
    mode: 'lines',
  } as const;
  const msPerPixel = (input.toMs - input.fromMs) / Math.max(1, input.width);
  const { palette } = input;
  const selected = input.selected === null ? [] : [{ ...input.selected, firstAnomalyId: 0, count: 1 }];
  const cap = 4 / Math.max(1, input.lanes.length * input.laneHeight);
  return [
    {
      ...place,
      ...bandOutlines(input.bands, 3 * msPerPixel, 0, 1),
      fill: 'toself',
      fillcolor: palette.band,
      fillpattern: { shape: '/', size: 6, solidity: 0.08, fgcolor: palette.red, bgcolor: palette.band },
      line: { width: 0 },
    },
    {
      ...place,
      ...bandOutlines(input.bands, 3 * msPerPixel, 1 - cap, 1),
      fill: 'toself',
      fillcolor: palette.red,
      line: { width: 0 },
    },
    {
      ...place,
      ...bandOutlines(selected, 6 * msPerPixel, 0, 1),
      line: { color: palette.accent, width: 1.5 },
    },
  ];
};

/** Limits and threshold, drawn beyond both ends, so that it is there while the user pans. */
const levelTraces = (lane: LaneView, index: number, input: FigureInput): Data[] => {
  const span = input.toMs - input.fromMs;
  const levels = [
    ...lane.limits.map((level) => ({ level, dash: 'dot' as const })),
    ...(lane.threshold === null ? [] : [{ level: lane.threshold, dash: 'dash' as const }]),
  ];
  return levels.map(({ level, dash }) => ({
    type: 'scatter',
    xaxis: 'x',
    yaxis: axisName(index),
    x: [input.fromMs - span, input.toMs + span],
    y: [level, level],
    mode: 'lines',
    line: { color: input.palette.amber, width: 1, dash },
    hoverinfo: 'skip',
    showlegend: false,
  }));
};

/** All lanes as one chart: a shared time axis in epoch ms, one vertical axis per lane, the bands behind them all. */
export function trendFigure(input: FigureInput): Figure {
  const { lanes, palette } = input;
  const height = lanes.length * input.laneHeight;
  const times = timeTicks(input.fromMs, input.toMs, input.width / 110);
  const layout: Partial<Layout> & Record<`yaxis${number}`, Partial<Layout['yaxis']>> = {
    width: input.width + AXIS_WIDTH + RIGHT_MARGIN,
    height,
    margin: { l: AXIS_WIDTH, r: RIGHT_MARGIN, t: 0, b: 0, pad: 0 },
    paper_bgcolor: 'rgba(0,0,0,0)',
    plot_bgcolor: 'rgba(0,0,0,0)',
    font: { family: 'system-ui, sans-serif', size: 11, color: palette.text },
    hovermode: false,
    dragmode: 'zoom',
    showlegend: false,
    xaxis: {
      type: 'linear',
      range: [input.fromMs, input.toMs],
      tickmode: 'array',
      tickvals: times.map((tick) => tick.timeMs),
      ticktext: times.map((tick) => tick.text),
      showticklabels: false,
      gridcolor: palette.grid,
      zeroline: false,
      anchor: 'free',
      position: 0,
    },
    yaxis: { domain: [0, 1], range: [0, 1], visible: false, fixedrange: true },
  };
  lanes.forEach((lane, index) => {
    const top = 1 - (index * input.laneHeight + LANE_GAP_PX) / height;
    const bottom = 1 - ((index + 1) * input.laneHeight - LANE_GAP_PX) / height;
    const [low, high] = valueRange(lane, input.fromMs, input.toMs);
    const ticks = valueTicks(low, high, input.laneHeight < 90 ? 4 : 6);
    layout[`yaxis${index + 2}`] = {
      domain: [bottom, top],
      range: [low, high],
      fixedrange: true,
      tickmode: 'array',
      tickvals: [...ticks],
      ticktext: ticks.map((tick) => formatReading(tick, tickDecimals(ticks))),
      showgrid: true,
      gridcolor: palette.grid,
      zeroline: false,
      ticklen: 3,
      tickcolor: palette.grid,
    };
  });
  const traces = lanes.flatMap((lane, index) => [
    ...levelTraces(lane, index, input),
    ...tracesOf(lane, index, input),
  ]);
  return { data: [...bandTraces(input), ...traces], layout };
}

/** The same chart for a picture file: lane names, time labels and a title are drawn into it. */
export function pictureFigure(input: FigureInput, title: string): Figure & { width: number; height: number } {
  const figure = trendFigure(input);
  const names = 180;
  const width = input.width + AXIS_WIDTH + RIGHT_MARGIN + names;
  const height = input.lanes.length * input.laneHeight + 76;
  const text = { xref: 'paper', showarrow: false, align: 'left', xanchor: 'left' } as const;
  const labels = input.lanes.map((lane, index) => ({
    ...text,
    yref: 'paper' as const,
    x: 0,
    xshift: -(names + AXIS_WIDTH - 8),
    y: 1 - (index + 0.5) / input.lanes.length,
    text: `${lane.title}<br>${unitText(lane.unit)}${lane.threshold === null ? '' : `threshold ${formatReading(lane.threshold, 3)}`}`,
  }));
  const layout: Partial<Layout> = {
    ...figure.layout,
    width,
    height,
    margin: { l: AXIS_WIDTH + names, r: RIGHT_MARGIN, t: 40, b: 36, pad: 0 },
    paper_bgcolor: input.palette.ground,
    title: { text: title, x: 0.01, xanchor: 'left', font: { size: 14, color: input.palette.text } },
    annotations: labels,
  };
  if (layout.xaxis !== undefined) layout.xaxis = { ...layout.xaxis, showticklabels: true };
  return { data: figure.data, layout, width, height };
}
