import { useMemo } from 'react';
import type { TimeRange } from '../../api/workspace.ts';
import { formatReading, unitText } from '../../ui/format-number.ts';
import { PlotlyChart } from '../../ui/plotly-chart.tsx';
import { TagName } from '../../ui/tag-name.tsx';
import { useChartPalette } from '../../ui/use-chart-palette.ts';
import { useCursorTime, type CursorStore } from './cursor.ts';
import { AXIS_WIDTH, LANE_GAP_PX, RIGHT_MARGIN, thresholdName, trendLayout } from './trend-figure.ts';
import { trendTraces } from './trend-traces.ts';
import styles from './trends.module.css';
import { lastValue, pointNear, valueRange, type Band, type LaneView } from './trends-model.ts';

export const LABEL_WIDTH = 184;
const NAME_HEIGHT_PX = 16;

export interface LaneStackProps {
  readonly lanes: readonly LaneView[];
  readonly bands: readonly Band[];
  /** From the first to the last drawn point of all stacks, so that they are drawn alike. */
  readonly drawn: TimeRange;
  readonly range: TimeRange;
  /** What is seen while the user still moves the chart; else the range. */
  readonly live: TimeRange;
  /** Other lanes and bands are on their way. */
  readonly isPassing: boolean;
  /** Of the plot itself, without labels and axis. */
  readonly width: number;
  readonly laneHeight: number;
  readonly cursor: CursorStore;
  readonly onRange: (range: TimeRange, isFinal: boolean) => void;
}

/** Some lanes in one chart, each with its name and value at the left and a dot at the cursor. */
export function LaneStack(props: LaneStackProps) {
  const { lanes, bands, drawn, range, live, isPassing, width, laneHeight, cursor, onRange } = props;
  const palette = useChartPalette();
  const { fromMs, toMs } = range;
  const height = lanes.length * laneHeight;
  const data = useMemo(
    () => trendTraces({ lanes, bands, drawn, width, height, palette }),
    [lanes, bands, drawn, width, height, palette],
  );
  const layout = useMemo(
    () => trendLayout({ lanes, fromMs, toMs, width, laneHeight, palette }),
    [lanes, fromMs, toMs, width, laneHeight, palette],
  );
  return (
    <div className={styles['lanes']} style={{ height }}>
      {lanes.map((lane) => (
        <LaneRow key={lane.key} lane={lane} toMs={toMs} height={laneHeight} cursor={cursor} />
      ))}
      <div className={styles['chart']} style={{ left: LABEL_WIDTH }}>
        <PlotlyChart
          data={data}
          layout={layout}
          isPassing={isPassing}
          description={`Trend of ${lanes.map((lane) => lane.title).join(', ')} with ${bands.length} anomaly bands`}
          onRange={(from, to, isFinal) => onRange({ fromMs: from, toMs: to }, isFinal)}
        />
      </div>
      {lanes.map((lane, index) => (
        <ThresholdName
          key={lane.key}
          lane={lane}
          range={range}
          top={index * laneHeight}
          height={laneHeight}
        />
      ))}
      <CursorDots lanes={lanes} range={live} width={width} laneHeight={laneHeight} cursor={cursor} />
    </div>
  );
}

interface LaneRowProps {
  readonly lane: LaneView;
  readonly toMs: number;
  readonly height: number;
  readonly cursor: CursorStore;
}

function LaneRow({ lane, toMs, height, cursor }: LaneRowProps) {
  const timeMs = useCursorTime(cursor);
  const value = timeMs === null ? lastValue(lane, toMs) : (pointNear(lane, timeMs)?.value ?? NaN);
  const below = unitText(lane.unit);
  return (
    <div className={styles['lane']} style={{ height }}>
      <div className={styles['label']} style={{ width: LABEL_WIDTH }}>
        <span className={styles['swatch']} style={{ background: lane.colour }} />
        <TagName className={styles['name']} name={lane.title} />
        {lane.meaning === undefined ? (
          <span className={styles['unit']}>{below === '' ? '\u00a0' : below}</span>
        ) : (
          <span className={styles['meaning']} title={lane.meaning.full}>
            {lane.meaning.short}
          </span>
        )}
        <span className={styles['value']} data-at-cursor={timeMs !== null}>
          {formatReading(value, lane.decimals)}
        </span>
      </div>
    </div>
  );
}

interface ThresholdNameProps {
  readonly lane: LaneView;
  readonly range: TimeRange;
  readonly top: number;
  readonly height: number;
}

/** Names the dashed line of a lane at its right end, above it or, where there is no room, below. */
function ThresholdName({ lane, range, top, height }: ThresholdNameProps) {
  if (lane.threshold === null) return null;
  const [low, high] = valueRange(lane, range.fromMs, range.toMs);
  const line = LANE_GAP_PX + ((high - lane.threshold) / (high - low)) * (height - 2 * LANE_GAP_PX);
  const offset = line > NAME_HEIGHT_PX ? line - NAME_HEIGHT_PX : line + 1;
  return (
    <span className={styles['threshold']} style={{ top: top + offset, right: RIGHT_MARGIN }}>
      {thresholdName(lane)}
    </span>
  );
}

interface CursorDotsProps {
  readonly lanes: readonly LaneView[];
  readonly range: TimeRange;
  readonly width: number;
  readonly laneHeight: number;
  readonly cursor: CursorStore;
}

/** The reading of each lane that is nearest to the cursor. */
function CursorDots({ lanes, range, width, laneHeight, cursor }: CursorDotsProps) {
  const timeMs = useCursorTime(cursor);
  if (timeMs === null) return null;
  const leftOf = (time: number): number =>
    LABEL_WIDTH + AXIS_WIDTH + ((time - range.fromMs) / (range.toMs - range.fromMs)) * width;
  return lanes.map((lane, index) => {
    const point = pointNear(lane, timeMs);
    if (point === null || point.timeMs < range.fromMs || point.timeMs > range.toMs) return null;
    const [low, high] = valueRange(lane, range.fromMs, range.toMs);
    const share = (high - point.value) / (high - low);
    const top = index * laneHeight + LANE_GAP_PX + share * (laneHeight - 2 * LANE_GAP_PX);
    return (
      <div
        key={lane.key}
        className={styles['dot']}
        style={{ left: leftOf(point.timeMs), top, borderColor: lane.colour }}
      />
    );
  });
}
