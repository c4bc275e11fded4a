import type { Data } from 'plotly.js';
import type { ChartPalette } from '../../ui/theme.ts';
import {
  areBandsDense,
  bandOutlines,
  lonePoints,
  pointsWithin,
  spanOfLanes,
  splitBands,
  type Band,
  type LaneView,
  type Stretch,
} from './trends-model.ts';

/** Few enough for a dot each. */
const FEW_POINTS = 200;
/** Readings at least this far apart are drawn as dots too. */
const MARKER_PX = 6;
const LEAST_BAND_PX = 2;
const STRIP_PX = 4;

export interface TraceInput {
  readonly lanes: readonly LaneView[];
  readonly bands: readonly Band[];
  /** From the first to the last drawn point of all lanes, also of those in another chart. */
  readonly drawn: Stretch;
  /** Of the plot, in pixels. */
  readonly width: number;
  readonly height: number;
  readonly palette: ChartPalette;
}

/** Vertical axis of a lane; the first one, `y`, spans all lanes and carries the bands. */
export const axisNumber = (lane: number): number => lane + 2;

const common = { type: 'scatter', xaxis: 'x', hoverinfo: 'skip', showlegend: false } as const;

/** Readings as a line with true gaps; those within bands once more in red, or amber where it is the sensor. */
const readingTraces = (
  lane: LaneView,
  index: number,
  input: TraceInput,
  bands: readonly Band[],
  isSparse: boolean,
): Data[] => {
  const place = { ...common, yaxis: `y${axisNumber(index)}` };
  const { fromMs, toMs } = spanOfLanes([lane]);
  const leastMs = (LEAST_BAND_PX * (toMs - fromMs)) / Math.max(1, input.width);
  const { process, sensor } = splitBands(bands);
  const lone = lonePoints(lane);
  const marked = [
    { points: pointsWithin(lane, process, leastMs), color: input.palette.red },
    { points: pointsWithin(lane, sensor, leastMs), color: input.palette.amber },
  ].filter(({ points }) => points.x.length > 0);
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
    ...(lone.x.length === 0
      ? []
      : [{ ...place, ...lone, mode: 'markers' as const, marker: { color: lane.colour, size: 3 } }]),
    ...marked.map(({ points, color }): Data => ({
      ...place,
      ...points,
      mode: points.x.length < FEW_POINTS ? 'lines+markers' : 'lines',
      line: { color, width: 1.5 },
      marker: { color, size: 4 },
      connectgaps: false,
    })),
  ];
};

interface BandLook {
  readonly bands: readonly Band[];
  readonly color: string;
  readonly ground: string;
  readonly hatch: '/' | '\\' | '.';
}

/** Hatched one way for the process, the other way for a sensor, dotted for what cannot be told: not by colour alone. */
function looksOf(bands: readonly Band[], palette: ChartPalette): readonly BandLook[] {
  const { process, sensor, quiet } = splitBands(bands);
  return [
    { bands: process, color: palette.red, ground: palette.band, hatch: '/' },
    { bands: sensor, color: palette.amber, ground: palette.sensorBand, hatch: '\\' },
    { bands: quiet, color: palette.text, ground: palette.quietBand, hatch: '.' },
  ];
}

/** Bands over all lanes with a strip at the top edge. */
const bandTraces = (input: TraceInput, msPerPixel: number, isDense: boolean): Data[] => {
  const place = { ...common, yaxis: 'y', mode: 'lines', line: { width: 0 }, fill: 'toself' } as const;
  const leastMs = LEAST_BAND_PX * msPerPixel;
  return looksOf(input.bands, input.palette)
    .filter(({ bands }) => bands.length > 0)
    .flatMap(({ bands, color, ground, hatch }): Data[] => [
      {
        ...place,
        ...bandOutlines(isDense ? [] : bands, leastMs, 0, 1),
        fillcolor: ground,
        fillpattern: { shape: hatch, size: 6, solidity: 0.08, fgcolor: color, bgcolor: ground },
      },
      {
        ...place,
        ...bandOutlines(bands, leastMs, 1 - STRIP_PX / Math.max(1, input.height), 1),
        fillcolor: color,
      },
    ]);
};

/** Limits and threshold, drawn beyond both ends, so that they are there while the user moves the chart. */
const levelTraces = (lane: LaneView, index: number, input: TraceInput): Data[] => {
  const { fromMs, toMs } = input.drawn;
  const levels = [
    ...lane.limits.map((level) => ({ level, dash: 'dot' as const, color: input.palette.text })),
    ...(lane.threshold === null
      ? []
      : [{ level: lane.threshold, dash: 'dash' as const, color: input.palette.amber }]),
  ];
  return levels.map(({ level, dash, color }) => ({
    ...common,
    yaxis: `y${axisNumber(index)}`,
    x: [fromMs - 4 * (toMs - fromMs), toMs + 4 * (toMs - fromMs)],
    y: [level, level],
    mode: 'lines',
    opacity: 0.7,
    line: { color, width: 1, dash },
  }));
};

/**
 * Everything that is drawn, apart from the range that is shown. Where anomalies are so dense that bands would cover the
 * chart, only the strip and the score tell them.
 */
export function trendTraces(input: TraceInput): Data[] {
  const { fromMs, toMs } = input.drawn;
  const msPerPixel = (toMs - fromMs) / Math.max(1, input.width);
  const isDense = areBandsDense(input.bands, msPerPixel, toMs - fromMs);
  const isSparse = input.lanes.every((lane) => lane.values.length < input.width / MARKER_PX);
  const lanes = input.lanes.flatMap((lane, index) => [
    ...levelTraces(lane, index, input),
    ...readingTraces(lane, index, input, isDense && lane.threshold === null ? [] : input.bands, isSparse),
  ]);
  return [...bandTraces(input, msPerPixel, isDense), ...lanes];
}
