import { Button, Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import { formatCount } from './format-number.ts';
import styles from './pick-list.module.css';
import { TagName } from './tag-name.tsx';
import { useRovingFocus } from './use-roving-focus.ts';

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

/** A list as long as this is searched, not read. */
const SEARCHED_FROM = 12;

/** Several of a list, with all and none; a long one can be searched, and then these mean what is found. */
export function PickList({ name, items, chosen, onChoose }: PickListProps) {
  const [search, setSearch] = useState('');
  const picked = new Set(chosen);
  const wanted = search.trim().toLowerCase();
  const found = items.filter((item) => item.name.toLowerCase().includes(wanted));
  const roving = useRovingFocus(found.length);
  const choose = (isOn: boolean): void => {
    const ids = new Set(found.map(({ id }) => id));
    const others = chosen.filter((id) => !ids.has(id));
    onChoose(isOn ? [...others, ...ids] : others);
  };
  return (
    <div className={styles['box']} role="group" aria-label={name}>
      <div className={styles['head']}>
        <span>
          {name}: {formatCount(chosen.length)} of {formatCount(items.length)}
        </span>
        {items.length >= SEARCHED_FROM && (
          <TextInput
            size="xs"
            className={styles['search'] ?? ''}
            placeholder="Find"
            aria-label={`Find in ${name.toLowerCase()}`}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
        )}
        <Button.Group>
          <Button variant="default" size="compact-xs" onClick={() => choose(true)}>
            All
          </Button>
          <Button variant="default" size="compact-xs" onClick={() => choose(false)}>
            None
          </Button>
        </Button.Group>
      </div>
      <div className={styles['items']} {...roving.list}>
        {found.map((item, place) => (
          <label key={item.id} className={styles['item']} title={item.about ?? item.name}>
            <Checkbox
              {...roving.item(place)}
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
        {found.length === 0 && <p className={styles['none']}>None is called that.</p>}
      </div>
    </div>
  );
}
