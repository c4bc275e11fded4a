import type { Tag } from '@shared/contract/plants.ts';
import { Button, Checkbox, Popover, ScrollArea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { unitText } from '../../ui/format-number.ts';
import { TagName } from '../../ui/tag-name.tsx';
import { useRovingFocus } from '../../ui/use-roving-focus.ts';
import styles from './tag-chooser.module.css';
import { MOST_TAGS } from './use-shown-tags.ts';

interface TagChooserProps {
  readonly tags: readonly Tag[];
  readonly shown: readonly Tag[];
  readonly onChoose: (names: readonly string[]) => void;
}

/** Which tags have a lane of their own. */
export function TagChooser({ tags, shown, onChoose }: TagChooserProps) {
  const [search, setSearch] = useState('');
  const names = new Set(shown.map((tag) => tag.name));
  const matching = tags.filter((tag) => tag.name.toLowerCase().includes(search.trim().toLowerCase()));
  const roving = useRovingFocus(matching.length);
  const toggle = (name: string, isOn: boolean): void => {
    const next = isOn ? [...names, name] : [...names].filter((other) => other !== name);
    if (next.length > 0 && next.length <= MOST_TAGS) onChoose(next);
  };
  return (
    <Popover position="bottom-end" width={360} trapFocus>
      <Popover.Target>
        <Button variant="default" px={10}>
          Tags {shown.length} of {tags.length}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={8}>
        <TextInput
          placeholder="Find a tag"
          aria-label="Find a tag"
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          data-autofocus
        />
        <ScrollArea.Autosize mah={320} my={8} {...roving.list}>
          {matching.map((tag, place) => (
            <label key={tag.id} className={styles['row']} title={tag.description ?? tag.name}>
              <Checkbox
                {...roving.item(place)}
                checked={names.has(tag.name)}
                onChange={(event) => toggle(tag.name, event.currentTarget.checked)}
                aria-label={tag.name}
              />
              <TagName className={styles['name']} name={tag.name} about={tag.description ?? tag.name} />
              <span className={styles['unit']}>{unitText(tag.unit)}</span>
            </label>
          ))}
          {matching.length === 0 && <p className={styles['none']}>No tag is called that.</p>}
        </ScrollArea.Autosize>
        <Button.Group>
          <Button
            variant="default"
            fullWidth
            onClick={() => onChoose(tags.slice(0, MOST_TAGS).map((tag) => tag.name))}
          >
            {tags.length > MOST_TAGS ? `First ${MOST_TAGS}` : 'All'}
          </Button>
          <Button variant="default" fullWidth onClick={() => onChoose([])}>
            Usual choice
          </Button>
        </Button.Group>
      </Popover.Dropdown>
    </Popover>
  );
}
