import type { Plant } from '@shared/contract/plants.ts';
import { Button } from '@mantine/core';
import { FailureMessage } from '../../api/failure-message.tsx';
import { failureOf } from '../../api/plant-client.ts';
import { useCall } from '../../api/queries.ts';
import { useSelectedRun } from '../../api/selected-run.ts';
import { openDialog } from '../../api/workspace.ts';
import { FactList } from '../../ui/fact-list.tsx';
import { formatCount, formatPercent } from '../../ui/format-number.ts';
import { formatDuration, formatTime } from '../../ui/format-time.ts';
import { ImportList } from './import-list.tsx';
import styles from './plant-info.module.css';
import { dataHeld, nameplate } from './plant-info-model.ts';

/** What is known about the plant, what is held for it, and how it was judged last. */
export function PlantInfoPanel({ plant }: { plant: Plant }) {
  const data = useCall('data.summary', { plantId: plant.id });
  const run = useSelectedRun(plant.id);
  return (
    <aside className={styles['panel']} aria-label="Plant info">
      <section>
        <div className={styles['head']}>
          <h2>Nameplate</h2>
          <Button variant="default" size="compact-xs" onClick={() => openDialog('plant-edit')}>
            Edit…
          </Button>
        </div>
        <FactList facts={nameplate(plant)} />
        {plant.units.length > 0 && (
          <>
            <h3>Units</h3>
            <FactList
              facts={plant.units.map((unit) => ({
                name: unit.name,
                value:
                  unit.capacityMw === null ? null : `${unit.capacityMw} MW${yearOf(unit.commissioningYear)}`,
              }))}
            />
          </>
        )}
        {plant.notes !== null && <p className={styles['notes']}>{plant.notes}</p>}
      </section>
      <section>
        <h2>Data held</h2>
        {data.error !== null && <FailureMessage error={failureOf(data.error)} />}
        {data.data !== undefined && <FactList facts={dataHeld(data.data)} />}
      </section>
      {run !== null && (
        <section>
          <h2>Last run</h2>
          <FactList
            facts={[
              { name: 'Finished', value: run.finishedMs === null ? null : formatTime(run.finishedMs) },
              {
                name: 'Took',
                value: run.finishedMs === null ? null : formatDuration(run.finishedMs - run.startedMs),
              },
              { name: 'Samples', value: formatCount(run.sampleCount) },
              { name: 'Contamination', value: formatPercent(run.contamination) },
              { name: 'Open anomalies', value: formatCount(data.data?.openAnomalyCount ?? run.anomalyCount) },
            ]}
          />
        </section>
      )}
      <ImportList plantId={plant.id} />
    </aside>
  );
}

const yearOf = (year: number | null): string => (year === null ? '' : `, ${year}`);
