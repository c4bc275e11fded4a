import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noCheckpoint } from '../../checkpoint.ts';
import { RecordStream } from '../text/parser.ts';
import { previewCsv } from '../preview-csv.ts';
import type { ImportOverrides, ImportPlan } from '../import-plan.ts';
import { ReadContext, type Row } from '../read-context.ts';
import { RejectLog } from '../rejects.ts';
import { createRowReader } from './row-readers.ts';
import type { CsvReject, SeriesPortion } from '../csv-stream.ts';
import { templateOf } from '../times/time-template.ts';

interface Outcome {
  readonly portions: readonly SeriesPortion[];
  readonly rejects: readonly CsvReject[];
  readonly counts: readonly number[];
  readonly failure: string | null;
  readonly questions: readonly unknown[];
  /** Rows that the kernel read. */
  readonly plainCount: number;
}

/** Reads the bytes in slices, with or without the reader of plain rows. */
function read(bytes: Uint8Array, plan: ImportPlan, sliceBytes: number, withPlain: boolean): Outcome {
  const rejects: CsvReject[] = [];
  const log = new RejectLog((reject) => rejects.push(reject));
  const context = new ReadContext(plan, 'x.csv', () => undefined, log, undefined);
  const rows = createRowReader(context);
  const counted = { value: 0 };
  const { plain } = rows;
  const counting =
    plain === undefined
      ? null
      : {
          begin: (all: Uint8Array, end: number) => plain.begin(all, end),
          read: (at: number, line: number) => {
            const position = plain.read(at, line);
            counted.value += plain.rowCount;
            return position;
          },
          get rowCount() {
            return plain.rowCount;
          },
        };
  const readRow = (row: Row): void => {
    if (row.line >= plan.firstDataLine && row.line !== plan.unitsLine) rows.readRow(row);
  };
  const stream = new RecordStream(plan, 'x.csv', readRow, withPlain ? counting : null);
  let failure: string | null = null;
  try {
    for (let at = 0; at < bytes.length; at += sliceBytes) stream.push(bytes.subarray(at, at + sliceBytes));
    stream.end();
    rows.finish();
  } catch (caught) {
    failure = String(caught);
  }
  return {
    portions: context.ready.flat(),
    rejects,
    counts: [
      context.rowCount,
      context.repeatedCount,
      context.disorderedCount,
      context.firstMs,
      context.lastMs,
      ...context.series.map(({ missingCount }) => missingCount),
    ],
    failure,
    questions: context.questions,
    plainCount: counted.value,
  };
}

async function planOf(text: string, overrides: ImportOverrides): Promise<ImportPlan> {
  const bytes = new TextEncoder().encode(text);
  const source = { name: 'x.csv', sizeBytes: bytes.length, open: () => portions(bytes) };
  return (await previewCsv(source, overrides)).plan;
}

async function* portions(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  await noCheckpoint(0, '');
  yield bytes;
}

/** Reads the text both ways and compares; the number of rows that the kernel read. */
function bothWays(text: string, sliceBytes: number, plan: ImportPlan): number {
  const bytes = new TextEncoder().encode(text);
  const { plainCount, ...plain } = read(bytes, plan, sliceBytes, true);
  const { plainCount: none, ...single } = read(bytes, plan, sliceBytes, false);
  expect(none).toBe(0);
  expect(plain).toEqual(single);
  return plainCount;
}

const two = (value: number): string => String(value).padStart(2, '0');
const minute = (row: number): string => `${two(Math.floor(row / 60) % 24)}:${two(row % 60)}`;
const rowsOf = (count: number, row: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => `${row(index)}\n`).join('');

describe('plain rows', () => {
  it.each<[string, ImportOverrides]>([
    ['2024-04-01T{}:00Z', {}],
    ['2024-04-01 {}', { zone: 'Asia/Kolkata' }],
    ['2024-04-01 {}:07.25+05:30', {}],
    ['13.04.2024 {}:59', { zone: 'Europe/Berlin' }],
    ['04/13/2024 {}:59,125', { delimiter: ';' }],
  ])('with times such as %s are read by the kernel, as one by one', async (form, overrides) => {
    const sign = overrides.delimiter ?? ',';
    const row = (index: number): string =>
      [form.replace('{}', minute(index)), index / 8, -index, index % 7 === 0 ? '' : '3.'].join(sign);
    const text = `time${sign}a${sign}b${sign}c\n${rowsOf(1000, row)}`;
    expect(bothWays(text, 4096, await planOf(text, overrides))).toBe(999);
  });

  it('end at the first day that proves the order of day and month, and go on behind it', async () => {
    const row = (index: number): string => `${two(10 + (index % 5))}-04-2024 ${minute(index)}:00,${index}`;
    const text = `time,a\n${rowsOf(100, row)}`;
    expect(bothWays(text, 1 << 16, await planOf(text, { dateOrder: 'dmy' }))).toBe(98);
  });

  it('of a file that mixes two orders of day and month end in the same message', async () => {
    const head = `time,a\n${rowsOf(50, (index) => `13-04-2024 ${minute(index)},1`)}`;
    const text = `${head}04-13-2024 06:00,2\n`;
    const plan = await planOf(head, {});
    expect(read(new TextEncoder().encode(text), plan, 64, true).failure).toMatch(/mixes two date orders/);
    bothWays(text, 64, plan);
  });

  it('stop at a time that the clocks skipped, which is rejected with its line', async () => {
    const row = (index: number): string => `2024-03-31 ${minute(index)}:00,${index}`;
    const overrides = { zone: 'Europe/Berlin', skippedTimes: 'reject' as const };
    const text = `time,a\n${rowsOf(300, row)}`;
    expect(bothWays(text, 1 << 16, await planOf(text, overrides))).toBe(239);
  });

  const withPlant = (row: number, plant: string): string =>
    `2024-04-01 ${minute(row)}:00,${plant},Coal,${row}`;

  it('hold constant texts that are empty or unchanged; another one is asked about', async () => {
    const head = rowsOf(100, (index) => withPlant(index, index === 0 || index % 9 === 4 ? '' : 'Kota'));
    const text = `time,plant,fuel,a\n${head}`;
    const plan = await planOf(text, {});
    expect(plan.columns.map(({ isConstant }) => isConstant === true)).toEqual([false, true, false, false]);
    expect(bothWays(text, 512, plan)).toBe(98);
    for (const plant of ['Kote', 'Kot', 'Kotah', 'Zawar', '"Kota"', ' Kota', 'Kota '])
      expect(bothWays(`${text}${withPlant(100, plant)}\n${withPlant(101, 'Kota')}\n`, 512, plan)).toBe(99);
  });

  it('are given up where most rows are not plain', async () => {
    const row = (index: number): string => `2024-04-01 ${minute(index)}:00,1e${index % 9}`;
    const text = `time,a\n${rowsOf(5000, row)}2024-04-02 00:00:00,1\n`;
    expect(bothWays(text, 1 << 16, await planOf(text, {}))).toBe(0);
  });

  const number = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
    fc.integer().map(String),
    fc.tuple(fc.integer({ min: -9999, max: 9999 }), fc.nat(999)).map(([whole, part]) => `${whole}.${part}`),
    fc.constantFrom(
      '',
      '-',
      '.',
      '+5',
      '-0',
      '.5',
      '5.',
      ' 7',
      '7 ',
      '1e5',
      '0x1F',
      'Bad',
      '"3.5"',
      'I/O Timeout',
      '1,234',
      '999999999999999',
      '9007199254740993',
    ),
  );
  const time = fc.oneof(
    {
      weight: 8,
      arbitrary: fc
        .nat(400_000)
        .map((row) => `2024-0${1 + (row % 9)}-${two(1 + (row % 31))} ${minute(row)}:${two(row % 60)}`),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        '2024-02-30 00:00:00',
        '2024-04-01 24:00:00',
        '2024-04-01 06:15',
        'time',
        '',
        '2024-04-01T06:15:00Z',
      ),
    },
  );
  const plainNumber = fc
    .tuple(fc.integer({ min: -9999, max: 9999 }), fc.nat(999))
    .map(([whole, part]) => `${whole}.${part}`);
  const cells = fc.oneof(
    { weight: 3, arbitrary: fc.array(plainNumber, { minLength: 3, maxLength: 3 }) },
    { weight: 1, arbitrary: fc.array(number, { minLength: 0, maxLength: 4 }) },
  );
  const line = fc.tuple(time, cells).map(([at, values]) => [at, ...values].join(','));
  const body = fc.tuple(
    fc.array(line, { minLength: 1, maxLength: 60 }),
    fc.constantFrom('\n', '\r\n'),
    fc.boolean(),
  );

  it('never change what is read', async () => {
    let plainCount = 0;
    const head = ['time,a,b,c', '2024-04-01 06:15:00,1,2,3', '2024-04-01 06:16:00,1.5,2,3'].join('\n');
    const plan = await planOf(`${head}\n`, {});
    fc.assert(
      fc.property(body, fc.integer({ min: 7, max: 2000 }), ([lines, end, isOpen], sliceBytes) => {
        const text = [head, ...lines].join(end) + (isOpen ? '' : end);
        plainCount += bothWays(text, sliceBytes, plan);
      }),
      { seed: 20_241, numRuns: 300 },
    );
    expect(plainCount).toBeGreaterThan(1000);
  });
});

describe('the template of a time', () => {
  it('names the places of its parts and what stands between them', () => {
    const template = templateOf('13.04.2024 06:15:30,25', 'dmy');
    expect(template?.places).toEqual([6, 3, 0, 11, 14, 17, 20]);
    expect(template?.fractionDigits).toBe(2);
    expect(template?.isSign.map((is) => (is ? '.' : '0')).join('')).toBe('00.00.0000.00.00.00.00');
  });

  it.each(['1.4.2024 06:15', '2024-04-01', '13-Apr-24 06:15', '2024-04-01 06:15:00 AM', '20240401 061500'])(
    'is none for %s',
    (text) => expect(templateOf(text, 'dmy')).toBeNull(),
  );
});
