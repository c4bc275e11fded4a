import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, type BrowserWindow, dialog, ipcMain, Menu, MessageChannelMain, session, shell } from 'electron';
import type { EventName, Events } from '@shared/contract/contract.ts';
import { createChosenFiles } from './chosen-files.ts';
import { createHandlers } from './ipc/handlers.ts';
import { dispatch } from './ipc/dispatch.ts';
import { readLaunchOptions } from './launch-options.ts';
import { lockSession, silenceChromium } from './lockdown.ts';
import { logDefect, logInfo, startLog } from './log.ts';
import { buildMenu } from './menu.ts';
import { registerAppScheme, serveApp } from './protocol.ts';
import { isOwnPage } from './request-rules.ts';
import { startStore } from './start-store.ts';
import { createWindow } from './window.ts';

const options = readLaunchOptions(process.argv.slice(app.isPackaged ? 1 : 2));
const developmentServer = app.isPackaged ? null : (process.env['ELECTRON_RENDERER_URL'] ?? null);

async function openApplication(): Promise<void> {
  const dataFolder = app.getPath('userData');
  startLog(dataFolder);
  silenceChromium(developmentServer);
  registerAppScheme();
  await app.whenReady();

  const chosen = createChosenFiles();
  lockSession(session.defaultSession, developmentServer);
  serveApp(session.defaultSession, join(app.getAppPath(), 'out/renderer'), chosen);

  const send = <E extends EventName>(event: E, payload: Events[E]): void => {
    if (!window.isDestroyed()) window.webContents.send('boilerhouse.event', event, payload);
  };
  const { store, isReady } = startStore({
    program: join(app.getAppPath(), 'out/main/store-process.cjs'),
    dataFolder,
    version: app.getVersion(),
    resources: join(app.getAppPath(), 'resources'),
    onChanged: (change) => send('data.changed', change),
    onDeath: (reason) => {
      logDefect('store process', reason);
      dialog.showErrorBox(
        'The store has stopped',
        `${reason}\n\nYour data is as it was last saved. Start Boilerhouse again.`,
      );
      app.exit(4);
    },
  });
  const window: BrowserWindow = createWindow({
    preload: join(app.getAppPath(), 'out/preload/preload.cjs'),
    dataFolder,
    developmentServer,
  });

  const handlers = createHandlers({
    store,
    files: { window: () => window, chosen, exportFolder: options.exportFolder },
    dataFolder,
    version: app.getVersion(),
  });
  const isOurs = (frame: Electron.WebFrameMain | null): boolean =>
    frame !== null && frame === window.webContents.mainFrame && isOwnPage(frame.url, developmentServer);

  ipcMain.handle('boilerhouse.call', async (event, name: unknown, input: unknown) => {
    if (!isOurs(event.senderFrame))
      throw new Error('Refused: the call does not come from the application window.');
    await isReady;
    return dispatch(handlers, name, input, logDefect);
  });
  ipcMain.on('boilerhouse.connect-store', (event) => {
    if (!isOurs(event.senderFrame)) return;
    const { port1, port2 } = new MessageChannelMain();
    store.connect(port1);
    window.webContents.postMessage('boilerhouse.store-port', null, [port2]);
  });

  Menu.setApplicationMenu(
    buildMenu({
      send: (command) => send('menu.command', command),
      showDataFolder: () => void shell.openPath(dataFolder),
      showAbout: () =>
        void dialog.showMessageBox(window, {
          title: 'About Boilerhouse',
          message: `Boilerhouse ${app.getVersion()}`,
          detail: `Electron ${process.versions.electron}, Chromium ${process.versions.chrome}\nAll data stays on this computer: ${dataFolder}`,
        }),
      isDevelopment: !app.isPackaged,
    }),
  );

  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  app.on('window-all-closed', () => app.quit());
  // The program ends only when the store has written everything and closed its file.
  let isStoreClosed = false;
  app.on('will-quit', (event) => {
    if (isStoreClosed) return;
    event.preventDefault();
    void store.close().finally(() => {
      isStoreClosed = true;
      app.quit();
    });
  });
  logInfo(`started ${app.getVersion()}`);
}

async function main(): Promise<void> {
  if (options.wantsVersion) {
    process.stdout.write(`${app.getVersion()}\n`);
    app.exit(0);
    return;
  }
  if (options.cli !== null) {
    const { runCli } = await import('./cli/run-cli.ts');
    const { createCliThreads } = await import('./cli/cli-threads.ts');
    const { processConsole } = await import('./cli/console.ts');
    const programs = join(app.getAppPath(), 'out/main');
    const threads = createCliThreads(programs, (message) => processConsole.tell(`${message}\n`));
    app.exit(await runCli(options.cli, processConsole, threads));
    return;
  }
  if (options.dataFolder !== null) {
    mkdirSync(options.dataFolder, { recursive: true });
    app.setPath('userData', options.dataFolder);
  }
  // One instance per data folder: the lock lies in it.
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  await openApplication();
}

main().catch((caught: unknown) => {
  logDefect('start', caught);
  dialog.showErrorBox('Boilerhouse cannot start', caught instanceof Error ? caught.message : String(caught));
  app.exit(4);
});
