import type { ImportOverrides, ImportPlan, RawLine } from '@core/csv/import-plan.ts';
import { Button } from '@mantine/core';
import type { KeyboardEvent } from 'react';
import styles from './imports.module.css';
import paneStyles from './panes.module.css';
import { lineAfterKey, lineRole } from './preview-model.ts';

interface FileLinesProps {
  readonly lines: readonly RawLine[];
  /** Null while the file cannot be read as a table. */
  readonly plan: ImportPlan | null;
  readonly isWorkbook: boolean;
  readonly selectedLine: number | null;
  readonly onSelect: (line: number) => void;
  readonly onChange: (overrides: ImportOverrides) => void;
}

/** The file as it stands. A chosen line can be made the header, the units or the first row of readings. */
export function FileLines({ lines, plan, isWorkbook, selectedLine, onSelect, onChange }: FileLinesProps) {
  const at = lines.findIndex(({ line }) => line === selectedLine);
  const pressKey = (event: KeyboardEvent): void => {
    const next = lineAfterKey(event.key, at, lines.length);
    const line = next === null ? undefined : lines[next]?.line;
    if (line === undefined) return;
    event.preventDefault();
    onSelect(line);
    document.getElementById(`file-line-${line}`)?.scrollIntoView({ block: 'nearest' });
  };
  return (
    <section className={paneStyles['pane']} aria-label="The file">
      <div className={paneStyles['pane-head']}>
        <h3>{isWorkbook ? 'The sheet, row by row' : 'The file, line by line'}</h3>
        <LineActions line={selectedLine} plan={plan} onChange={onChange} />
      </div>
      <div
        className={paneStyles['lines']}
        role="listbox"
        aria-label="Lines of the file"
        aria-activedescendant={at < 0 ? undefined : `file-line-${selectedLine ?? 0}`}
        tabIndex={0}
        onKeyDown={pressKey}
      >
        {lines.map(({ line, text }) => (
          <div
            key={line}
            id={`file-line-${line}`}
            role="option"
            aria-selected={line === selectedLine}
            className={paneStyles['line']}
            data-role={plan === null ? null : lineRole(plan, line)}
            onClick={() => onSelect(line)}
          >
            <span className={paneStyles['line-number']}>{line}</span>
            <span className={paneStyles['line-role']}>
              {plan === null ? '' : (lineRole(plan, line) ?? '')}
            </span>
            <span className={paneStyles['line-text']}>{text.replaceAll('\t', '→')}</span>
          </div>
        ))}
      </div>
    </section>
  );
}

interface LineActionsProps {
  readonly line: number | null;
  readonly plan: ImportPlan | null;
  readonly onChange: (overrides: ImportOverrides) => void;
}

function LineActions({ line, plan, onChange }: LineActionsProps) {
  if (line === null) return <span className={styles['soft']}>Choose a line to say what it is.</span>;
  const use = (label: string, isOn: boolean, on: ImportOverrides, off: ImportOverrides | null) => (
    <Button
      variant="default"
      size="compact-xs"
      aria-pressed={isOn}
      onClick={() => {
        if (!isOn) onChange(on);
        else if (off !== null) onChange(off);
      }}
    >
      {label}
    </Button>
  );
  return (
    <span className={paneStyles['line-actions']} role="group" aria-label={`Line ${line} is`}>
      <span className={styles['soft']}>Line {line} is</span>
      {use('Header', plan?.headerLine === line, { headerLine: line }, { headerLine: null })}
      {use('Units', plan?.unitsLine === line, { unitsLine: line }, { unitsLine: null })}
      {use('First row', plan?.firstDataLine === line, { firstDataLine: line }, null)}
    </span>
  );
}
