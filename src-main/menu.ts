import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { MenuCommand } from '@shared/contract/application.ts';

interface MenuActions {
  readonly send: (command: MenuCommand) => void;
  readonly showDataFolder: () => void;
  readonly showAbout: () => void;
  readonly isDevelopment: boolean;
}

/** The native menu. What changes data or view is done by the window; the menu only says which. */
export function buildMenu({ send, showDataFolder, showAbout, isDevelopment }: MenuActions) {
  const item = (label: string, command: MenuCommand, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    ...(accelerator === undefined ? {} : { accelerator }),
    click: () => send(command),
  });
  const line: MenuItemConstructorOptions = { type: 'separator' };
  const isMac = process.platform === 'darwin';

  const template: MenuItemConstructorOptions[] = [
    ...(isMac ? [{ role: 'appMenu' } satisfies MenuItemConstructorOptions] : []),
    {
      label: '&File',
      submenu: [
        item('&Import CSV…', 'import', 'CmdOrCtrl+O'),
        item('&Export Anomalies…', 'export', 'CmdOrCtrl+S'),
        line,
        item('&Back Up Now', 'back-up'),
        item('Backups and &Checks…', 'store-care'),
        { label: 'Open &Data Folder', click: showDataFolder },
        line,
        isMac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        item('&Plants Panel', 'toggle-plants', 'CmdOrCtrl+B'),
        item('Plant &Information', 'toggle-info', 'CmdOrCtrl+I'),
        item('&Whole Range', 'reset-view', 'CmdOrCtrl+0'),
        item('&Refresh', 'refresh', 'F5'),
        line,
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'resetZoom', accelerator: 'CmdOrCtrl+Shift+0' },
        { role: 'togglefullscreen' },
        ...(isDevelopment ? [line, { role: 'toggleDevTools' } satisfies MenuItemConstructorOptions] : []),
      ],
    },
    {
      label: '&Data',
      submenu: [
        item('&Add Plant…', 'add-plant'),
        item('Import &Plants…', 'import-plants'),
        item('&Generate Readings…', 'generate', 'CmdOrCtrl+G'),
        line,
        item('&Delete Readings…', 'delete-readings'),
        item('&Retention…', 'retention'),
        item('&Compact Database…', 'store-care'),
      ],
    },
    {
      label: '&Models',
      submenu: [
        item('&Train and Score…', 'train', 'CmdOrCtrl+T'),
        item('&Compare Detectors…', 'compare', 'CmdOrCtrl+K'),
        item('&Search Options…', 'search'),
        item('&Back-Test…', 'back-test'),
        item('Sta&rt-Ups…', 'starts'),
        line,
        item('&Labels…', 'labels', 'CmdOrCtrl+L'),
      ],
    },
    {
      label: '&Anomalies',
      submenu: [item('&Find in Table', 'find', 'CmdOrCtrl+F')],
    },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [
        item('&Keyboard Shortcuts', 'shortcuts', 'F1'),
        { label: '&About Boilerhouse', click: showAbout },
      ],
    },
  ];
  return Menu.buildFromTemplate(template);
}
