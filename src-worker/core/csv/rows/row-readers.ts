import { AcrossRows } from './across-rows.ts';
import { badFile } from '../messages.ts';
import type { ReadContext, RowReader } from '../read-context.ts';
import { LongRows, PairRows, TagRows } from './series-rows.ts';
import { WideRows } from './wide-rows.ts';

/** The row reader of the plan's layout. Throws `bad-file` when the plan's columns do not make up the layout. */
export function createRowReader(context: ReadContext): RowReader {
  const { columns, layout, sampling } = context.plan;
  const values = columns.filter(({ role }) => role === 'value');
  const tags = columns.filter(({ role }) => role === 'tag');
  const time = columns.find(({ role }) => role === 'time');
  const names = columns.map(({ name }) => name).join(', ');
  if (values.length === 0)
    throw badFile(context.fileName, {
      line: context.plan.headerLine,
      seen: names,
      expected: 'at least one column of values',
      message: `No column holds values. Columns: ${names.slice(0, 200)}. Nothing was imported. Choose the columns that hold numbers.`,
    });
  if (layout === 'transposed' && tags.length > 0) return new AcrossRows(context, tags[0]);
  if (layout === 'wide' && (time !== undefined || sampling !== null)) return new WideRows(context, values);
  if (layout === 'pairs' && time !== undefined) return new PairRows(context, values);
  if (time !== undefined && tags.length > 0)
    return layout === 'long'
      ? new LongRows(context, time, tags[0], values[0])
      : new TagRows(context, time, tags, values[0]);
  const missing = time === undefined && layout !== 'transposed' ? 'time' : 'tag';
  throw badFile(context.fileName, {
    line: context.plan.headerLine,
    seen: names,
    expected: `a ${missing} column`,
    message:
      missing === 'time'
        ? `No column looks like a time. Columns: ${names.slice(0, 200)}. Pick one, or give a start time and a sampling interval. Nothing was imported.`
        : `No column names the tags. Columns: ${names.slice(0, 200)}. Pick one, or choose another layout. Nothing was imported.`,
  });
}
