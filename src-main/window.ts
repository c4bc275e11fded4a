import { join } from 'node:path';
import { BrowserWindow, nativeTheme, screen } from 'electron';
import { lockContents } from './lockdown.ts';
import { APP_ORIGIN } from './protocol.ts';
import { DEFAULT_SIZE, isReachable, loadWindow, saveWindow } from './window-bounds.ts';

interface WindowOptions {
  readonly preload: string;
  /** Where the bounds are remembered. */
  readonly dataFolder: string;
  readonly developmentServer: string | null;
}

/** The background before the first paint, so that a dark window does not flash white. Same as the window's own theme. */
const background = (): string => (nativeTheme.shouldUseDarkColors ? '#16181b' : '#f6f7f8');

/** The one window: sandboxed, isolated, remembered where it was. Shown when its first paint is ready. */
export function createWindow({ preload, dataFolder, developmentServer }: WindowOptions): BrowserWindow {
  const boundsFile = join(dataFolder, 'window.json');
  const saved = loadWindow(boundsFile);
  const displays = screen.getAllDisplays().map((display) => display.workArea);
  const bounds = saved !== null && isReachable(saved, displays) ? saved : DEFAULT_SIZE;

  const window = new BrowserWindow({
    ...bounds,
    minWidth: 900,
    minHeight: 560,
    show: false,
    title: 'Boilerhouse',
    backgroundColor: background(),
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      spellcheck: false,
    },
  });
  if (saved?.isMaximized === true) window.maximize();

  lockContents(window.webContents, developmentServer);
  window.once('ready-to-show', () => window.show());
  window.on('close', () =>
    saveWindow(boundsFile, { ...window.getNormalBounds(), isMaximized: window.isMaximized() }),
  );
  void window.loadURL(developmentServer ?? `${APP_ORIGIN}/`);
  return window;
}
