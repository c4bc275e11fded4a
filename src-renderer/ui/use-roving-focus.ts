import { useState, type KeyboardEvent } from 'react';

const PAGE = 8;

/** Where a key leads from a place in a list; null for a key that leads nowhere. */
export function placeAfter(key: string, place: number, count: number): number | null {
  const wanted = new Map([
    ['ArrowUp', place - 1],
    ['ArrowDown', place + 1],
    ['PageUp', place - PAGE],
    ['PageDown', place + PAGE],
    ['Home', 0],
    ['End', count - 1],
  ]).get(key);
  return wanted === undefined ? null : Math.min(count - 1, Math.max(0, wanted));
}

/**
 * One of the checkboxes of a list can be reached with Tab; arrows, Page, Home and End move among them, as in the tables.
 * Spread `list` on the element around them and `item(place)` on each.
 */
export function useRovingFocus(count: number) {
  const [active, setActive] = useState(0);
  const reachable = Math.min(active, count - 1);
  return {
    list: {
      onKeyDown: (event: KeyboardEvent<HTMLElement>): void => {
        const boxes = [...event.currentTarget.querySelectorAll('input')];
        const from = boxes.findIndex((box) => box === event.target);
        const to = from < 0 ? null : placeAfter(event.key, from, boxes.length);
        if (to === null) return;
        event.preventDefault();
        boxes[to]?.focus();
      },
    },
    item: (place: number) => ({
      tabIndex: place === reachable ? 0 : -1,
      onFocus: () => setActive(place),
    }),
  };
}
