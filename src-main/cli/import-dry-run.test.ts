import { readdirSync } from 'node:fs';
import { z } from 'zod';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MINI } from '@core/csv/fixtures/mini-files.ts';
import { type CliFolder, createCliFolder, run } from './testing/cli-folder.ts';

let folder: CliFolder;
beforeEach(() => (folder = createCliFolder()));
afterEach(() => folder.remove());

const put = (content: Uint8Array | string): string => folder.put('april.csv', content);

const withReadings = z.looseObject({ readings: z.array(z.array(z.unknown())) });
const withEvidence = z.looseObject({
  evidence: z.array(
    z.object({ about: z.string(), chosen: z.string(), because: z.string(), confidence: z.number() }),
  ),
});

/** Exit code and the one object of standard output; what it says of evidence and zone is looked at by tests of their own. */
async function dryRun(bytes: Uint8Array | string, ...options: string[]): Promise<[number, unknown]> {
  const { exitCode, stdout } = await run('import', put(bytes), '--dry-run', '--json', ...options);
  const printed = z.looseObject({}).parse(JSON.parse(stdout));
  delete printed.evidence;
  if (Array.isArray(printed.notices))
    printed.notices = printed.notices.filter((text) => !String(text).startsWith('The times name no zone'));
  return [exitCode, printed];
}

const withQuestions = z.looseObject({ questions: z.array(z.looseObject({ about: z.string() })) });

const questionsOf = async (bytes: Uint8Array | string, ...options: string[]): Promise<string[]> => {
  const [, printed] = await dryRun(bytes, ...options);
  return withQuestions.parse(printed).questions.map(({ about }) => about);
};

const at = (time: string): number => Date.parse(`2024-04-01T${time}Z`);

describe('boilerhouse import --dry-run --json', () => {
  it('keeps statuses of a PI export as gaps', async () => {
    expect(await dryRun(MINI.piLong)).toEqual([
      0,
      {
        ok: true,
        layout: 'long',
        confidence: 1,
        delimiter: ',',
        encoding: 'utf-8',
        questions: [],
        notices: [
          '2 of 3 samples have a status instead of a value (I/O Timeout 1, Pt Created 1). They are stored as gaps, never as numbers.',
        ],
        tags: [{ name: 'U1.MS.TEMP', unit: 'degC', count: 3, missing: 2 }],
        readings: [
          ['U1.MS.TEMP', at('06:15:00'), 538.2, 'good'],
          ['U1.MS.TEMP', at('06:16:00'), null, 'bad'],
          ['U1.MS.TEMP', at('06:17:00'), null, 'bad'],
        ],
        rejected: [],
        rejectedCount: 0,
      },
    ]);
  });

  it('says of every choice why it was made and how sure it is', async () => {
    const { stdout } = await run('import', put(MINI.wincc), '--dry-run', '--json');
    const { evidence } = withEvidence.parse(JSON.parse(stdout));
    const choices = ['encoding', 'delimiter', 'decimal', 'layout', 'header', 'zone'];
    expect(evidence.map(({ about }) => about)).toEqual(expect.arrayContaining(choices));
    expect(evidence.find(({ about }) => about === 'layout')?.because).toBe(
      'Column "VarName" names the tags and column "VarValue" holds their values.',
    );
  });

  it('says that times without a zone are read as UTC until a zone is given', async () => {
    const told =
      /^note: The times name no zone and are read as UTC|^Note: The times name no zone and are read as UTC/m;
    expect((await run('import', put(MINI.piLong), '--dry-run')).stdout).toMatch(told);
    expect((await run('import', put(MINI.piLong), '--dry-run', '--zone', 'UTC')).stdout).not.toMatch(told);
    const offset = 'time,a\n2024-04-01T06:15:00+05:30,1.5\n';
    expect((await run('import', put(offset), '--dry-run')).stdout).not.toMatch(told);
  });

  it('takes the time from the column that is named where two columns disagree', async () => {
    expect(await dryRun(MINI.winccDisagreeing)).toMatchObject([
      3,
      { ok: false, error: { line: 3, column: 'TimeString' }, questions: [{ about: 'time-column' }] },
    ]);
    const secondTime = async (column: string): Promise<unknown> => {
      const [, printed] = await dryRun(MINI.winccDisagreeing, '--time-column', column);
      return withReadings.parse(printed).readings[1]?.[1];
    };
    expect(await secondTime('TimeString')).toBe(at('06:15:12'));
    expect(await secondTime('5')).toBe(at('06:15:42'));
    const { exitCode } = await run(
      'import',
      put(MINI.winccDisagreeing),
      '--dry-run',
      '--time-column',
      'never',
    );
    expect(exitCode).toBe(2);
  });

  it('gives each tag of a pairs file its own times', async () => {
    expect(await dryRun(MINI.pairs, '--date-order', 'dmy')).toEqual([
      0,
      {
        ok: true,
        layout: 'pairs',
        confidence: 0.95,
        delimiter: ',',
        encoding: 'utf-8',
        questions: [],
        notices: [],
        tags: [
          { name: 'U1.FD.A.BRGT', unit: 'degC', count: 2, missing: 0 },
          { name: 'U1.ID.B.VIB', unit: 'mm/s', count: 2, missing: 0 },
        ],
        readings: [
          ['U1.FD.A.BRGT', at('06:15:00'), 61.2, 'good'],
          ['U1.ID.B.VIB', at('06:15:03'), 2.41, 'good'],
          ['U1.FD.A.BRGT', at('06:25:00'), 61.4, 'good'],
          ['U1.ID.B.VIB', at('06:15:13'), 2.39, 'good'],
        ],
        rejected: [],
        rejectedCount: 0,
      },
    ]);
  });

  it('leaves a value of WinCC out that its validity calls bad', async () => {
    expect(await dryRun(MINI.wincc)).toEqual([
      0,
      {
        ok: true,
        layout: 'long',
        confidence: 1,
        delimiter: ';',
        encoding: 'utf-8',
        questions: [],
        notices: ['1 value was not used because the file marks it as bad.'],
        tags: [{ name: 'MS_Temp', unit: null, count: 2, missing: 1 }],
        readings: [
          ['MS_Temp', at('06:15:02'), 538.25, 'good'],
          ['MS_Temp', at('06:15:12'), null, 'bad'],
        ],
        rejected: [],
        rejectedCount: 0,
      },
    ]);
  });

  it('goes row by row through a wide file, in UTC after the zone', async () => {
    expect(await dryRun(MINI.utf16Little, '--zone', 'Asia/Kolkata')).toMatchObject([
      0,
      {
        ok: true,
        layout: 'wide',
        delimiter: '\t',
        encoding: 'utf-16le',
        readings: [
          ['Temp °C', at('00:45:00'), 538.2, 'good'],
          ['ज़ावर माइन्स', at('00:45:00'), 1, 'good'],
          ['Temp °C', at('00:46:00'), 538.3, 'good'],
          ['ज़ावर माइन्स', at('00:46:00'), 2, 'good'],
        ],
      },
    ]);
  });

  it('names line, column and reason of a rejected row', async () => {
    expect(await dryRun(MINI.twelveHour, '--date-order', 'mdy')).toMatchObject([
      0,
      {
        readings: [
          ['LOAD', at('00:05:00'), 412, 'good'],
          ['LOAD', at('12:05:00'), 498, 'good'],
        ],
        rejected: [{ line: 4, column: 'Time' }],
        rejectedCount: 1,
      },
    ]);
  });

  it('prints the first 10,000 readings and the first 100 rejected rows, and counts all', async () => {
    const good = Array.from({ length: 10_050 }, (_, row) => `${1_711_932_300 + row},${row}`);
    const bad = Array.from({ length: 150 }, () => 'never,1');
    const [exitCode, printed] = await dryRun(['ts,load', ...good, ...bad, ''].join('\n'));
    const shape = z.looseObject({
      readings: z.array(z.unknown()),
      rejected: z.array(z.unknown()),
      rejectedCount: z.number(),
      tags: z.array(z.looseObject({ count: z.number() })),
    });
    const { readings, rejected, rejectedCount, tags } = shape.parse(printed);
    expect([exitCode, readings.length, rejected.length, rejectedCount]).toEqual([0, 10_000, 100, 150]);
    expect(readings.at(-1)).toEqual(['load', (1_711_932_300 + 9999) * 1000, 9999, 'good']);
    expect(tags).toMatchObject([{ name: 'load', count: 10_050 }]);
  });
});

describe('questions of boilerhouse import', () => {
  it('asks for the order of dates until the option answers it', async () => {
    expect(await questionsOf(MINI.openDates)).toEqual(['date-order']);
    expect(await questionsOf(MINI.openDates, '--date-order', 'mdy')).toEqual([]);
    expect(await questionsOf(MINI.settledDates)).toEqual([]);
  });

  it('asks for the decimal sign of a column that has both', async () => {
    expect(await questionsOf(MINI.germanMixed)).toEqual(['decimal']);
    expect(await questionsOf(MINI.germanMixed, '--decimal', ',')).toEqual([]);
    expect(await questionsOf(MINI.german)).toEqual([]);
  });

  it('asks once about a time that the clocks skipped', async () => {
    expect(await questionsOf(MINI.clockChanges, '--zone', 'Europe/Berlin')).toEqual(['zone']);
    expect(await questionsOf(MINI.clockChanges, '--zone', '+01:00')).toEqual([]);
    const shifted = ['--zone', 'Europe/Berlin', '--skipped-times', 'shift'];
    expect(await questionsOf(MINI.clockChanges, ...shifted)).toEqual([]);
  });

  it('says which option answers', async () => {
    const { stdout } = await run('import', put(MINI.openDates), '--dry-run');
    expect(stdout).toMatch(/^Question \(date-order\): .* Answer with --date-order dmy, mdy or ymd\.$/m);
  });
});

describe('a file that boilerhouse import refuses', () => {
  it('is told as one object with exit code 3, and on standard error', async () => {
    const { exitCode, stdout, stderr } = await run('import', put(MINI.mixedDates), '--dry-run', '--json');
    expect(exitCode).toBe(3);
    const message =
      'Line 4 is month-day while line 3 is day-month. The file mixes two date orders; nothing was imported. Export it again with one order, or correct the dates.';
    expect(JSON.parse(stdout)).toEqual({
      ok: false,
      error: { kind: 'bad-file', line: 4, column: 'time', message },
      questions: [],
    });
    expect(stderr).toContain(`error: april.csv: ${message}`);
  });

  it.each([
    ['unclosedQuote', 3],
    ['tooWide', 1],
    ['headerOnly', 1],
    ['empty', null],
    ['workbook', null],
  ] as const)('names the line where there is one: %s', async (name, line) => {
    expect(await dryRun(MINI[name])).toMatchObject([3, { ok: false, error: { kind: 'bad-file', line } }]);
  });

  it('keeps the questions that its head leaves open', async () => {
    expect(await dryRun(MINI.noTime)).toMatchObject([
      3,
      { ok: false, error: { line: 1, column: null }, questions: [{ about: 'time-column' }] },
    ]);
    const answered = ['--start', '2024-04-01T00:00:00Z', '--step', '60'];
    expect(await dryRun(MINI.noTime, ...answered)).toMatchObject([0, { ok: true, questions: [] }]);
  });

  it('may be missing', async () => {
    const { exitCode, stdout } = await run('import', folder.place('gone.csv'), '--dry-run', '--json');
    expect(exitCode).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { kind: 'bad-file' }, questions: [] });
  });
});

describe('the options of boilerhouse import', () => {
  it.each([
    ['--decimal', 'x'],
    ['--delimiter', '#'],
    ['--encoding', 'ebcdic'],
    ['--zone', 'Mars/Base'],
    ['--date-order', 'ydm'],
    ['--start', '2024-04-01'],
  ])('refuse %s %s as wrong usage', async (...option) => {
    const { exitCode, stdout } = await run('import', put(MINI.piLong), '--dry-run', '--json', ...option);
    expect([exitCode, stdout]).toEqual([2, '']);
  });

  it('read cells after the delimiter and the bytes after the encoding that are named', async () => {
    const file = 'time|load;MW\n2024-04-01 06:15:00|5\n';
    expect(await dryRun(file, '--delimiter', '|', '--encoding', 'windows-1252')).toMatchObject([
      0,
      { delimiter: '|', encoding: 'windows-1252', tags: [{ name: 'load;MW', count: 1 }] },
    ]);
  });

  it('answer the questions about the encoding and about cells left blank below merged ones', async () => {
    const open = Uint8Array.from('Zeit;Ma\xe1\n13.04.2024 06:15;1,5\n', (letter) => letter.charCodeAt(0));
    expect(await dryRun(open)).toMatchObject([
      0,
      { questions: [{ about: 'encoding', answer: '--encoding' }] },
    ]);
    expect(await dryRun(open, '--encoding', 'cp850')).toMatchObject([
      0,
      { encoding: 'cp850', questions: [], tags: [{ name: 'Maß' }] },
    ]);
    const merged = 'Time,Tag,Value\n2024-04-01 06:15:00,a.1,1\n,a.2,2\n,a.3,3\n';
    expect(await dryRun(merged)).toMatchObject([
      0,
      { questions: [{ about: 'time-column', answer: '--merged-cells fill or reject' }], rejectedCount: 2 },
    ]);
    expect(await dryRun(merged, '--merged-cells', 'fill')).toMatchObject([
      0,
      { questions: [], tags: [{ name: 'a.1' }, { name: 'a.2' }, { name: 'a.3' }], rejectedCount: 0 },
    ]);
  });

  it('leave the folder of the file as it is', async () => {
    await dryRun(MINI.hostile);
    expect(readdirSync(folder.place(''))).toEqual(['april.csv']);
  });
});
