import { useMemo, useState } from 'react';
import {
  draftLabel,
  useWorkspace,
  workspace,
  type SelectedAnomaly,
  type TimeRange,
} from '../../api/workspace.ts';
import { formatDuration } from '../../ui/format-time.ts';
import { createCursor, useCursorTime, type CursorStore } from './cursor.ts';
import { LABEL_WIDTH, LaneStack, type LaneStackProps } from './lane-stack.tsx';
import { TimeAxis } from './time-axis.tsx';
import { AXIS_WIDTH } from './trend-figure.ts';
import styles from './trends.module.css';
import { areBandsDense, bandAt, laneHeight, spanOfLanes, splitLanes } from './trends-model.ts';
import { useLanePointer } from './use-lane-pointer.ts';

const PATIENCE_PX = 4;

interface TrendLanesProps extends Pick<LaneStackProps, 'lanes' | 'bands' | 'range' | 'isPassing' | 'width'> {
  readonly height: number;
  readonly onRange: (range: TimeRange) => void;
}

/**
 * The stacked lanes with their names and values at the left, one cursor over all, and the time axis below. The lanes of
 * the tags scroll where there are many; the score stays in sight below them.
 */
export function TrendLanes({ lanes, bands, range, isPassing, width, height, onRange }: TrendLanesProps) {
  const [live, setLive] = useState<TimeRange | null>(null);
  const [cursor] = useState(createCursor);
  const selected = useWorkspace((state) => state.anomaly);
  const isLabelling = useWorkspace((state) => state.isLabelling);
  const tall = laneHeight(height, lanes.length);
  const { tags, scores } = useMemo(() => splitLanes(lanes), [lanes]);
  const drawn = useMemo(() => spanOfLanes(lanes), [lanes]);
  const isDense = areBandsDense(bands, (drawn.toMs - drawn.fromMs) / width, drawn.toMs - drawn.fromMs);
  const patienceMs = (PATIENCE_PX * (range.toMs - range.fromMs)) / width;
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
  const shown = live ?? range;
  const stack = {
    bands,
    drawn,
    range,
    live: shown,
    isPassing,
    width,
    laneHeight: tall,
    cursor,
    onRange: (next: TimeRange, isFinal: boolean): void => {
      setLive(isFinal ? null : next);
      if (isFinal) onRange(next);
    },
  };
  return (
    <>
      <div className={styles['stacks']} data-labelling={isLabelling} {...pointer.handlers}>
        <div className={styles['scroll']} tabIndex={0} role="group" aria-label="Tags">
          <LaneStack {...stack} lanes={tags} />
        </div>
        {scores.length > 0 && (
          <div className={styles['scores']}>
            <LaneStack {...stack} lanes={scores} />
          </div>
        )}
        {selected !== null && <SelectedFrame selected={selected} range={shown} width={width} />}
        {pointer.marked !== null && <MarkedRange marked={pointer.marked} range={range} width={width} />}
        <CursorLine range={shown} width={width} cursor={cursor} />
      </div>
      <TimeAxis
        range={shown}
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

interface CursorLineProps {
  readonly range: TimeRange;
  readonly width: number;
  readonly cursor: CursorStore;
}

function CursorLine({ range, width, cursor }: CursorLineProps) {
  const timeMs = useCursorTime(cursor);
  if (timeMs === null) return null;
  const left = LABEL_WIDTH + AXIS_WIDTH + ((timeMs - range.fromMs) / (range.toMs - range.fromMs)) * width;
  return <div className={styles['cursor']} style={{ left }} />;
}
