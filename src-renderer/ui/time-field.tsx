import { TextInput } from '@mantine/core';
import { fromInputTime, toInputTime } from './format-time.ts';

interface TimeFieldProps {
  readonly label: string;
  readonly valueMs: number | null;
  readonly onChange: (valueMs: number | null) => void;
}

/** A point in time, typed in the local time of this computer. */
export function TimeField({ label, valueMs, onChange }: TimeFieldProps) {
  return (
    <TextInput
      type="datetime-local"
      step={1}
      label={label}
      defaultValue={valueMs === null ? '' : toInputTime(valueMs)}
      error={valueMs === null ? 'A date and a time are needed.' : null}
      onChange={(event) => onChange(fromInputTime(event.currentTarget.value))}
    />
  );
}
