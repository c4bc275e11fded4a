import { parseBoolean, readStored, writeStored } from '../ui/use-stored.ts';
import { createStore, useStore } from './create-store.ts';

export type PanelName = 'plants' | 'info';

const WIDE = '(min-width: 1360px)';
const wide = window.matchMedia(WIDE);
const stored = (name: PanelName): boolean => parseBoolean(readStored(`panel.${name}`)) ?? true;

/** In a narrow window the info panel is folded away until it is asked for; that is not remembered. */
const store = createStore({ plants: stored('plants'), info: wide.matches && stored('info') });

wide.addEventListener('change', () => store.set({ info: wide.matches && stored('info') }));

export function togglePanel(name: PanelName): void {
  const isOpen = !store.get()[name];
  store.set(name === 'plants' ? { plants: isOpen } : { info: isOpen });
  if (name === 'plants' || wide.matches) writeStored(`panel.${name}`, isOpen);
}

export const usePanelOpen = (name: PanelName): boolean => useStore(store, (state) => state[name]);
