import type { Data, Layout } from 'plotly.js';
import { escapeMarkup, plainLayout } from '../../ui/chart-parts.ts';
import { formatReading, unitText } from '../../ui/format-number.ts';
import { timeTicks } from '../../ui/format-time.ts';
import type { Figure } from '../../ui/plotly-chart.tsx';
import type { ChartPalette } from '../../ui/theme.ts';
import { axisNumber } from './trend-traces.ts';
import { tickDecimals, valueRange, valueTicks, type LaneView } from './trends-model.ts';

export const AXIS_WIDTH = 56;
export const RIGHT_MARGIN = 12;
/** Air above and below the curve of a lane. */
export const LANE_GAP_PX = 5;

export interface LayoutInput {
  readonly lanes: readonly LaneView[];
  readonly fromMs: number;
  readonly toMs: number;
  readonly width: number;
  readonly laneHeight: number;
  readonly palette: ChartPalette;
}

/** The frame of the lanes: a shared time axis in epoch ms, one vertical axis per lane, the bands behind them all. */
export function trendLayout(input: LayoutInput): Partial<Layout> {
  const { lanes, palette } = input;
  const height = lanes.length * input.laneHeight;
  const times = timeTicks(input.fromMs, input.toMs, input.width / 110);
  const layout: Partial<Layout> & Record<`yaxis${number}`, Partial<Layout['yaxis']>> = {
    width: input.width + AXIS_WIDTH + RIGHT_MARGIN,
    height,
    margin: { l: AXIS_WIDTH, r: RIGHT_MARGIN, t: 0, b: 0, pad: 0 },
    ...plainLayout(palette),
    dragmode: 'zoom',
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
    layout[`yaxis${axisNumber(index)}`] = {
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
  return layout;
}

/** "threshold 2.31"; empty for a lane without one. */
export const thresholdName = ({ threshold, decimals }: LaneView): string =>
  threshold === null ? '' : `threshold ${formatReading(threshold, decimals)}`;

/** The same chart for a picture file: lane names, time labels and a title are drawn into it. */
export function pictureFigure(
  input: LayoutInput,
  data: Data[],
  title: string,
): Figure & { width: number; height: number } {
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
    text: [lane.title, lane.meaning?.short ?? unitText(lane.unit), thresholdName(lane)]
      .map(escapeMarkup)
      .join('<br>'),
  }));
  const layout: Partial<Layout> = {
    ...trendLayout(input),
    width,
    height,
    margin: { l: AXIS_WIDTH + names, r: RIGHT_MARGIN, t: 40, b: 36, pad: 0 },
    paper_bgcolor: input.palette.ground,
    title: {
      text: escapeMarkup(title),
      x: 0.01,
      xanchor: 'left',
      font: { size: 14, color: input.palette.text },
    },
    annotations: labels,
  };
  if (layout.xaxis !== undefined) layout.xaxis = { ...layout.xaxis, showticklabels: true };
  return { data, layout, width, height };
}
