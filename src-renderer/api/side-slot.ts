import { createStore, useStore } from './create-store.ts';

const store = createStore<{ readonly element: HTMLElement | null }>({ element: null });

/** Takes the place at the top of the right panel, as a ref of its element; null while that panel is folded away. */
export const holdSideSlot = (element: HTMLElement | null): void => store.set({ element });

/** Where a panel in the centre may put what needs the height of the window. */
export const useSideSlot = (): HTMLElement | null => useStore(store, (state) => state.element);
