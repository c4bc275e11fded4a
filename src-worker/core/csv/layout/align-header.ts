import { type Sample, type SampleCell, type SampleRecord, cellAt, isBlankRecord } from './grid.ts';
import { isTimeName } from './header.ts';

const BLANK: SampleCell = { text: '', kind: 'blank' };

/**
 * The sample with its header over the columns that it names. A label in front of the names (`#NAMES`, `Tags:`) makes the
 * header one cell longer than the rows; row numbers that no name stands over make it one shorter. Both are told by the name
 * of the time, which then stands one cell beside the times.
 */
export function alignHeader(sample: Sample, firstRecord: number, timeColumn: number): Sample {
  const { records } = sample;
  const data = records.slice(firstRecord).filter((record) => !isBlankRecord(record));
  const width = usualLength(data);
  const named = records.slice(0, firstRecord).findLast((record) => {
    const shift = record.cells.length - width;
    return (
      Math.abs(shift) === 1 &&
      timeColumn + shift >= 0 &&
      isTimeName(cellAt(record, timeColumn + shift).text) &&
      !isTimeName(cellAt(record, timeColumn).text) &&
      data.every((row) => row.cells.length <= width)
    );
  });
  if (named === undefined) return sample;
  const isShifted = ({ cells }: SampleRecord): boolean => cells.length === named.cells.length;
  const moved = (record: SampleRecord): SampleRecord => ({
    ...record,
    cells: named.cells.length > width ? record.cells.slice(1) : [BLANK, ...record.cells],
  });
  const aligned = records.map((record, index) =>
    index < firstRecord && isShifted(record) ? moved(record) : record,
  );
  return { ...sample, records: aligned };
}

/** The number of cells that most rows have. */
function usualLength(data: readonly SampleRecord[]): number {
  const counts = new Map<number, number>();
  for (const { cells } of data) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  return [...counts].reduce((best, next) => (next[1] > best[1] ? next : best), [0, 0])[0];
}
