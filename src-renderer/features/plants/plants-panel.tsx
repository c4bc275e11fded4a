import type { PlantSummary } from '@shared/contract/plants.ts';
import { Button, Select, Skeleton, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { FailureMessage } from '../../api/failure-message.tsx';
import { call, failureOf } from '../../api/plant-client.ts';
import { useCall } from '../../api/queries.ts';
import { openDialog, openPlant, useWorkspace } from '../../api/workspace.ts';
import { formatCounted } from '../../ui/format-number.ts';
import { PlantList } from './plant-list.tsx';
import styles from './plants.module.css';
import { choosePlants, everyPlant, knownValues } from './plants-model.ts';
import { importPlantsFromDialog } from './import-plants.ts';

const none: readonly PlantSummary[] = [];

/** All plants with search and filters; choosing one opens it. */
export function PlantsPanel() {
  const plants = useCall('plants.list', {});
  const plantId = useWorkspace((state) => state.plantId);
  const [filter, setFilter] = useState(everyPlant);
  const all = plants.data ?? none;
  const chosen = useMemo(() => choosePlants(all, filter), [all, filter]);
  const open = (id: number): void => {
    openPlant(id);
    void call('application.rememberPlant', { plantId: id });
  };
  return (
    <nav className={styles['panel']} aria-label="Plants">
      <div className={styles['search']}>
        <TextInput
          id="plant-search"
          placeholder="Search plants"
          aria-label="Search plants"
          value={filter.search}
          onChange={(event) => setFilter({ ...filter, search: event.currentTarget.value })}
        />
        <div className={styles['filters']}>
          <Select
            placeholder="Fuel"
            aria-label="Fuel"
            clearable
            data={[...knownValues(all, 'fuel')]}
            value={filter.fuel}
            onChange={(fuel) => setFilter({ ...filter, fuel })}
          />
          <Select
            placeholder="State"
            aria-label="State"
            clearable
            searchable
            data={[...knownValues(all, 'state')]}
            value={filter.state}
            onChange={(state) => setFilter({ ...filter, state })}
          />
        </div>
      </div>
      {plants.error !== null && <FailureMessage error={failureOf(plants.error)} />}
      {plants.isPending ? (
        <div className={styles['skeleton']} aria-label="Loading plants">
          {[0, 1, 2, 3, 4, 5].map((row) => (
            <Skeleton key={row} height={32} animate={false} />
          ))}
        </div>
      ) : (
        <PlantList plants={chosen} selectedId={plantId} onOpen={open} />
      )}
      <div className={styles['foot']}>
        <span className={styles['soft']}>
          {chosen.length === all.length
            ? formatCounted(all.length, 'plant', 'plants')
            : `${chosen.length} of ${all.length}`}
        </span>
        <Button.Group>
          <Button variant="default" px={8} onClick={() => openDialog('plant-add')}>
            Add…
          </Button>
          <Button
            variant="default"
            px={8}
            title="Plants from a WRI Global Power Plant Database file"
            onClick={() => void importPlantsFromDialog()}
          >
            Import…
          </Button>
        </Button.Group>
      </div>
    </nav>
  );
}
