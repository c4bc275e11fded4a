import type { PlantSummary } from '@shared/contract/plants.ts';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type KeyboardEvent } from 'react';
import { rowByKey } from '../../ui/sort-rows.ts';
import styles from './plants.module.css';
import { summarise } from './plants-model.ts';

const ROW_HEIGHT = 44;

interface PlantListProps {
  readonly plants: readonly PlantSummary[];
  readonly selectedId: number | null;
  readonly onOpen: (plantId: number) => void;
}

/** One line per plant; arrow keys, Home and End move. Only the rows on the screen exist. */
export function PlantList({ plants, selectedId, onOpen }: PlantListProps) {
  const holder = useRef<HTMLDivElement>(null);
  const selected = plants.findIndex((plant) => plant.id === selectedId);
  const virtual = useVirtualizer({
    count: plants.length,
    getScrollElement: () => holder.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
  });
  useEffect(() => {
    if (selected >= 0) virtual.scrollToIndex(selected);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only another selection scrolls
  }, [selected]);

  const pressKey = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor((holder.current?.clientHeight ?? 0) / ROW_HEIGHT) - 1);
    const plant = plants[rowByKey(event.key, selected, plants.length, page) ?? -1];
    if (plant === undefined) return;
    event.preventDefault();
    onOpen(plant.id);
  };

  if (plants.length === 0)
    return <p className={styles['none']}>No plant passes the search and the filters.</p>;
  return (
    <div
      ref={holder}
      className={styles['list']}
      role="listbox"
      aria-label="Plants"
      tabIndex={0}
      aria-activedescendant={selected >= 0 ? `plant-${plants[selected]?.id ?? 0}` : undefined}
      onKeyDown={pressKey}
    >
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }} role="presentation">
        {virtual.getVirtualItems().map((item) => {
          const plant = plants[item.index];
          if (plant === undefined) return null;
          return (
            <div
              key={plant.id}
              id={`plant-${plant.id}`}
              role="option"
              aria-label={plant.name}
              aria-selected={plant.id === selectedId}
              aria-setsize={plants.length}
              aria-posinset={item.index + 1}
              className={styles['plant']}
              style={{ transform: `translateY(${item.start}px)` }}
              title={`${plant.name}\n${summarise(plant)}`}
              onClick={() => onOpen(plant.id)}
            >
              <span className={styles['name']}>{plant.name}</span>
              <span className={styles['facts']}>{summarise(plant)}</span>
              {plant.hasReadings && <span className={styles['data']}>data</span>}
            </div>
          );
        })}
      </div>
    </div>
  );
}
