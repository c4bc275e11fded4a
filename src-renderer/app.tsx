import { useEffect } from 'react';
import { prepareAnalysis } from './api/analysis-client.ts';
import { FailureMessage } from './api/failure-message.tsx';
import { addNotice } from './api/notices.ts';
import { failureOf } from './api/plant-client.ts';
import { useCall, useStoreEvents } from './api/queries.ts';
import { openPlant, useWorkspace } from './api/workspace.ts';
import { Dialogs } from './dialogs.tsx';
import { DropZone } from './features/imports/drop-zone.tsx';
import { JobsBar } from './features/jobs/jobs-bar.tsx';
import { NoticeList } from './features/notices/notice-list.tsx';
import { Layout } from './layout.tsx';
import { loadPlotly } from './ui/plotly-chart.tsx';
import { useMenuCommands } from './use-menu-commands.ts';

/** The window: panels, dialogs and the bottom line around the plant that is open. */
export function App() {
  useStoreEvents();
  useFirstPlant();
  useStoreHealth();
  useMenuCommands();
  const plantId = useWorkspace((state) => state.plantId);
  const plant = useCall(
    'plants.get',
    { plantId: plantId ?? 1 },
    { isEnabled: plantId !== null, keepsPrevious: true },
  );
  useReadiness(plant.data !== undefined && !plant.isPlaceholderData);
  return (
    <>
      {plant.error !== null && <FailureMessage error={failureOf(plant.error)} />}
      <Layout plant={plant.data ?? null} />
      <JobsBar />
      <Dialogs plant={plant.data ?? null} />
      <NoticeList />
      <DropZone plantName={plant.data?.name ?? 'the plant'} />
    </>
  );
}

/** Opens the plant that was open last, else the sample plant; tells what the last exit cut off. */
function useFirstPlant(): void {
  const info = useCall('application.info', {}, { keepsPrevious: true });
  const plants = useCall('plants.list', {});
  const plantId = useWorkspace((state) => state.plantId);
  const first = info.data === undefined ? null : (info.data.startPlantId ?? plants.data?.[0]?.id ?? null);
  useEffect(() => {
    if (plantId === null && first !== null) openPlant(first);
  }, [plantId, first]);
  const interrupted = info.data?.interrupted.join('\n') ?? '';
  useEffect(() => {
    if (interrupted !== '')
      addNotice('attention', 'Cut off when the program ended last time', interrupted.split('\n'));
  }, [interrupted]);
}

/** Tells once what the program found about the store by itself; it stays to be seen under Backups and Checks. */
function useStoreHealth(): void {
  const health = useCall('store.health', {}, { keepsPrevious: true });
  const recovered = health.data?.recovered.join('\n') ?? '';
  const problems = health.data?.problems.join('\n') ?? '';
  useEffect(() => {
    if (recovered !== '')
      addNotice('attention', 'The database was damaged and has been replaced', recovered.split('\n'));
  }, [recovered]);
  useEffect(() => {
    if (problems !== '') addNotice('failure', 'The store needs care', problems.split('\n'));
  }, [problems]);
}

/** Says once that the first plant can be worked with, and then fetches what the first paint did not need. */
function useReadiness(isReady: boolean): void {
  useEffect(() => {
    if (!isReady || document.documentElement.dataset['ready'] === 'true') return;
    document.documentElement.dataset['ready'] = 'true';
    performance.mark('interactive');
    void loadPlotly();
    prepareAnalysis();
  }, [isReady]);
}
