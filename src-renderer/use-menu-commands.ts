import type { MenuCommand } from '@shared/contract/application.ts';
import { useEffect } from 'react';
import { exportRun } from './api/analysis-actions.ts';
import { addNotice } from './api/notices.ts';
import { onEvent } from './api/plant-client.ts';
import { refreshEverything } from './api/queries.ts';
import { shownRunId } from './api/selected-run.ts';
import { togglePanel } from './api/panels.ts';
import { openDialog, showRange } from './api/workspace.ts';
import { createBackup } from './features/store-care/backup-actions.ts';
import { chooseFiles } from './features/imports/read-entry.ts';
import { importPlantsFromDialog } from './features/plants/import-plants.ts';

const exportShownRun = (): void => {
  const runId = shownRunId();
  if (runId !== null) void exportRun(runId);
  else
    addNotice('attention', 'Nothing to export yet', [
      'Train and score first; then the anomalies can be exported.',
    ]);
};

const commands: Record<MenuCommand, () => void> = {
  import: () => void chooseFiles(),
  'import-plants': () => void importPlantsFromDialog(),
  'add-plant': () => openDialog('plant-add'),
  generate: () => openDialog('generate'),
  train: () => openDialog('train'),
  labels: () => openDialog('labels'),
  compare: () => openDialog('compare'),
  search: () => openDialog('search'),
  'back-test': () => openDialog('back-test'),
  starts: () => openDialog('starts'),
  export: exportShownRun,
  find: () => document.getElementById('anomaly-filter')?.focus(),
  refresh: refreshEverything,
  'reset-view': () => showRange(null),
  'toggle-plants': () => togglePanel('plants'),
  'toggle-info': () => togglePanel('info'),
  'store-care': () => openDialog('store-care'),
  'delete-readings': () => openDialog('delete-readings'),
  retention: () => openDialog('retention'),
  'back-up': () => void createBackup(),
  shortcuts: () => openDialog('shortcuts'),
};

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.matches('input, textarea, select') || target.isContentEditable);

/** Does what the native menu asks for, and shows the keys on "?". */
export function useMenuCommands(): void {
  useEffect(() => onEvent('menu.command', (command) => commands[command]()), []);
  useEffect(() => {
    const help = (event: KeyboardEvent): void => {
      if (event.key === '?' && !isTyping(event.target)) openDialog('shortcuts');
    };
    window.addEventListener('keydown', help);
    return () => window.removeEventListener('keydown', help);
  }, []);
}
