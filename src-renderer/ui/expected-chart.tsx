import { useId } from 'react';
import styles from './expected-chart.module.css';

export interface ExpectedSeries {
  /** Rising. */
  readonly timesMs: Float64Array;
  readonly actual: Float64Array;
  readonly expected: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
}

interface ExpectedChartProps {
  readonly series: ExpectedSeries;
  /** The stretch that is looked at. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly width: number;
  readonly height: number;
  readonly description: string;
}

type Scale = (value: number) => number;

function scaleOf(low: number, high: number, from: number, to: number): Scale {
  const span = high > low ? high - low : 1;
  return (value) => from + ((value - low) / span) * (to - from);
}

/** A line with true gaps as an SVG path. */
function linePath(times: Float64Array, values: Float64Array, x: Scale, y: Scale): string {
  let path = '';
  let isOpen = false;
  for (let at = 0; at < times.length; at += 1) {
    const value = values[at] ?? NaN;
    if (Number.isNaN(value)) {
      isOpen = false;
      continue;
    }
    path += `${isOpen ? 'L' : 'M'}${x(times[at] ?? 0).toFixed(1)} ${y(value).toFixed(1)}`;
    isOpen = true;
  }
  return path;
}

function bandPath(series: ExpectedSeries, x: Scale, y: Scale): string {
  const { timesMs, low, high } = series;
  const known = [...timesMs.keys()].filter((at) => !Number.isNaN((low[at] ?? NaN) + (high[at] ?? NaN)));
  if (known.length === 0) return '';
  const point = (at: number, value: number | undefined): string =>
    `${x(timesMs[at] ?? 0).toFixed(1)} ${y(value ?? 0).toFixed(1)}`;
  const above = known.map((at) => point(at, high[at]));
  const below = known.toReversed().map((at) => point(at, low[at]));
  return `M${[...above, ...below].join('L')}Z`;
}

/** Actual readings as a line, red in the stretch, the expected ones dashed, and the usual range as a band behind them. */
export function ExpectedChart({ series, fromMs, toMs, width, height, description }: ExpectedChartProps) {
  const clip = useId();
  const { timesMs, actual, expected } = series;
  const known = [...actual, ...expected].filter((value) => !Number.isNaN(value));
  if (timesMs.length === 0 || known.length === 0) return null;
  const low = Math.min(...known);
  const high = Math.max(...known);
  const air = high > low ? (high - low) * 0.08 : 0.5;
  const x = scaleOf(timesMs[0] ?? 0, timesMs.at(-1) ?? 1, 0, width);
  const y = scaleOf(low - air, high + air, height, 0);
  const start = Math.max(0, x(fromMs));
  const stretch = { x: start, width: Math.max(2, Math.min(width, x(toMs)) - start), height };
  const line = linePath(timesMs, actual, x, y);
  return (
    <svg className={styles['chart']} width={width} height={height} role="img" aria-label={description}>
      <clipPath id={clip}>
        <rect {...stretch} />
      </clipPath>
      <rect className={styles['stretch']} {...stretch} />
      <path className={styles['range']} d={bandPath(series, x, y)} />
      <path className={styles['expected']} d={linePath(timesMs, expected, x, y)} />
      <path className={styles['actual']} d={line} />
      <path className={styles['abnormal']} d={line} clipPath={`url(#${clip})`} />
    </svg>
  );
}
