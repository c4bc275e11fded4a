import { useEffect, useState, type PointerEvent } from 'react';
import type { TimeRange } from '../../api/workspace.ts';
import type { CursorStore } from './cursor.ts';

const CLICK_PX = 4;

interface LanePointerOptions {
  readonly range: TimeRange;
  /** Of the plot, and how far it is from the left edge of the lanes. */
  readonly width: number;
  readonly left: number;
  readonly cursor: CursorStore;
  /** Marked stretches become labels instead of zooms; Alt held does the same once. */
  readonly isLabelling: boolean;
  readonly onMark: (range: TimeRange, isLabel: boolean) => void;
  readonly onClick: (timeMs: number) => void;
}

interface Drag {
  readonly fromMs: number;
  readonly toMs: number;
  readonly startX: number;
  readonly isLabel: boolean;
}

/**
 * The pointer over the lanes: moving shows the cursor, dragging marks a stretch over all lanes, a click picks a time.
 * With Shift held, the chart itself moves; with Alt held, or while labelling, what is marked is to be labelled.
 */
export function useLanePointer(options: LanePointerOptions) {
  const { range, width, left, cursor, isLabelling, onMark, onClick } = options;
  const [drag, setDrag] = useState<Drag | null>(null);
  const spanMs = range.toMs - range.fromMs;

  const timeUnder = (event: PointerEvent<HTMLElement>): number =>
    range.fromMs +
    ((event.clientX - event.currentTarget.getBoundingClientRect().left - left) / width) * spanMs;
  const isInside = (timeMs: number): boolean => timeMs >= range.fromMs && timeMs <= range.toMs;
  const within = (timeMs: number): number => Math.min(Math.max(timeMs, range.fromMs), range.toMs);

  const isDragging = drag !== null;
  useEffect(() => {
    if (!isDragging) return;
    const giveUp = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') setDrag(null);
    };
    window.addEventListener('keydown', giveUp);
    return () => window.removeEventListener('keydown', giveUp);
  }, [isDragging]);

  return {
    /** What is being marked, in rising order; null while nothing is. */
    marked:
      drag === null || drag.fromMs === drag.toMs
        ? null
        : {
            fromMs: Math.min(drag.fromMs, drag.toMs),
            toMs: Math.max(drag.fromMs, drag.toMs),
            isLabel: drag.isLabel,
          },
    handlers: {
      onPointerDownCapture: (event: PointerEvent<HTMLElement>): void => {
        const timeMs = timeUnder(event);
        if (event.button !== 0 || event.shiftKey || !isInside(timeMs)) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrag({
          fromMs: timeMs,
          toMs: timeMs,
          startX: event.clientX,
          isLabel: isLabelling || event.altKey,
        });
      },
      /** The chart would start a zoom of its own in the lane under the pointer. */
      onMouseDownCapture: (event: { readonly shiftKey: boolean; stopPropagation: () => void }): void => {
        if (!event.shiftKey) event.stopPropagation();
      },
      onPointerMove: (event: PointerEvent<HTMLElement>): void => {
        const timeMs = timeUnder(event);
        cursor.set({ timeMs: isInside(timeMs) ? timeMs : null });
        if (drag !== null) setDrag({ ...drag, toMs: within(timeMs) });
      },
      onPointerUp: (event: PointerEvent<HTMLElement>): void => {
        if (drag === null) return;
        setDrag(null);
        const toMs = within(timeUnder(event));
        if (Math.abs(event.clientX - drag.startX) < CLICK_PX) onClick(drag.fromMs);
        else onMark({ fromMs: Math.min(drag.fromMs, toMs), toMs: Math.max(drag.fromMs, toMs) }, drag.isLabel);
      },
      onPointerCancel: (): void => setDrag(null),
      onPointerLeave: (): void => cursor.set({ timeMs: null }),
    },
  };
}
