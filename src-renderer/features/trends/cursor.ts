import { createStore, useStore, type Store } from '../../api/create-store.ts';

/** The time under the pointer; kept apart from the chart so that moving the pointer draws little. */
export interface Cursor {
  readonly timeMs: number | null;
}

export type CursorStore = Store<Cursor>;

export const createCursor = (): CursorStore => createStore<Cursor>({ timeMs: null });

export const useCursorTime = (cursor: CursorStore): number | null =>
  useStore(cursor, (state) => state.timeMs);
