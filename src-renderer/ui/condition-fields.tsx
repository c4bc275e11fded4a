import { operatingMode, type RunConditions } from '@shared/contract/conditions.ts';
import type { Tag } from '@shared/contract/plants.ts';
import { Checkbox, Select } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './condition-fields.module.css';

/** The part of a run's conditions that studies have too. */
export type ModeConditions = Pick<RunConditions, 'loadTagId' | 'modes'>;

interface ConditionFieldsProps {
  /** Tags that the run uses. */
  readonly tags: readonly Tag[];
  readonly conditions: ModeConditions;
  readonly onChange: (conditions: ModeConditions) => void;
  /** Below the modes. */
  readonly children?: ReactNode;
}

const MODES = operatingMode.options.filter((mode) => mode !== 'unknown');

/** Which tag tells the load, and in which operating modes to learn and judge; all of them where none is chosen. */
export function ConditionFields({ tags, conditions, onChange, children }: ConditionFieldsProps) {
  const { loadTagId, modes } = conditions;
  const isChosen = (mode: (typeof MODES)[number]): boolean => modes.length === 0 || modes.includes(mode);
  const toggle = (mode: (typeof MODES)[number]): void => {
    const next = MODES.filter((other) => (other === mode ? !isChosen(other) : isChosen(other)));
    if (next.length > 0) onChange({ ...conditions, modes: next.length === MODES.length ? [] : next });
  };
  return (
    <>
      <Select
        label="Load tag"
        description="Tells the operating mode, and what is usual at which load"
        allowDeselect={false}
        value={String(loadTagId)}
        data={[
          { value: 'auto', label: 'Recognise by name and unit' },
          { value: 'null', label: 'None: modes stay unknown' },
          ...tags.map((tag) => ({ value: String(tag.id), label: tag.name })),
        ]}
        onChange={(value) =>
          onChange({
            ...conditions,
            loadTagId: value === 'auto' ? 'auto' : value === null || value === 'null' ? null : Number(value),
          })
        }
      />
      <fieldset className={styles['modes']} disabled={loadTagId === null}>
        <legend>Learn from and judge</legend>
        <div className={styles['boxes']}>
          {MODES.map((mode) => (
            <Checkbox key={mode} label={mode} checked={isChosen(mode)} onChange={() => toggle(mode)} />
          ))}
        </div>
        {children}
      </fieldset>
    </>
  );
}
