import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import styles from './data-table.module.css';
import { HeadCell } from './head-cell.tsx';
import { nextSort, orderOf, rowByKey, sortRows, type Sort, type SortValue } from './sort-rows.ts';

const ROW_HEIGHT = 28;

export interface TableColumn<R> {
  readonly id: string;
  readonly label: string;
  /** What the figure means, told on hover over the head. */
  readonly about?: string;
  readonly isNumber?: boolean;
  /** Track of the grid: "84px", "minmax(120px, 1fr)". */
  readonly width: string;
  readonly cell: (row: R) => ReactNode;
  readonly title?: (row: R) => string;
  /** Absent = the table cannot be sorted by it. */
  readonly sortBy?: (row: R) => SortValue;
}

interface DataTableProps<R> {
  readonly name: string;
  readonly columns: readonly TableColumn<R>[];
  readonly rows: readonly R[];
  readonly keyOf: (row: R) => string;
  /** Where the selection matters beyond the table; else the table keeps it. */
  readonly selectedKey?: string | null;
  readonly onSelect?: (row: R) => void;
  /** Enter or a double click. */
  readonly onOpen?: (row: R) => void;
  readonly onDelete?: (row: R) => void;
  readonly firstSort?: Sort;
  /** Height of the table's body is what there is, or as high as the rows need. */
  readonly isTall?: boolean;
}

/** A dense table: sorted by its heads, moved through by keys; only the rows on the screen exist. */
export function DataTable<R>(props: DataTableProps<R>) {
  const { name, columns, rows, keyOf, onOpen, onDelete, isTall = false } = props;
  const [ownKey, setOwnKey] = useState<string | null>(null);
  const selectedKey = props.selectedKey === undefined ? ownKey : props.selectedKey;
  const onSelect = props.onSelect ?? ((row: R): void => setOwnKey(keyOf(row)));
  const [sort, setSort] = useState<Sort | null>(props.firstSort ?? null);
  const holder = useRef<HTMLDivElement>(null);
  const id = useId();
  const sorted = useMemo(() => {
    const by = columns.find((column) => column.id === sort?.by)?.sortBy;
    return by === undefined || sort === null ? rows : sortRows(rows, by, sort.descending);
  }, [rows, columns, sort]);
  const selected = selectedKey === null ? -1 : sorted.findIndex((row) => keyOf(row) === selectedKey);
  const virtual = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => holder.current,
    estimateSize: () => ROW_HEIGHT,
    scrollPaddingStart: ROW_HEIGHT,
    overscan: 10,
  });
  useEffect(() => {
    if (selected >= 0) virtual.scrollToIndex(selected);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only a new selection scrolls
  }, [selected]);

  const pressKey = (event: KeyboardEvent): void => {
    const current = sorted[selected];
    const act = event.key === 'Enter' ? onOpen : event.key === 'Delete' ? onDelete : undefined;
    if (current !== undefined && act !== undefined) {
      event.preventDefault();
      act(current);
      return;
    }
    const page = Math.max(1, Math.floor((holder.current?.clientHeight ?? 0) / ROW_HEIGHT) - 2);
    const next = sorted[rowByKey(event.key, selected, sorted.length, page) ?? -1];
    if (next === undefined) return;
    event.preventDefault();
    onSelect(next);
  };
  const tracks = {
    gridTemplateColumns: columns.map((column) => column.width).join(' '),
    minWidth: leastWidth(columns.map((column) => column.width)),
  };

  return (
    <div
      ref={holder}
      className={styles['grid']}
      data-tall={isTall}
      role="grid"
      aria-label={name}
      aria-rowcount={sorted.length + 1}
      aria-colcount={columns.length}
      aria-activedescendant={selected >= 0 ? `${id}-${selected}` : undefined}
      tabIndex={0}
      onKeyDown={pressKey}
    >
      <div className={styles['head']} style={tracks} role="row" aria-rowindex={1}>
        {columns.map((column) => (
          <HeadCell
            key={column.id}
            label={column.label}
            about={column.about}
            isNumber={column.isNumber}
            order={orderOf(sort, column.id)}
            onSort={
              column.sortBy === undefined
                ? null
                : () => setSort(nextSort(sort, column.id, column.isNumber === true))
            }
          />
        ))}
      </div>
      <div className={styles['rows']} style={{ height: virtual.getTotalSize() }} role="presentation">
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = sorted[index];
          if (row === undefined) return null;
          return (
            <div
              key={keyOf(row)}
              id={`${id}-${index}`}
              role="row"
              className={styles['row']}
              style={{ ...tracks, transform: `translateY(${start}px)` }}
              aria-rowindex={index + 2}
              aria-selected={index === selected}
              onClick={() => onSelect(row)}
              onDoubleClick={() => onOpen?.(row)}
            >
              {columns.map((column) => (
                <div
                  key={column.id}
                  role="gridcell"
                  data-number={column.isNumber}
                  title={column.title?.(row)}
                >
                  {column.cell(row)}
                </div>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}

const GAP_PX = 12;
const EDGES_PX = 20;

/** Every row is a grid of its own, so all get the same least width: the first figure of each track. */
const leastWidth = (widths: readonly string[]): number =>
  widths.reduce((sum, width) => sum + Number(/\d+/.exec(width)?.[0] ?? 0) + GAP_PX, EDGES_PX - GAP_PX);
