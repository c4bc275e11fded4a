import type { ImportPreview } from '@core/csv/import-plan.ts';
import { formatTime } from '../../ui/format-time.ts';
import styles from './imports.module.css';

const MOST_ROWS = 12;
const MOST_COLUMNS = 40;

/** The first rows: local time and values; a status or a blank shows as a gap with the text it came from. */
export function PreviewTable({ preview }: { preview: ImportPreview }) {
  const columns = preview.plan.columns.filter((column) => column.role === 'value').slice(0, MOST_COLUMNS);
  if (preview.rows.length === 0) return <p className={styles['soft']}>The file holds no rows.</p>;
  return (
    <div className={styles['preview']}>
      <table className={styles['table']}>
        <thead>
          <tr>
            <th>Line</th>
            <th>Time here</th>
            {columns.map((column) => (
              <th key={column.index} data-number="true" title={column.tagName}>
                {column.tagName}
                {column.unit !== null && <span className={styles['soft']}> {column.unit}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {preview.rows.slice(0, MOST_ROWS).map((row) => (
            <tr key={row.line}>
              <td data-number="true">{row.line}</td>
              <td data-missing={row.timeMs === null}>
                {row.timeMs === null ? 'no time' : formatTime(row.timeMs, true)}
              </td>
              {columns.map((column) => (
                <Cell key={column.index} cell={row.cells[column.index]} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell({ cell }: { cell: ImportPreview['rows'][number]['cells'][number] | undefined }) {
  if (cell === undefined) return <td />;
  if (cell.value !== null) return <td data-number="true">{cell.value}</td>;
  const status = cell.status ?? cell.text;
  return (
    <td data-missing="true" title={`"${cell.text}" is stored as a gap`}>
      {status === '' ? 'gap' : `gap: ${status}`}
    </td>
  );
}
