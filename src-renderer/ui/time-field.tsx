import { TextInput } from '@mantine/core';
import { fromTypedTime, toTypedTime } from './format-time.ts';

interface TimeFieldProps {
  readonly label: string;
  readonly valueMs: number | null;
  readonly onChange: (valueMs: number | null) => void;
}

/** A point in time, typed in the local time of this computer, year first so that nobody has to guess. */
export function TimeField({ label, valueMs, onChange }: TimeFieldProps) {
  return (
    <TextInput
      label={label}
      placeholder="2024-04-12 06:15:00"
      defaultValue={valueMs === null ? '' : toTypedTime(valueMs)}
      error={valueMs === null ? 'As in 2024-04-12 06:15:00' : null}
      onChange={(event) => onChange(fromTypedTime(event.currentTarget.value))}
    />
  );
}
