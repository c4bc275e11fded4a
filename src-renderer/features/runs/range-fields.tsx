import { Button } from '@mantine/core';
import type { TimeRange } from '../../api/workspace.ts';
import { TimeField } from '../../ui/time-field.tsx';
import styles from './runs.module.css';

/** A range as typed; null where nothing readable stands. */
export interface TypedRange {
  readonly fromMs: number | null;
  readonly toMs: number | null;
}

interface RangeFieldsProps {
  readonly name: string;
  readonly range: TypedRange;
  readonly held: TimeRange;
  readonly visible: TimeRange | null;
  readonly onChange: (range: TypedRange) => void;
  readonly onUse: (range: TimeRange) => void;
}

/** A range typed in local time, or taken over from what is held or on the screen. */
export function RangeFields({ name, range, held, visible, onChange, onUse }: RangeFieldsProps) {
  return (
    <fieldset className={styles['range']}>
      <legend>{name}</legend>
      <TimeField label="From" valueMs={range.fromMs} onChange={(ms) => onChange({ ...range, fromMs: ms })} />
      <TimeField label="To" valueMs={range.toMs} onChange={(ms) => onChange({ ...range, toMs: ms })} />
      <Button.Group>
        <Button variant="default" size="compact-xs" onClick={() => onUse(held)}>
          All readings
        </Button>
        <Button
          variant="default"
          size="compact-xs"
          disabled={visible === null}
          onClick={() => visible !== null && onUse(visible)}
        >
          Range on the screen
        </Button>
      </Button.Group>
    </fieldset>
  );
}
