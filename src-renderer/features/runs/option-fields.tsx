import type { DetectorOptions } from '@shared/contract/runs.ts';
import { Checkbox, NumberInput, TextInput } from '@mantine/core';
import { nameOption } from './runs-model.ts';

interface OptionFieldsProps {
  readonly options: DetectorOptions;
  readonly onChange: (options: DetectorOptions) => void;
}

/** A field for every option of a detector, after the type of its default. */
export function OptionFields({ options, onChange }: OptionFieldsProps) {
  return Object.entries(options).map(([name, value]) => {
    const label = nameOption(name);
    const set = (next: number | string | boolean): void => onChange({ ...options, [name]: next });
    if (typeof value === 'number')
      return (
        <NumberInput
          key={name}
          label={label}
          value={value}
          onChange={(next) => {
            if (typeof next === 'number') set(next);
          }}
        />
      );
    if (typeof value === 'boolean')
      return (
        <Checkbox
          key={name}
          label={label}
          checked={value}
          onChange={(event) => set(event.currentTarget.checked)}
        />
      );
    return (
      <TextInput
        key={name}
        label={label}
        value={value}
        maxLength={200}
        onChange={(event) => set(event.currentTarget.value)}
      />
    );
  });
}
