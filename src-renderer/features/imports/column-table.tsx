import type { ImportOverrides, ImportPlan } from '@core/csv/import-plan.ts';
import { TextInput } from '@mantine/core';
import { ChoiceField } from '../../ui/choice-field.tsx';
import styles from './imports.module.css';
import { correctColumn, roles } from './imports-model.ts';

const MOST_COLUMNS = 200;

interface ColumnTableProps {
  readonly plan: ImportPlan;
  readonly onChange: (overrides: ImportOverrides) => void;
}

/** What each column is, and which tag its readings become. */
export function ColumnTable({ plan, onChange }: ColumnTableProps) {
  return (
    <div className={styles['scroll']}>
      <table className={styles['table']}>
        <thead>
          <tr>
            <th>No.</th>
            <th>Column</th>
            <th>Holds</th>
            <th>Tag</th>
            <th>Unit</th>
          </tr>
        </thead>
        <tbody>
          {plan.columns.slice(0, MOST_COLUMNS).map((column) => {
            const change = (to: Parameters<typeof correctColumn>[2]): void =>
              onChange(correctColumn(plan, column.index, to));
            const isValue = column.role === 'value';
            return (
              <tr key={column.index}>
                <td data-number="true">{column.index + 1}</td>
                <td title={column.name}>{column.name}</td>
                <td>
                  <ChoiceField
                    name={`Column ${column.name} holds`}
                    choices={roles}
                    value={column.role}
                    onChange={(role) => change({ role })}
                  />
                </td>
                <td>
                  {isValue && (
                    <LateInput
                      name={`Tag of column ${column.name}`}
                      value={column.tagName}
                      onChange={(tagName) => change({ tagName })}
                    />
                  )}
                </td>
                <td>
                  {isValue && (
                    <LateInput
                      name={`Unit of column ${column.name}`}
                      value={column.unit ?? ''}
                      onChange={(unit) => change({ unit: unit === '' ? null : unit })}
                    />
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {plan.columns.length > MOST_COLUMNS && (
        <p className={styles['soft']}>
          {plan.columns.length - MOST_COLUMNS} more columns are imported as detected.
        </p>
      )}
    </div>
  );
}

/** Text that counts when the field is left or Enter is pressed, since every change reads the file again. */
function LateInput({
  name,
  value,
  onChange,
}: {
  name: string;
  value: string;
  onChange: (value: string) => void;
}) {
  const take = (typed: string): void => {
    if (typed.trim() !== value) onChange(typed.trim());
  };
  return (
    <TextInput
      key={value}
      aria-label={name}
      defaultValue={value}
      maxLength={120}
      onBlur={(event) => take(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') take(event.currentTarget.value);
      }}
    />
  );
}
