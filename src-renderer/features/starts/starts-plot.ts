import type { Data, Layout } from 'plotly.js';
import { laneDomain, type LaneSpace, laneTitles, plainLayout } from '../../ui/chart-parts.ts';
import type { Figure } from '../../ui/plotly-chart.tsx';

export interface OverlayLane {
  readonly title: string;
  readonly isOut: boolean;
  readonly actual: Float64Array;
  readonly golden: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
}

interface OverlayInput extends LaneSpace {
  /** Minutes since synchronisation. */
  readonly minutes: readonly number[];
  readonly lanes: readonly OverlayLane[];
  readonly from: number;
  readonly to: number;
}

const LEFT = 52;
/** For the axis, which stands above the lanes: their lower end may be out of sight. */
const AXIS = 36;

const gaps = (values: Float64Array): (number | null)[] =>
  Array.from(values, (value) => (Number.isNaN(value) ? null : value));

/** The band as closed outlines, one for each stretch in which it is known. */
function bandOutline(
  minutes: readonly number[],
  { low, high }: OverlayLane,
): { x: (number | null)[]; y: (number | null)[] } {
  const x: (number | null)[] = [];
  const y: (number | null)[] = [];
  for (let from = 0; from < minutes.length; from++) {
    if (Number.isNaN(low[from] ?? NaN)) continue;
    let to = from;
    while (to + 1 < minutes.length && !Number.isNaN(low[to + 1] ?? NaN)) to++;
    if (x.length > 0) {
      x.push(null);
      y.push(null);
    }
    for (let at = from; at <= to; at++) {
      x.push(minutes[at] ?? 0);
      y.push(high[at] ?? 0);
    }
    for (let at = to; at >= from; at--) {
      x.push(minutes[at] ?? 0);
      y.push(low[at] ?? 0);
    }
    from = to;
  }
  return { x, y };
}

function rangeOf({ actual, golden }: OverlayLane): [number, number] {
  const known = [...actual, ...golden].filter((value) => !Number.isNaN(value));
  const low = known.reduce((least, value) => Math.min(least, value), Infinity);
  const high = known.reduce((most, value) => Math.max(most, value), -Infinity);
  if (low > high) return [0, 1];
  const air = high > low ? (high - low) * 0.08 : 0.5;
  return [low - air, high + air];
}

/** A start (line) over the golden one (dashed) and its band (grey), a lane for each tag, on a clock of minutes since synchronisation. */
export function overlayFigure(input: OverlayInput): Figure {
  const { minutes, lanes, palette, width, laneHeight } = input;
  const inner = Math.max(1, lanes.length) * laneHeight;
  const common = { type: 'scatter', mode: 'lines', hoverinfo: 'skip', showlegend: false } as const;
  const data: Data[] = lanes.flatMap((lane, index): Data[] => {
    const yaxis = `y${index + 2}`;
    const x = [...minutes];
    return [
      {
        ...common,
        yaxis,
        ...bandOutline(minutes, lane),
        fill: 'toself',
        fillcolor: palette.quietBand,
        line: { width: 0 },
      },
      {
        ...common,
        yaxis,
        x,
        y: gaps(lane.golden),
        line: { color: palette.text, width: 1.25, dash: 'dash' },
      },
      {
        ...common,
        yaxis,
        x,
        y: gaps(lane.actual),
        line: { color: lane.isOut ? palette.red : palette.accent, width: 1.5 },
      },
    ];
  });
  const layout: Partial<Layout> & Record<`yaxis${number}`, Partial<Layout['yaxis']>> = {
    width,
    height: inner + AXIS,
    margin: { l: LEFT, r: 8, t: AXIS, b: 0, pad: 0 },
    ...plainLayout(palette),
    dragmode: 'pan',
    shapes: [
      {
        type: 'line',
        xref: 'x',
        yref: 'paper',
        x0: 0,
        x1: 0,
        y0: 0,
        y1: 1,
        line: { color: palette.text, width: 1, dash: 'dot' },
        layer: 'below',
      },
    ],
    xaxis: {
      type: 'linear',
      range: [input.from, input.to],
      title: { text: 'minutes since synchronisation', font: { size: 11 }, standoff: 4 },
      gridcolor: palette.grid,
      zeroline: false,
      anchor: 'free',
      side: 'top',
      position: 1,
      nticks: Math.max(3, Math.floor(width / 90)),
    },
    yaxis: { domain: [0, 1], range: [0, 1], visible: false, fixedrange: true },
    annotations: laneTitles(
      lanes.map(({ title, isOut }) => ({
        text: `${title}${isOut ? ' — outside the band' : ''}`,
        colour: isOut ? palette.red : palette.text,
      })),
      laneHeight,
      inner,
    ),
  };
  lanes.forEach((lane, index) => {
    layout[`yaxis${index + 2}`] = {
      domain: laneDomain(index, laneHeight, inner),
      range: rangeOf(lane),
      fixedrange: true,
      nticks: 3,
      gridcolor: palette.grid,
      zeroline: false,
    };
  });
  return { data, layout };
}
