import { Select } from '@mantine/core';

interface ChoiceFieldProps<K extends string> {
  readonly label?: string;
  readonly name?: string;
  readonly description?: string | null;
  /** Values with their names, in the order of the list. */
  readonly choices: Readonly<Record<K, string>>;
  readonly value: K;
  readonly onChange: (value: K) => void;
}

/** One of a few fixed values. */
export function ChoiceField<K extends string>(props: ChoiceFieldProps<K>) {
  const { label, name, description, choices, value, onChange } = props;
  const keys = Object.keys(choices);
  const isChoice = (key: string): key is K => Object.hasOwn(choices, key);
  return (
    <Select
      {...(label === undefined ? {} : { label })}
      {...(name === undefined ? {} : { 'aria-label': name })}
      description={description ?? null}
      allowDeselect={false}
      data={keys.filter(isChoice).map((key) => ({ value: key, label: choices[key] }))}
      value={value}
      onChange={(next) => {
        if (next !== null && isChoice(next)) onChange(next);
      }}
    />
  );
}
