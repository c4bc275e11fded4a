import { contextBridge, ipcRenderer } from 'electron';

/**
 * The one door between the window and the main process. It knows no feature: names and inputs are checked in main,
 * and the window's types come from the contract.
 */
contextBridge.exposeInMainWorld('boilerhouse', {
  call: (name: unknown, input: unknown): Promise<unknown> =>
    ipcRenderer.invoke('boilerhouse.call', name, input),

  on: (event: unknown, listener: (payload: unknown) => void): (() => void) => {
    const forward = (_event: unknown, name: unknown, payload: unknown): void => {
      if (name === event) listener(payload);
    };
    ipcRenderer.on('boilerhouse.event', forward);
    return () => ipcRenderer.off('boilerhouse.event', forward);
  },
});

const isRequestForPort = (data: unknown): boolean =>
  typeof data === 'object' && data !== null && 'kind' in data && data.kind === 'boilerhouse.connect-store';

/** A port cannot cross the context bridge; it reaches the page as a message, and from there the worker. */
window.addEventListener('message', (event) => {
  if (event.source === window && isRequestForPort(event.data)) ipcRenderer.send('boilerhouse.connect-store');
});
ipcRenderer.on('boilerhouse.store-port', (event) => {
  window.postMessage({ kind: 'boilerhouse.store-port' }, window.location.origin, [...event.ports]);
});
