import styles from './data-table.module.css';

interface HeadCellProps {
  readonly label: string;
  /** What the figure means, told on hover. */
  readonly about?: string | undefined;
  readonly isNumber?: boolean | undefined;
  /** Null = the table is not sorted by it. */
  readonly order: 'ascending' | 'descending' | null;
  /** Null = the table cannot be sorted by it. */
  readonly onSort: (() => void) | null;
}

/** The head of a column of a dense table: a press sorts by it. */
export function HeadCell({ label, about, isNumber = false, order, onSort }: HeadCellProps) {
  return (
    <div
      role="columnheader"
      className={styles['head-cell']}
      data-number={isNumber}
      title={about}
      aria-sort={order ?? 'none'}
    >
      {onSort === null ? (
        label
      ) : (
        <button type="button" className={styles['sort']} onClick={onSort}>
          {label}
          {order !== null && (
            <span aria-hidden="true" className={styles['arrow']}>
              {order === 'descending' ? '▾' : '▴'}
            </span>
          )}
        </button>
      )}
    </div>
  );
}
