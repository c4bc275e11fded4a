import { type Command, Option } from 'commander';
import { csvLine } from '@core/csv/write-csv.ts';
import { openQuery, type QueryResult, type QueryValue } from '../store/query/open-query.ts';
import type { Console } from './console.ts';
import { addDataFolderOption, type DataFolderOption, dataFolderOf } from './data-folder.ts';
import { createProgress } from './progress.ts';

interface QueryOptions extends DataFolderOption {
  readonly format: 'csv' | 'json';
}

const AFTER_HELP = `
Reads only; the application may be running. What can be asked:
  readings                                  view: plant, tag, time, value, quality
  readings_between(plant, tag, from, to)    the same columns, for a range of time
  plants, units, tags, imports, runs, ...   the tables of the store (their layout may change)

"time" is ISO 8601 in UTC with milliseconds and can be compared as text; "quality" is good, uncertain
or bad; a missing value is null. In the view a condition on the tag or the plant keeps other tags from
being read; a condition on the time does not, so for long tags use readings_between, where '*' stands
for every plant or tag and the ends can be left out.

Examples:
  boilerhouse query "select tag, count(*), avg(value) from readings where plant = 'Kota' group by tag"
  boilerhouse query "select * from readings_between('Kota', 'U1.LOAD', '2024-04-01', '2024-04-02')"
  boilerhouse query --format json "select name, unit, reading_count from tags"`;

const FLUSH_CHARACTERS = 1 << 16;

const plainValue = (value: QueryValue): string | number | null =>
  value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value;

function* csvOf({ columns, rows }: QueryResult): Generator<string> {
  yield csvLine(columns);
  for (const row of rows) yield csvLine(row.map(plainValue));
}

/** An array of objects, one a line. Columns of the same name keep the last. */
function* jsonOf({ columns, rows }: QueryResult): Generator<string> {
  let isFirst = true;
  for (const row of rows) {
    const cells = columns.map((name, at) => [name, plainValue(row[at] ?? null)] as const);
    yield `${isFirst ? '[\n' : ',\n'}${JSON.stringify(Object.fromEntries(cells))}`;
    isFirst = false;
  }
  yield isFirst ? '[]\n' : '\n]\n';
}

async function query(
  sql: string,
  options: QueryOptions,
  target: Console,
  signal: AbortSignal,
): Promise<void> {
  const { checkpoint } = createProgress({ ...target, tell: () => undefined }, signal);
  const opened = openQuery(dataFolderOf(options));
  try {
    const result = opened.run(sql);
    let text = '';
    for (const line of options.format === 'csv' ? csvOf(result) : jsonOf(result)) {
      text += line;
      if (text.length < FLUSH_CHARACTERS) continue;
      await target.write(text);
      text = '';
      await checkpoint(0, 'Reading');
    }
    await target.write(text);
  } finally {
    opened.close();
  }
}

/** `query`: the readings with SQL. */
export function addQueryCommand(program: Command, target: Console, signal: AbortSignal): void {
  const command = program
    .command('query <sql>')
    .description('Look at the readings with SQL, read-only.')
    .addOption(new Option('--format <format>', 'of the result').choices(['csv', 'json']).default('csv'));
  addDataFolderOption(command)
    .allowExcessArguments(false)
    .addHelpText('after', AFTER_HELP)
    .action((sql: string, options: QueryOptions) => query(sql, options, target, signal));
}
