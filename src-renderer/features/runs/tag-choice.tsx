import type { Tag } from '@shared/contract/plants.ts';
import { Button, Checkbox } from '@mantine/core';
import { unitText, formatCount, formatCounted } from '../../ui/format-number.ts';
import styles from './runs.module.css';

interface TagChoiceProps {
  readonly tags: readonly Tag[];
  readonly chosen: readonly number[];
  readonly onChoose: (tagIds: readonly number[]) => void;
}

/** The tags that the detector looks at. */
export function TagChoice({ tags, chosen, onChoose }: TagChoiceProps) {
  const toggle = (id: number, isOn: boolean): void =>
    onChoose(isOn ? [...chosen, id] : chosen.filter((other) => other !== id));
  return (
    <div className={styles['wide']} role="group" aria-label="Tags">
      <div className={styles['tags-head']}>
        <span>
          Tags: {formatCount(chosen.length)} of {formatCount(tags.length)}
        </span>
        <Button.Group>
          <Button variant="default" size="compact-xs" onClick={() => onChoose(tags.map((tag) => tag.id))}>
            All
          </Button>
          <Button variant="default" size="compact-xs" onClick={() => onChoose([])}>
            None
          </Button>
        </Button.Group>
      </div>
      <div className={styles['tags']}>
        {tags.map((tag) => (
          <label key={tag.id} className={styles['tag']} title={tag.description ?? tag.name}>
            <Checkbox
              aria-label={tag.name}
              checked={chosen.includes(tag.id)}
              onChange={(event) => toggle(tag.id, event.currentTarget.checked)}
            />
            <span className={styles['tag-name']}>{tag.name}</span>
            <span className={styles['soft']}>{unitText(tag.unit)}</span>
            <span className={styles['soft']}>
              {formatCounted(tag.readingCount, 'reading', 'readings')}
              {tag.missingCount > 0 && `, ${formatCount(tag.missingCount)} missing`}
            </span>
          </label>
        ))}
      </div>
    </div>
  );
}
