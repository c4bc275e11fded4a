import type { ByteSource } from '@core/csv/csv-stream.ts';
import type { ColumnPlan, ImportOverrides } from '@core/csv/import-plan.ts';
import { previewCsv } from '@core/csv/read-csv.ts';
import { UsageError } from './exit-codes.ts';

/**
 * The choices with the columns of the file in which the named one alone gives the time. `name`: as the header has it, or a
 * number from 1. Throws UsageError when there is no such column, `bad-file` when the file cannot be read in any way.
 */
export async function withTimeColumn(
  source: ByteSource,
  overrides: ImportOverrides,
  name: string,
): Promise<ImportOverrides> {
  const { plan } = await previewCsv(source, overrides);
  const wanted =
    plan.columns.find((column) => column.name === name) ??
    plan.columns.find((column) => column.name.toLowerCase() === name.toLowerCase()) ??
    (/^\d+$/.test(name) ? plan.columns.at(Number(name) - 1) : undefined);
  if (wanted === undefined)
    throw new UsageError(
      `There is no column "${name}". Columns: ${plan.columns.map((column) => column.name).join(', ')}.`,
    );
  const columns = plan.columns.map((column): ColumnPlan => {
    if (column === wanted) return { ...column, role: 'time', unit: null };
    return column.role === 'time' || column.role === 'time-check' ? { ...column, role: 'skip' } : column;
  });
  return { ...overrides, columns };
}
