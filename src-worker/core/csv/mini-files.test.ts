import { describe, expect, it } from 'vitest';
import { AppFailure, type FileFault } from '@shared/errors.ts';
import { MINI } from './fixtures/mini-files.ts';
import { readWhole, sourceOf } from './fixtures/read-bytes.ts';
import type { ImportOverrides } from './import-plan.ts';

const read = (bytes: Uint8Array, overrides: ImportOverrides = {}) =>
  readWhole(sourceOf(bytes, 'april.csv'), overrides);

async function faultOf(bytes: Uint8Array): Promise<FileFault> {
  const caught: unknown = await read(bytes).then(
    () => null,
    (error: unknown) => error,
  );
  if (!(caught instanceof AppFailure) || caught.error.kind !== 'bad-file')
    throw new Error(`expected a bad file, got ${String(caught)}`);
  return caught.error;
}

const GOOD = 0;
const BAD = 2;

describe('1: PI long, states in the value column', () => {
  it('keeps the states as gaps with their text', async () => {
    const { readings, tags, outcome, preview } = await read(MINI.piLong);
    expect(tags).toEqual([{ name: 'U1.MS.TEMP', unit: 'degC' }]);
    expect(readings).toEqual([
      ['U1.MS.TEMP', '2024-04-01T06:15:00.000Z', 538.2, GOOD, null],
      ['U1.MS.TEMP', '2024-04-01T06:16:00.000Z', null, BAD, 'I/O Timeout'],
      ['U1.MS.TEMP', '2024-04-01T06:17:00.000Z', null, BAD, 'Pt Created'],
    ]);
    expect(outcome.notices).toContain(
      '2 of 3 samples have a status instead of a value (I/O Timeout 1, Pt Created 1). They are stored as gaps, never as numbers.',
    );
    expect(preview.questions).toEqual([]);
  });
});

describe('2: PI wide with junk and a units row', () => {
  it('finds header and units, and leaves out the blank column', async () => {
    const { readings, tags, preview } = await read(MINI.piWide);
    expect(preview.plan).toMatchObject({ headerLine: 5, unitsLine: 6, firstDataLine: 7, layout: 'wide' });
    expect(tags).toEqual([
      { name: 'U1.LOAD', unit: 'MW' },
      { name: 'U1.MS.PRESS', unit: 'kg/cm2' },
    ]);
    expect(readings).toEqual([
      ['U1.LOAD', '2024-04-01T06:15:00.000Z', 498.7, GOOD, null],
      ['U1.MS.PRESS', '2024-04-01T06:15:00.000Z', 169.8, GOOD, null],
    ]);
  });

  it('takes another line as header when told so', async () => {
    const { tags } = await read(MINI.piWide, { headerLine: 6, unitsLine: null });
    expect(tags.map(({ name }) => name)).toEqual(['MW', 'kg/cm2']);
  });
});

describe('3: time and value pairs side by side', () => {
  it('keeps the times of each series, never joined by row', async () => {
    const { readings, tags } = await read(MINI.pairs);
    expect(tags).toEqual([
      { name: 'U1.FD.A.BRGT', unit: 'degC' },
      { name: 'U1.ID.B.VIB', unit: 'mm/s' },
    ]);
    expect(readings.map(([tag, time, value]) => [tag, time.slice(11, 19), value])).toEqual([
      ['U1.FD.A.BRGT', '06:15:00', 61.2],
      ['U1.FD.A.BRGT', '06:25:00', 61.4],
      ['U1.ID.B.VIB', '06:15:03', 2.41],
      ['U1.ID.B.VIB', '06:15:13', 2.39],
    ]);
  });
});

describe('4: Siemens WinCC', () => {
  it('reads decimal commas, the serial time, and does not use invalid values', async () => {
    const { readings, preview } = await read(MINI.wincc);
    expect(readings).toEqual([
      ['MS_Temp', '2024-04-01T06:15:02.000Z', 538.25, GOOD, null],
      ['MS_Temp', '2024-04-01T06:15:12.000Z', null, BAD, 'Validity 0'],
    ]);
    expect(preview.plan).toMatchObject({ delimiter: ';', decimal: ',', dateForm: 'excel-micro' });
    expect(preview.questions).toEqual([]);
  });

  it('stops where the two times disagree, and offers the choice', async () => {
    const fault = await faultOf(MINI.winccDisagreeing);
    expect(fault).toMatchObject({ line: 3, column: 'TimeString' });
    expect(fault.message).toContain(
      'Line 3: TimeString says 06:15:12 but Time_ms says 06:15:42. Choose which column to trust.',
    );
  });

  it.each([
    [0, '06:15:42'],
    [1, '06:15:12'],
  ])('reads the file once a column is trusted (choice %i)', async (choice, time) => {
    const { previewCsv } = await import('./preview-csv.ts');
    const { questions } = await previewCsv(sourceOf(MINI.winccDisagreeing), {});
    const { readings } = await read(MINI.winccDisagreeing, questions[0]?.choices[choice]?.overrides);
    expect(readings[1]?.[1]).toContain(time);
  });
});

describe('5: Excel German', () => {
  it('reads the separator line, the mark, decimal comma and grouping point', async () => {
    const { readings, tags, preview } = await read(MINI.german);
    expect(preview.plan).toMatchObject({ delimiter: ';', decimal: ',', dateOrder: 'dmy' });
    expect(preview.questions).toEqual([]);
    expect(tags).toEqual([
      { name: 'Leistung', unit: 'MW' },
      { name: 'Dampfdruck', unit: null },
    ]);
    expect(readings.map(([, , value]) => value)).toEqual([1498.7, 169.8]);
  });

  it('asks when a column mixes 1.498 and 1,498, and takes the answer', async () => {
    const { preview } = await read(MINI.germanMixed);
    expect(preview.questions.map(({ about, message }) => [about, message])).toEqual([
      ['decimal', "Column 'Leistung': 1.498 can mean 1498 or 1.498. Choose the decimal sign."],
    ]);
    const comma = await read(MINI.germanMixed, { decimal: ',' });
    expect(comma.preview.questions).toEqual([]);
    expect(comma.readings.slice(0, 2).map(([, , value]) => value)).toEqual([1498, 1.498]);
    const point = await read(MINI.germanMixed, { decimal: '.' });
    expect(point.readings.slice(0, 2).map(([, , value]) => value)).toEqual([1.498, 1498]);
  });
});

describe('6: encodings', () => {
  it.each([
    ['UTF-16 with its mark', MINI.utf16WithMark, 'utf-16le'],
    ['UTF-16 by its zero bytes', MINI.utf16Little, 'utf-16le'],
    ['big-endian UTF-16 by its zero bytes', MINI.utf16Big, 'utf-16be'],
  ])('reads %s', async (_, bytes, encoding) => {
    const { preview, tags, readings } = await read(bytes);
    expect(preview.plan).toMatchObject({ encoding, delimiter: '\t' });
    expect(tags.map(({ name }) => name)).toEqual(['Temp °C', 'ज़ावर माइन्स']);
    expect(readings.map(([, , value]) => value)).toEqual([538.2, 538.3, 1, 2]);
  });

  it('falls back to Windows-1252 with a notice', async () => {
    const { preview, tags } = await read(MINI.windows1252);
    expect(preview.plan.encoding).toBe('windows-1252');
    expect(preview.notices[0]).toContain('not valid UTF-8 (byte 16 is B0)');
    expect(tags[0]?.name).toBe('Temp °C');
  });
});

describe('7: ambiguous dates', () => {
  it('asks with the reading of the first row', async () => {
    const { preview } = await read(MINI.openDates);
    expect(preview.questions.map(({ message }) => message)).toEqual([
      'Dates can be day-month or month-day. From this file we cannot tell (no day above 12). Your setting is day-month. First row becomes 4 May 2024.',
    ]);
  });

  it('does not ask once the order is given', async () => {
    const { preview, readings } = await read(MINI.openDates, { dateOrder: 'mdy' });
    expect(preview.questions).toEqual([]);
    expect(readings.map(([, time]) => time.slice(0, 10))).toEqual(['2024-04-05', '2024-05-05']);
  });

  it('is settled by a later row', async () => {
    const { preview, readings } = await read(MINI.settledDates);
    expect(preview.questions).toEqual([]);
    expect(readings[0]?.[1]).toBe('2024-05-04T00:00:00.000Z');
  });

  it('refuses a file with both orders', async () => {
    const fault = await faultOf(MINI.mixedDates);
    expect(fault.line).toBe(4);
    expect(fault.message).toContain(
      'Line 4 is month-day while line 3 is day-month. The file mixes two date orders; nothing was imported.',
    );
  });

  it('is settled by a row far behind the sample', async () => {
    const rows = Array.from({ length: 90_000 }, (_, row) => `0${1 + (row % 9)}-05-2024 00:00:00,${row}`);
    const bytes = new TextEncoder().encode(`time,load\n${rows.join('\n')}\n05-13-2024 00:00:00,1\n`);
    const { previewCsv } = await import('./preview-csv.ts');
    const { plan, questions } = await previewCsv(sourceOf(bytes), {});
    expect(questions).toEqual([]);
    expect(plan.dateOrder).toBe('mdy');
  });
});

describe('8: twelve hours in two columns', () => {
  it('reads AM and PM and rejects a time without them', async () => {
    const { readings, outcome } = await read(MINI.twelveHour, { dateOrder: 'mdy' });
    expect(readings).toEqual([
      ['LOAD', '2024-04-01T00:05:00.000Z', 412, GOOD, null],
      ['LOAD', '2024-04-01T12:05:00.000Z', 498, GOOD, null],
    ]);
    expect(outcome.rejects).toEqual([
      {
        line: 4,
        column: 'Time',
        reason:
          '"12:05:00" has no AM or PM, which the other rows have, so that it can mean two times. The row was left out; add AM or PM in the file.',
        raw: '4/1/2024,12:05:00,499.0',
      },
    ]);
  });
});

describe('9: clock changes in Europe/Berlin', () => {
  it('asks about the missing hour and reads both passes of the repeated one', async () => {
    const { preview, readings, outcome } = await read(MINI.clockChanges, { zone: 'Europe/Berlin' });
    expect(preview.questions.map(({ about, message }) => [about, message])).toEqual([
      [
        'zone',
        'Line 2: 02:30 on 31 Mar 2024 does not exist in Europe/Berlin (clocks went forward). Choose: source is UTC / fixed offset / shift / reject.',
      ],
    ]);
    expect(outcome.questions.length).toBe(1);
    expect(outcome.rejects.map(({ line }) => line)).toEqual([2]);
    expect(readings.map(([, time, value]) => [time, value])).toEqual([
      ['2024-10-27T00:30:00.000Z', 405],
      ['2024-10-27T01:30:00.000Z', 401],
    ]);
  });

  it.each<[string, ImportOverrides, readonly string[]]>([
    ['UTC', { zone: 'UTC' }, ['2024-03-31T02:30', '2024-10-27T02:30', '2024-10-27T02:30']],
    ['a fixed offset', { zone: '+01:00' }, ['2024-03-31T01:30', '2024-10-27T01:30', '2024-10-27T01:30']],
    [
      'shift',
      { zone: 'Europe/Berlin', skippedTimes: 'shift' },
      ['2024-03-31T01:30', '2024-10-27T00:30', '2024-10-27T01:30'],
    ],
    ['reject', { zone: 'Europe/Berlin', skippedTimes: 'reject' }, ['2024-10-27T00:30', '2024-10-27T01:30']],
  ])('asks nothing when the answer is %s', async (_, overrides, times) => {
    const { preview, readings, outcome } = await read(MINI.clockChanges, overrides);
    expect([...preview.questions, ...outcome.questions]).toEqual([]);
    expect(readings.map(([, time]) => time.slice(0, 16))).toEqual(times);
  });
});

describe('10: epochs and serials', () => {
  it('reads each number after its size', async () => {
    const { readings } = await read(MINI.numericTimes);
    expect(readings.map(([, time]) => time)).toEqual([
      '2024-04-01T00:45:00.000Z',
      '2024-04-01T00:45:00.000Z',
      '2024-04-01T00:45:00.123Z',
      '2024-04-01T06:15:00.000Z',
    ]);
  });

  it.each([
    ['1711932300', 'epoch-s', '2024-04-01T00:45:00.000Z', 'seconds since 1970'],
    ['1711932300000', 'epoch-ms', '2024-04-01T00:45:00.000Z', 'milliseconds since 1970'],
    ['1711932300000000', 'epoch-us', '2024-04-01T00:45:00.000Z', 'microseconds since 1970'],
    ['1711932300000000000', 'epoch-ns', '2024-04-01T00:45:00.000Z', 'nanoseconds since 1970'],
    ['45383.2604166667', 'excel-1900', '2024-04-01T06:15:00.000Z', 'read as Excel date serial, 1900 system'],
  ])('shows how %s is read', async (text, form, time, words) => {
    const { preview, readings } = await read(new TextEncoder().encode(`ts,load\n${text},1\n`));
    expect(preview.plan.dateForm).toBe(form);
    expect(readings[0]?.[1]).toBe(time);
    expect(preview.evidence.find(({ about }) => about === 'date-form')?.chosen).toContain(words);
  });

  it('reads the 1904 system when told so', async () => {
    const { readings } = await read(new TextEncoder().encode('date,load\n43921.25,1\n'), {
      dateForm: 'excel-1904',
    });
    expect(readings[0]?.[1]).toBe('2024-04-01T06:00:00.000Z');
  });
});

describe('11: duplicates and disorder', () => {
  it('accepts, counts and tells them, and drops nothing', async () => {
    const { outcome, readings } = await read(MINI.disorder);
    expect(readings.map(([, , value]) => value)).toEqual([1, 2, 3, 4]);
    expect(outcome).toMatchObject({ repeatedCount: 1, disorderedCount: 1, rowCount: 4 });
    expect(outcome.notices).toEqual([
      '1 row has the same time as an earlier one of the same tag.',
      '1 row goes back in time. All of them were read; none was dropped.',
    ]);
  });
});

describe('12: hostile or broken', () => {
  it.each<[string, Uint8Array, Partial<FileFault>, string]>([
    [
      'an unclosed quote',
      MINI.unclosedQuote,
      { line: 3 },
      'Line 3: a quote (") opens and never closes. The rest of the file was read as one cell. Fix the quote or turn off quoting. Nothing was imported.',
    ],
    ['50,000 columns', MINI.tooWide, { line: 1 }, 'Line 1 has 50,000 columns; the limit is 5,000.'],
    ['a line without end', new Uint8Array(5 << 20).fill(65), { line: 1 }, 'Line 1 is longer than 4 MB.'],
    ['an empty file', MINI.empty, { line: null }, 'The file is empty.'],
    [
      'a header without rows',
      MINI.headerOnly,
      { line: 1 },
      'The file has a header (line 1) but no rows of readings.',
    ],
    [
      'a workbook',
      MINI.workbook,
      { line: null },
      'This is an Excel workbook (.xlsx) renamed to .csv. Open it as Excel?',
    ],
    [
      'no time',
      MINI.noTime,
      { line: 1, seen: 'A, B, C' },
      'No column looks like a time. Columns: A, B, C. Pick one, or give a start time and a sampling interval.',
    ],
  ])('refuses %s with every field of the message', async (_, bytes, fields, message) => {
    const fault = await faultOf(bytes);
    expect(fault).toMatchObject({ kind: 'bad-file', file: 'april.csv', ...fields });
    expect(fault.message).toContain(message);
    expect(fault.message).toContain('Nothing was imported');
    expect(fault.expected).not.toBeNull();
    expect(Array.from(fault.seen ?? '').length).toBeLessThanOrEqual(41);
  });

  it('reads a quote as a letter when quoting is off', async () => {
    const { readings } = await read(MINI.unclosedQuote, { quoting: false });
    expect(readings.map(([, , value, , status]) => [value, status])).toEqual([
      [1, null],
      [null, '"2'],
      [3, null],
    ]);
  });

  it('takes a start time and an interval for a file without times', async () => {
    const { readings } = await read(MINI.noTime, { sampling: { startMs: 0, stepMs: 1000 } });
    expect(readings.slice(0, 2)).toEqual([
      ['A', '1970-01-01T00:00:00.000Z', 1, GOOD, null],
      ['A', '1970-01-01T00:00:01.000Z', 4, GOOD, null],
    ]);
  });

  it('keeps names as text, refuses what is no number, and rejects a row with a cell too many', async () => {
    const { tags, readings, outcome } = await read(MINI.hostile);
    expect(tags.map(({ name }) => name)).toEqual([
      "=cmd|'/c calc'!A1",
      '<img src=x onerror=alert(1)>',
      '../../etc/x',
    ]);
    expect(readings.map(([, , value, , status]) => value ?? status)).toEqual([
      '1e999',
      '0x1F',
      1,
      'NaN',
      '１２',
      2,
      '-Infinity',
      125000.5,
      3,
    ]);
    expect(outcome.rejects.map(({ line, raw }) => [line, raw])).toEqual([[5, '2024-04-01 06:15:30,1,,2,3']]);
  });

  it('shows a zero byte instead of reading a number around it', async () => {
    const { readings } = await read(MINI.zeroBytes);
    expect(readings.map(([, , value, , status]) => value ?? status)).toEqual(['5␀', 6]);
  });

  it('rejects the last line of a file that is still being written', async () => {
    const { outcome, readings } = await read(MINI.beingWritten);
    expect(readings.length).toBe(2);
    expect(outcome.rejects[0]).toMatchObject({ line: 3, raw: '2024-04-01 06:15:10,1' });
    expect(outcome.rejects[0]?.reason).toContain('may still be being written');
  });
});
