import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './form.module.css';
import { describeZone } from './format-time.ts';
import { TimeField } from './time-field.tsx';

/** A range as typed, UTC epoch ms; null where nothing readable stands. */
export interface TypedRange {
  readonly fromMs: number | null;
  readonly toMs: number | null;
}

interface RangeFieldsProps {
  readonly name: string;
  readonly range: TypedRange;
  readonly onChange: (range: TypedRange) => void;
  /** Ranges that can be taken over, as `RangePreset`. */
  readonly children: ReactNode;
}

/** A range typed in local time, or taken over from one that is known. A fresh `key` shows a range that was taken over. */
export function RangeFields({ name, range, onChange, children }: RangeFieldsProps) {
  return (
    <fieldset className={styles['range']}>
      <legend>
        {name} <span className={styles['zone']}>{describeZone()}</span>
      </legend>
      <TimeField label="From" valueMs={range.fromMs} onChange={(fromMs) => onChange({ ...range, fromMs })} />
      <TimeField label="To" valueMs={range.toMs} onChange={(toMs) => onChange({ ...range, toMs })} />
      <Button.Group className={styles['presets'] ?? ''}>{children}</Button.Group>
    </fieldset>
  );
}

interface RangePresetProps {
  readonly label: string;
  readonly isDisabled?: boolean;
  readonly onUse: () => void;
}

export const RangePreset = ({ label, isDisabled = false, onUse }: RangePresetProps) => (
  <Button variant="default" size="compact-xs" disabled={isDisabled} onClick={onUse}>
    {label}
  </Button>
);
