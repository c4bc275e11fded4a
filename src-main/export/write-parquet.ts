import { fileWriter, ParquetWriter, type SchemaElement } from 'hyparquet-writer';
import type { Checkpoint } from '@core/checkpoint.ts';
import type { Cell, ReadingTable } from './reading-table.ts';

/** Cells of a row group: what is held in memory at once. */
const GROUP_CELLS = 600_000;
const FEWEST_ROWS = 1000;

type Kind = ReadingTable['columns'][number]['kind'];

function elementOf(name: string, kind: Kind): SchemaElement {
  switch (kind) {
    case 'time':
      return {
        name,
        type: 'INT64',
        repetition_type: 'REQUIRED',
        converted_type: 'TIMESTAMP_MICROS',
        logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' },
      };
    case 'number':
      return { name, type: 'DOUBLE', repetition_type: 'OPTIONAL' };
    case 'text':
      return {
        name,
        type: 'BYTE_ARRAY',
        repetition_type: 'OPTIONAL',
        converted_type: 'UTF8',
        logical_type: { type: 'STRING' },
      };
  }
}

const stored = (cell: Cell, kind: Kind): Cell | bigint =>
  kind === 'time' ? BigInt(Math.round(Number(cell) * 1000)) : cell;

/** Writes a table as Parquet, times as microseconds in UTC, one row group at a time. Returns how many rows. */
export async function writeParquet(
  path: string,
  table: ReadingTable,
  createdBy: string,
  checkpoint: (rowCount: number) => ReturnType<Checkpoint>,
): Promise<number> {
  const { columns } = table;
  const writer = new ParquetWriter({
    writer: fileWriter(path),
    schema: [
      { name: 'root', num_children: columns.length },
      ...columns.map(({ name, kind }) => elementOf(name, kind)),
    ],
    createdBy,
  });
  const groupRows = Math.max(FEWEST_ROWS, Math.floor(GROUP_CELLS / columns.length));
  let rowCount = 0;
  let group: (Cell | bigint)[][] = columns.map(() => []);
  const flush = async (): Promise<void> => {
    const columnData = columns.map(({ name }, at) => ({ name, data: group[at] ?? [] }));
    group = columns.map(() => []);
    await writer.write({ columnData, rowGroupSize: groupRows });
    await checkpoint(rowCount);
  };
  for (const row of table.rows()) {
    for (const [at, { kind }] of columns.entries()) group[at]?.push(stored(row[at] ?? null, kind));
    rowCount++;
    if (rowCount % groupRows === 0) await flush();
  }
  if (rowCount % groupRows > 0) await flush();
  await writer.finish();
  return rowCount;
}
