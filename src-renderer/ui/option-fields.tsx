import {
  type ChoiceOption,
  describeBounds,
  type DetectorOption,
  isAcceptable,
  namesInSet,
  type NumberOption,
  type OptionValue,
  type SetOption,
} from '@shared/detector-options.ts';
import { Button, MultiSelect, NumberInput, Select } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { formatBound } from './format-number.ts';
import styles from './option-fields.module.css';

type Values = Readonly<Record<string, OptionValue>>;

interface OptionFieldsProps {
  readonly options: readonly DetectorOption[];
  /** As typed; an option without a value has its usual one. */
  readonly values: Values;
  readonly onChange: (values: Values) => void;
}

/** A field for every option: name, what it does, unit, bounds and usual value; what is seldom changed is folded away. */
export function OptionFields({ options, values, onChange }: OptionFieldsProps) {
  const valueOf = ({ name, usual }: DetectorOption): OptionValue => values[name] ?? usual;
  const fieldOf = (option: DetectorOption): ReactNode => (
    <OptionField
      key={option.name}
      option={option}
      value={valueOf(option)}
      onChange={(value) => onChange({ ...values, [option.name]: value })}
    />
  );
  const plain = options.filter(({ isAdvanced }) => isAdvanced !== true);
  const advanced = options.filter(({ isAdvanced }) => isAdvanced === true);
  const [isOpen, setIsOpen] = useState(() => advanced.some((option) => valueOf(option) !== option.usual));
  return (
    <>
      <div className={styles['fields']}>{plain.map(fieldOf)}</div>
      {advanced.length > 0 && (
        <details
          className={styles['advanced']}
          open={isOpen}
          onToggle={(event) => setIsOpen(event.currentTarget.open)}
        >
          <summary>Seldom changed: {advanced.map(({ title }) => title.toLowerCase()).join(', ')}</summary>
          <div className={styles['fields']}>{advanced.map(fieldOf)}</div>
        </details>
      )}
    </>
  );
}

interface OptionFieldProps<Option extends DetectorOption> {
  readonly option: Option;
  readonly value: OptionValue;
  readonly onChange: (value: OptionValue) => void;
}

function OptionField({ option, value, onChange }: OptionFieldProps<DetectorOption>) {
  return (
    <div className={styles['field']}>
      {option.kind === 'number' ? (
        <NumberField option={option} value={value} onChange={onChange} />
      ) : option.kind === 'choice' ? (
        <Select
          label={option.title}
          description={option.explanation}
          allowDeselect={false}
          data={dataOf(option)}
          value={String(value)}
          onChange={(next) => onChange(next ?? option.usual)}
        />
      ) : (
        <MultiSelect
          size="xs"
          label={option.title}
          description={option.explanation}
          data={dataOf(option)}
          value={namesInSet(String(value))}
          error={problemOf(option, value)}
          onChange={(names) => onChange(names.join(','))}
        />
      )}
      {value !== option.usual && (
        <Button
          variant="subtle"
          size="compact-xs"
          className={styles['reset'] ?? ''}
          aria-label={`Reset ${option.title} to ${usualText(option)}`}
          onClick={() => onChange(option.usual)}
        >
          Reset to {usualText(option)}
        </Button>
      )}
    </div>
  );
}

/** What is typed is kept as it is, also outside the bounds, and the field says what it takes. */
function NumberField({ option, value, onChange }: OptionFieldProps<NumberOption>) {
  const { title, explanation, lowest, highest, isWhole, unit } = option;
  return (
    <NumberInput
      label={title}
      description={`${explanation} From ${formatBound(lowest)} to ${formatBound(highest)}; default ${usualText(option)}.`}
      suffix={unit === null ? '' : ` ${unit}`}
      thousandSeparator=","
      allowDecimal={!isWhole}
      min={lowest}
      max={highest}
      step={isWhole ? 1 : (highest - lowest) / 100 > 0.05 ? 0.1 : 0.01}
      clampBehavior="none"
      value={typeof value === 'boolean' ? '' : value}
      error={problemOf(option, value)}
      onChange={onChange}
    />
  );
}

const dataOf = ({ choices }: ChoiceOption | SetOption) =>
  choices.map(({ value, title }) => ({ value, label: title }));

function usualText(option: DetectorOption): string {
  if (option.kind === 'number') return formatBound(option.usual);
  const titleOf = (name: string): string => option.choices.find(({ value }) => value === name)?.title ?? name;
  return namesInSet(option.usual).map(titleOf).join(', ');
}

/** What an option takes, when the value is something else; null for one that is accepted. */
function problemOf(option: DetectorOption, value: OptionValue): string | null {
  if (isAcceptable(option, value)) return null;
  if (option.kind !== 'number') return 'Choose at least one.';
  const [first, ...rest] = describeBounds(option);
  return `${(first ?? '').toUpperCase()}${rest.join('')}.`;
}
