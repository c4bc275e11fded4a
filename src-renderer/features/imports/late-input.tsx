import { TextInput } from '@mantine/core';

interface LateInputProps {
  readonly label?: string;
  /** For the screen reader, where there is no label. */
  readonly name?: string;
  readonly placeholder?: string;
  readonly error?: string | null;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Text that counts when the field is left or Enter is pressed, since every change reads the file again. */
export function LateInput({ label, name, placeholder, error, value, onChange }: LateInputProps) {
  const take = (typed: string): void => {
    if (typed.trim() !== value) onChange(typed.trim());
  };
  return (
    <TextInput
      key={value}
      {...(label === undefined ? {} : { label })}
      {...(name === undefined ? {} : { 'aria-label': name })}
      {...(placeholder === undefined ? {} : { placeholder })}
      error={error ?? null}
      defaultValue={value}
      maxLength={200}
      onBlur={(event) => take(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') take(event.currentTarget.value);
      }}
    />
  );
}
