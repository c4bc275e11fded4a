import { useMemo, useState } from 'react';
import {
  draftLabel,
  useWorkspace,
  workspace,
  type SelectedAnomaly,
  type TimeRange,
} from '../../api/workspace.ts';
import { formatReading, unitText } from '../../ui/format-number.ts';
import { formatDuration } from '../../ui/format-time.ts';
import { PlotlyChart } from '../../ui/plotly-chart.tsx';
import { createCursor, useCursorTime, type CursorStore } from './cursor.ts';
import { TimeAxis } from './time-axis.tsx';
import { AXIS_WIDTH, RIGHT_MARGIN, thresholdName, trendLayout } from './trend-figure.ts';
import { trendTraces } from './trend-traces.ts';
import styles from './trends.module.css';
import {
  areBandsDense,
  spanOfLanes,
  bandAt,
  laneHeight,
  lastValue,
  pointNear,
  valueRange,
  type Band,
  type LaneView,
} from './trends-model.ts';
import { useLanePointer } from './use-lane-pointer.ts';
import { useChartPalette } from './use-trends.ts';

export const LABEL_WIDTH = 184;
const PATIENCE_PX = 4;

interface TrendLanesProps {
  readonly lanes: readonly LaneView[];
  readonly bands: readonly Band[];
  readonly range: TimeRange;
  /** Other lanes and bands are on their way. */
  readonly isPassing: boolean;
  /** Of the plot itself, without labels and axis. */
  readonly width: number;
  readonly height: number;
  readonly onRange: (range: TimeRange) => void;
}

/** The stacked lanes with their names and values at the left, one cursor over all, and the time axis below. */
export function TrendLanes({ lanes, bands, range, isPassing, width, height, onRange }: TrendLanesProps) {
  const [live, setLive] = useState<TimeRange | null>(null);
  const [cursor] = useState(createCursor);
  const selected = useWorkspace((state) => state.anomaly);
  const isLabelling = useWorkspace((state) => state.isLabelling);
  const palette = useChartPalette();
  const tall = laneHeight(height, lanes.length);
  const { fromMs, toMs } = range;
  const all = lanes.length * tall;
  const data = useMemo(
    () => trendTraces({ lanes, bands, width, height: all, palette }),
    [lanes, bands, width, all, palette],
  );
  const layout = useMemo(
    () => trendLayout({ lanes, fromMs, toMs, width, laneHeight: tall, palette }),
    [lanes, fromMs, toMs, width, tall, palette],
  );
  const drawn = spanOfLanes(lanes);
  const isDense = areBandsDense(bands, (drawn.toMs - drawn.fromMs) / width, drawn.toMs - drawn.fromMs);
  const patienceMs = (PATIENCE_PX * (toMs - fromMs)) / width;
  const pointer = useLanePointer({
    range,
    width,
    left: LABEL_WIDTH + AXIS_WIDTH,
    cursor,
    isLabelling,
    onMark: (marked, isLabel) => {
      if (isLabel) draftLabel(marked);
      else onRange(marked);
    },
    onClick: (timeMs) => {
      const band = bandAt(bands, timeMs, patienceMs);
      if (band === null) return;
      workspace.set({ anomaly: { id: band.firstAnomalyId, startMs: band.startMs, endMs: band.endMs } });
    },
  });

  return (
    <>
      <div className={styles['scroll']}>
        <div
          className={styles['lanes']}
          data-labelling={isLabelling}
          style={{ height: all }}
          {...pointer.handlers}
        >
          {lanes.map((lane) => (
            <LaneRow key={lane.key} lane={lane} toMs={toMs} height={tall} cursor={cursor} />
          ))}
          <div className={styles['chart']} style={{ left: LABEL_WIDTH }}>
            <PlotlyChart
              data={data}
              layout={layout}
              isPassing={isPassing}
              description={`Trend of ${lanes.map((lane) => lane.title).join(', ')} with ${bands.length} anomaly bands`}
              onRange={(from, to, isFinal) => {
                const next = { fromMs: from, toMs: to };
                setLive(isFinal ? null : next);
                if (isFinal) onRange(next);
              }}
            />
          </div>
          {selected !== null && <SelectedFrame selected={selected} range={live ?? range} width={width} />}
          {lanes.map((lane, index) => (
            <ThresholdName key={lane.key} lane={lane} range={range} top={index * tall} height={tall} />
          ))}
          {pointer.marked !== null && <MarkedRange marked={pointer.marked} range={range} width={width} />}
          <CursorLine lanes={lanes} range={live ?? range} width={width} laneHeight={tall} cursor={cursor} />
        </div>
      </div>
      <TimeAxis
        range={live ?? range}
        width={width}
        labelWidth={LABEL_WIDTH}
        note={isDense ? 'dense anomalies: zoom in' : null}
        cursor={cursor}
      />
    </>
  );
}

interface SelectedFrameProps {
  readonly selected: SelectedAnomaly;
  readonly range: TimeRange;
  readonly width: number;
}

/** The outline of the anomaly that is selected in the table. */
function SelectedFrame({ selected, range, width }: SelectedFrameProps) {
  const pixelsPerMs = width / (range.toMs - range.fromMs);
  const start = Math.max(0, (selected.startMs - range.fromMs) * pixelsPerMs - 3);
  const end = Math.min(width, (selected.endMs - range.fromMs) * pixelsPerMs + 3);
  if (end < 0 || start > width) return null;
  return (
    <div
      className={styles['selected']}
      style={{ left: LABEL_WIDTH + AXIS_WIDTH + start, width: end - start }}
    />
  );
}

interface MarkedRangeProps {
  readonly marked: TimeRange & { readonly isLabel: boolean };
  readonly range: TimeRange;
  readonly width: number;
}

/** The stretch that is being marked, over all lanes, with its length. */
function MarkedRange({ marked, range, width }: MarkedRangeProps) {
  const pixelsPerMs = width / (range.toMs - range.fromMs);
  return (
    <div
      className={styles['marked']}
      style={{
        left: LABEL_WIDTH + AXIS_WIDTH + (marked.fromMs - range.fromMs) * pixelsPerMs,
        width: (marked.toMs - marked.fromMs) * pixelsPerMs,
      }}
    >
      <span>
        {marked.isLabel ? 'label ' : ''}
        {formatDuration(marked.toMs - marked.fromMs)}
      </span>
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
        <span className={styles['name']} title={lane.title}>
          {lane.title}
        </span>
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

const LANE_EDGE_PX = 5;
const NAME_HEIGHT_PX = 16;

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
  const line = LANE_EDGE_PX + ((high - lane.threshold) / (high - low)) * (height - 2 * LANE_EDGE_PX);
  const offset = line > NAME_HEIGHT_PX ? line - NAME_HEIGHT_PX : line + 1;
  return (
    <span className={styles['threshold']} style={{ top: top + offset, right: RIGHT_MARGIN }}>
      {thresholdName(lane)}
    </span>
  );
}

interface CursorLineProps {
  readonly lanes: readonly LaneView[];
  readonly range: TimeRange;
  readonly width: number;
  readonly laneHeight: number;
  readonly cursor: CursorStore;
}

function CursorLine({ lanes, range, width, laneHeight: tall, cursor }: CursorLineProps) {
  const timeMs = useCursorTime(cursor);
  if (timeMs === null) return null;
  const leftOf = (time: number): number =>
    LABEL_WIDTH + AXIS_WIDTH + ((time - range.fromMs) / (range.toMs - range.fromMs)) * width;
  return (
    <>
      <div className={styles['cursor']} style={{ left: leftOf(timeMs) }} />
      {lanes.map((lane, index) => {
        const point = pointNear(lane, timeMs);
        if (point === null || point.timeMs < range.fromMs || point.timeMs > range.toMs) return null;
        const [low, high] = valueRange(lane, range.fromMs, range.toMs);
        const top = index * tall + 5 + ((high - point.value) / (high - low)) * (tall - 10);
        return (
          <div
            key={lane.key}
            className={styles['dot']}
            style={{ left: leftOf(point.timeMs), top, borderColor: lane.colour }}
          />
        );
      })}
    </>
  );
}
