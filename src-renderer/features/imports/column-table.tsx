import type { ColumnPlan, ImportOverrides, ImportPlan } from '@core/csv/import-plan.ts';
import { Button, TextInput } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, useState } from 'react';
import { ChoiceField } from '../../ui/choice-field.tsx';
import { formatCount, formatCounted } from '../../ui/format-number.ts';
import styles from './imports.module.css';
import columnStyles from './column-table.module.css';
import { type ColumnChange, correctColumn, correctColumns, qualityScales, roles } from './imports-model.ts';
import { LateInput } from './late-input.tsx';

const ROW_HEIGHT = 34;

interface ColumnTableProps {
  readonly plan: ImportPlan;
  readonly onChange: (overrides: ImportOverrides) => void;
}

/** What each column is, and which tag its readings become; as many columns as the file has. */
export function ColumnTable({ plan, onChange }: ColumnTableProps) {
  const [search, setSearch] = useState('');
  const wanted = search.trim().toLowerCase();
  const found = plan.columns.filter(
    ({ name, tagName }) => `${name} ${tagName}`.toLowerCase().includes(wanted) || wanted === '',
  );
  const used = plan.columns.filter(({ role }) => role === 'value').length;
  const isFound = (column: ColumnPlan): boolean => found.includes(column);
  const isHeld = ({ role }: ColumnPlan): boolean => role === 'value' || role === 'skip';
  const change = (role: 'value' | 'skip'): void =>
    onChange(correctColumns(plan, (column) => isFound(column) && isHeld(column), { role }));
  const all = wanted === '' ? 'all' : `the ${formatCount(found.filter(isHeld).length)} found`;
  return (
    <>
      <div className={styles['bar']}>
        <TextInput
          aria-label="Find a column"
          placeholder="Find a column"
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <Button variant="default" size="compact-sm" onClick={() => change('value')}>
          Take {all}
        </Button>
        <Button variant="default" size="compact-sm" onClick={() => change('skip')}>
          Leave {all} out
        </Button>
        <span className={styles['soft']}>
          {formatCount(used)} of {formatCounted(plan.columns.length, 'column', 'columns')} become readings
        </span>
      </div>
      <ColumnRows columns={found} onChange={(index, to) => onChange(correctColumn(plan, index, to))} />
    </>
  );
}

interface ColumnRowsProps {
  readonly columns: readonly ColumnPlan[];
  readonly onChange: (index: number, change: ColumnChange) => void;
}

/** Only the rows on the screen exist. */
function ColumnRows({ columns, onChange }: ColumnRowsProps) {
  const holder = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: columns.length,
    getScrollElement: () => holder.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 6,
  });
  return (
    <div
      ref={holder}
      className={columnStyles['columns']}
      role="grid"
      aria-label="Columns"
      aria-rowcount={columns.length}
      tabIndex={0}
    >
      <div className={columnStyles['column-head']} role="row">
        {['No.', 'Column', 'Holds', 'Tag', 'Unit'].map((label) => (
          <span key={label} role="columnheader">
            {label}
          </span>
        ))}
      </div>
      <div role="presentation" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {virtual.getVirtualItems().map((item) => {
          const column = columns[item.index];
          return column === undefined ? null : (
            <div
              key={column.index}
              role="row"
              aria-rowindex={item.index + 1}
              className={columnStyles['column']}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <ColumnCells column={column} onChange={(change) => onChange(column.index, change)} />
            </div>
          );
        })}
      </div>
      {columns.length === 0 && <p className={styles['soft']}>No column has this in its name.</p>}
    </div>
  );
}

interface ColumnCellsProps {
  readonly column: ColumnPlan;
  readonly onChange: (change: ColumnChange) => void;
}

function ColumnCells({ column, onChange }: ColumnCellsProps) {
  const { name, role, tagName, unit, qualityScale } = column;
  return (
    <>
      <span role="gridcell" data-number="true">
        {column.index + 1}
      </span>
      <span role="gridcell" title={name}>
        {name}
      </span>
      <span role="gridcell">
        <ChoiceField
          name={`Column ${name} holds`}
          choices={roles}
          value={role}
          onChange={(next) => onChange({ role: next })}
        />
      </span>
      <span role="gridcell">
        {role === 'value' && (
          <LateInput
            name={`Tag of column ${name}`}
            value={tagName}
            onChange={(next) => onChange({ tagName: next })}
          />
        )}
        {role === 'quality' && (
          <ChoiceField
            name={`Quality in column ${name} is read as`}
            choices={qualityScales}
            value={qualityScale ?? 'words'}
            onChange={(next) => onChange({ qualityScale: next })}
          />
        )}
      </span>
      <span role="gridcell">
        {role === 'value' && (
          <LateInput
            name={`Unit of column ${name}`}
            value={unit ?? ''}
            onChange={(next) => onChange({ unit: next === '' ? null : next })}
          />
        )}
      </span>
    </>
  );
}
