import type { Plant } from '@shared/contract/plants.ts';
import { Button } from '@mantine/core';
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import { togglePanel, usePanelOpen } from './api/panels.ts';
import { useCall } from './api/queries.ts';
import { useFinishedRuns, useSelectedRun } from './api/selected-run.ts';
import { holdSideSlot } from './api/side-slot.ts';
import { AnomaliesPanel } from './features/anomalies/anomalies-panel.tsx';
import { chooseFiles } from './features/imports/read-entry.ts';
import { PlantInfoPanel } from './features/plant-info/plant-info-panel.tsx';
import { PlantsPanel } from './features/plants/plants-panel.tsx';
import { RunHeader } from './features/runs/run-header.tsx';
import { EmptyPlant, NoRun } from './features/start/empty-plant.tsx';
import { TrendPanel } from './features/trends/trend-panel.tsx';
import styles from './layout.module.css';
import { ErrorBoundary } from './ui/error-boundary.tsx';

/** Plants at the left, trend over anomalies in the middle, reasons and plant info at the right; sizes are remembered. */
export function Layout({ plant }: { plant: Plant | null }) {
  const hasPlants = usePanelOpen('plants');
  const hasInfo = usePanelOpen('info') && plant !== null;
  const panelIds = [...(hasPlants ? ['plants'] : []), 'centre', ...(hasInfo ? ['info'] : [])];
  const across = useDefaultLayout({ id: 'across', panelIds, storage: window.localStorage });
  return (
    <Group className={styles['across']} id="across" {...across}>
      {hasPlants && (
        <>
          <Panel
            id="plants"
            defaultSize={232}
            minSize={212}
            maxSize={420}
            groupResizeBehavior="preserve-pixel-size"
          >
            <ErrorBoundary part="The list of plants">
              <PlantsPanel />
            </ErrorBoundary>
          </Panel>
          <Separator className={styles['upright']} aria-label="Width of the list of plants" />
        </>
      )}
      <Panel id="centre" minSize={480}>
        {plant !== null && <Centre key={plant.id} plant={plant} />}
      </Panel>
      {hasInfo && (
        <>
          <Separator className={styles['upright']} aria-label="Width of the plant info" />
          <Panel
            id="info"
            defaultSize={288}
            minSize={264}
            maxSize={480}
            groupResizeBehavior="preserve-pixel-size"
          >
            <div className={styles['info']}>
              <div ref={holdSideSlot} />
              <ErrorBoundary part="The plant info">
                <PlantInfoPanel plant={plant} />
              </ErrorBoundary>
            </div>
          </Panel>
        </>
      )}
    </Group>
  );
}

function Centre({ plant }: { plant: Plant }) {
  const tags = useCall('tags.list', { plantId: plant.id });
  const hasReadings = tags.data?.some((tag) => tag.readingCount > 0) ?? false;
  const down = useDefaultLayout({
    id: 'down',
    panelIds: ['trend', 'anomalies'],
    storage: window.localStorage,
  });
  return (
    <div className={styles['centre']}>
      <Group className={styles['down']} id="down" orientation="vertical" {...down}>
        <Panel id="trend" defaultSize="65" minSize={180}>
          <ErrorBoundary part="The trend">
            <TrendPanel
              plant={plant}
              empty={<EmptyPlant plant={plant} onImport={() => void chooseFiles()} />}
              actions={<Actions hasReadings={hasReadings} />}
            />
          </ErrorBoundary>
        </Panel>
        <Separator className={styles['level']} aria-label="Height of the trend" />
        <Panel id="anomalies" minSize={96}>
          <ErrorBoundary part="The table of anomalies">
            <Anomalies plant={plant} hasReadings={hasReadings} />
          </ErrorBoundary>
        </Panel>
      </Group>
    </div>
  );
}

function Anomalies({ plant, hasReadings }: { plant: Plant; hasReadings: boolean }) {
  const runs = useFinishedRuns(plant.id);
  const run = useSelectedRun(plant.id);
  if (runs === undefined) return null;
  if (run === null) return <NoRun hasReadings={hasReadings} />;
  return <AnomaliesPanel key={run.id} run={run} header={<RunHeader run={run} />} />;
}

function Actions({ hasReadings }: { hasReadings: boolean }) {
  const hasInfo = usePanelOpen('info');
  return (
    <>
      {hasReadings && (
        <Button variant="default" px={10} onClick={() => void chooseFiles()}>
          Import CSV…
        </Button>
      )}
      <Button variant="default" px={10} aria-pressed={hasInfo} onClick={() => togglePanel('info')}>
        Plant info
      </Button>
    </>
  );
}
