import { Button, Checkbox } from '@mantine/core';
import { formatCount } from './format-number.ts';
import styles from './pick-list.module.css';
import { TagName } from './tag-name.tsx';

export interface PickItem {
  readonly id: number;
  readonly name: string;
  readonly detail: string;
  /** Told on hover; absent = the name. */
  readonly about?: string;
}

interface PickListProps {
  readonly name: string;
  readonly items: readonly PickItem[];
  readonly chosen: readonly number[];
  readonly onChoose: (ids: readonly number[]) => void;
}

/** Several of a list, with all and none. */
export function PickList({ name, items, chosen, onChoose }: PickListProps) {
  const picked = new Set(chosen);
  return (
    <div className={styles['box']} role="group" aria-label={name}>
      <div className={styles['head']}>
        <span>
          {name}: {formatCount(chosen.length)} of {formatCount(items.length)}
        </span>
        <Button.Group>
          <Button variant="default" size="compact-xs" onClick={() => onChoose(items.map((item) => item.id))}>
            All
          </Button>
          <Button variant="default" size="compact-xs" onClick={() => onChoose([])}>
            None
          </Button>
        </Button.Group>
      </div>
      <div className={styles['items']}>
        {items.map((item) => (
          <label key={item.id} className={styles['item']} title={item.about ?? item.name}>
            <Checkbox
              aria-label={item.name}
              checked={picked.has(item.id)}
              onChange={(event) =>
                onChoose(
                  event.currentTarget.checked ? [...chosen, item.id] : chosen.filter((id) => id !== item.id),
                )
              }
            />
            <TagName className={styles['name']} name={item.name} about={item.about ?? item.name} />
            <span className={styles['detail']}>{item.detail}</span>
          </label>
        ))}
      </div>
    </div>
  );
}
