import type { Plant } from '@shared/contract/plants.ts';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { generateAndAnalyse } from '../../api/analysis-actions.ts';
import { openDialog } from '../../api/workspace.ts';
import styles from './start.module.css';

interface EmptyPlantProps {
  readonly plant: Plant;
  readonly onImport: () => void;
}

/** Stands where the trend would be while a plant holds no readings. */
export function EmptyPlant({ plant, onImport }: EmptyPlantProps) {
  const [isBusy, setIsBusy] = useState(false);
  const begin = async (): Promise<void> => {
    setIsBusy(true);
    await generateAndAnalyse(plant.id, plant.capacityMw);
    setIsBusy(false);
  };
  return (
    <div className={styles['empty']}>
      <h2>No readings yet</h2>
      <p>
        Here the readings of {plant.name} would stand as trends, one lane per tag, with what is abnormal in
        red. Import the history that your historian exported as CSV, or look around with simulated readings.
      </p>
      <div className={styles['buttons']}>
        <Button disabled={isBusy} onClick={() => void begin()}>
          Generate and analyse
        </Button>
        <Button variant="default" onClick={onImport}>
          Import CSV…
        </Button>
        <Button variant="default" onClick={() => openDialog('generate')}>
          Generate readings…
        </Button>
      </div>
      <p className={styles['soft']}>
        "Generate and analyse" makes 1,000 simulated rows (seed 42), trains an isolation forest on them and
        marks 5 % as anomalous. CSV files can also be dropped anywhere in this window.
      </p>
    </div>
  );
}

/** Stands where the anomaly table would be while no run is finished. */
export function NoRun({ hasReadings }: { hasReadings: boolean }) {
  return (
    <div className={styles['no-run']}>
      <p>
        {hasReadings
          ? 'Here the anomalies would be listed: when, how long, how strong, and because of which tags. Train a detector on these readings to find them.'
          : 'Here the anomalies would be listed once there are readings and a detector was trained on them.'}
      </p>
      {hasReadings && <Button onClick={() => openDialog('train')}>Train and score…</Button>}
    </div>
  );
}
