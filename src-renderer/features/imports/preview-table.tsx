import type { ImportPreview, PreviewRow } from '@core/csv/import-plan.ts';
import { formatTime } from '../../ui/format-time.ts';
import styles from './imports.module.css';
import paneStyles from './panes.module.css';
import { gapText, type ShownColumn, shownColumns } from './preview-model.ts';

interface PreviewTableProps {
  readonly preview: ImportPreview;
  readonly selectedLine: number | null;
  readonly onSelect: (line: number) => void;
}

/** The first rows as they will be stored: local time and values (or, where the times are the header, under them); a status or a blank shows as a gap with the text it came from. */
export function PreviewTable({ preview, selectedLine, onSelect }: PreviewTableProps) {
  const { plan, rows } = preview;
  const columns = shownColumns(plan);
  const hasRowTime = plan.layout !== 'pairs' && plan.layout !== 'transposed';
  return (
    <section className={paneStyles['pane']} aria-label="First rows">
      <div className={paneStyles['pane-head']}>
        <h3>As it will be stored</h3>
        <span className={styles['soft']}>times of this computer; stored in UTC, read as {plan.zone}</span>
      </div>
      <div
        className={paneStyles['stored']}
        tabIndex={0}
        role="region"
        aria-label="Rows as they will be stored"
      >
        <table className={paneStyles['table']}>
          <thead>
            <tr>
              <th data-number="true">Line</th>
              {hasRowTime && <th>Time</th>}
              {columns.map((shown) => (
                <HeadCell key={shown.column.index} shown={shown} isLong={plan.layout === 'long'} />
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.line} data-selected={row.line === selectedLine} onClick={() => onSelect(row.line)}>
                <td data-number="true">{row.line}</td>
                {hasRowTime && <TimeCell timeMs={row.timeMs} />}
                {columns.map((shown) => (
                  <Cell key={shown.column.index} shown={shown} row={row} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        {rows.length === 0 && (
          <p className={styles['soft']}>No row of readings is left. Check the lines above.</p>
        )}
      </div>
    </section>
  );
}

function HeadCell({ shown, isLong }: { shown: ShownColumn; isLong: boolean }) {
  const { kind, column } = shown;
  if (kind !== 'value') return <th>{kind === 'tag' ? 'Tag' : 'Time'}</th>;
  const name = isLong ? 'Value' : column.tagName;
  return (
    <th data-number="true" title={name}>
      {name}
      {column.unit !== null && <span className={styles['soft']}> {column.unit}</span>}
    </th>
  );
}

function TimeCell({ timeMs }: { timeMs: number | null }) {
  return (
    <td
      data-missing={timeMs === null}
      title={timeMs === null ? 'The row will be rejected' : new Date(timeMs).toISOString()}
    >
      {timeMs === null ? 'no time' : formatTime(timeMs, true)}
    </td>
  );
}

function Cell({ shown, row }: { shown: ShownColumn; row: PreviewRow }) {
  const cell = row.cells[shown.column.index];
  if (cell === undefined) return <td />;
  if (shown.kind === 'tag') return <td title={cell.text}>{cell.text}</td>;
  if (shown.kind === 'time') return <TimeCell timeMs={cell.timeMs ?? null} />;
  const time = cell.timeMs ?? null;
  const title = time === null ? undefined : formatTime(time, true);
  if (cell.value !== null)
    return (
      <td data-number="true" title={title}>
        {cell.value}
      </td>
    );
  return (
    <td data-missing="true" title={`"${cell.text}" is stored as a gap`}>
      {gapText(cell)}
    </td>
  );
}
