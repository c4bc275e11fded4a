import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from './detect.ts';
import { likenessOf } from './file-shape.ts';
import { MINI } from './fixtures/mini-files.ts';
import { sourceOf } from './fixtures/read-bytes.ts';
import type { FileShape } from './import-plan.ts';
import { detectWithProfiles, fitColumns, previewWithProfile } from './import-profile.ts';
import { previewCsv } from './preview-csv.ts';
import { readRawLines } from './text/raw-lines.ts';
import { encodeText } from './text/text.ts';

const shape = (...names: string[]): FileShape => ({ layout: 'wide', delimiter: ',', names });
const file = (...lines: string[]) => sourceOf(encodeText([...lines, ''].join('\n')));
const april = file('time,load,steam', '04-05-2024 06:15:00,410,300.5', '05-05-2024 06:15:00,411,301.5');
const may = file('time,load,steam', '06-05-2024 06:15:00,412,302.5', '07-05-2024 06:15:00,413,303.5');

describe('the likeness of two shapes', () => {
  it('is 1 for the same columns and falls with what they do not share', () => {
    expect(likenessOf(shape('t', 'a', 'b'), shape('t', 'a', 'b'))).toBe(1);
    expect(likenessOf(shape('t', 'a', 'b'), shape('t', 'b', 'a'))).toBeCloseTo(0.99, 9);
    expect(likenessOf(shape('t', 'a', 'b'), shape('t', 'a', 'c'))).toBeCloseTo(0.495, 9);
    expect(likenessOf(shape('t', 'a'), { ...shape('t', 'a'), delimiter: ';' })).toBe(0);
  });
});

describe('a profile', () => {
  it('is known by the shape of the file and answers what was answered before', async () => {
    const first = await previewCsv(april, { dateOrder: 'mdy', zone: 'Asia/Kolkata' });
    const profile = { name: 'PI', choices: first.choices, shape: first.shape, savedMs: 1 };
    const asked = await detectWithProfiles(may, [], DEFAULT_SETTINGS);
    expect(asked.preview.questions.map(({ about }) => about)).toEqual(['date-order']);
    const known = await detectWithProfiles(may, [profile], DEFAULT_SETTINGS);
    expect([known.profile, known.preview.questions]).toEqual(['PI', []]);
    expect(known.preview.rows[0]?.timeMs).toBe(Date.parse('2024-06-05T06:15:00+05:30'));
  });

  it('keeps also what the file itself has shown, so that a quieter file is read alike', async () => {
    const settled = file('time,load,steam', '13-05-2024 06:15:00,410,1.5');
    const { choices, shape: known } = await previewCsv(settled, {});
    const { preview } = await detectWithProfiles(
      may,
      [{ name: 'PI', choices, shape: known, savedMs: 1 }],
      DEFAULT_SETTINGS,
    );
    expect(preview.questions).toEqual([]);
    expect(preview.plan.dateOrder).toBe('dmy');
  });

  it('of a similar file is offered, not applied', async () => {
    const { choices, shape: known } = await previewCsv(april, { dateOrder: 'dmy' });
    const other = file('time,load,mill', '06-05-2024 06:15:00,412,1.5');
    const likely = file('time,load,steam,mill', '06-05-2024 06:15:00,412,1.5,2');
    const profiles = [{ name: 'PI', choices, shape: known, savedMs: 1 }];
    expect(await detectWithProfiles(other, profiles, DEFAULT_SETTINGS)).toMatchObject({ similar: [] });
    const found = await detectWithProfiles(likely, profiles, DEFAULT_SETTINGS);
    expect([found.profile, found.similar, found.overrides]).toEqual([null, ['PI'], {}]);
  });

  it('that the file contradicts is told and not applied', async () => {
    const { choices, shape: known } = await previewCsv(april, { dateOrder: 'mdy' });
    const other = file('time,load,steam', '13-05-2024 06:15:00,412,1.5');
    const found = await detectWithProfiles(
      other,
      [{ name: 'US', choices, shape: known, savedMs: 1 }],
      DEFAULT_SETTINGS,
    );
    expect(found.profile).toBeNull();
    expect(found.refused).toMatch(/^The columns are those of profile "US", which was not applied: Line 2/);
    expect(found.preview.plan.dateOrder).toBe('dmy');
  });

  it('finds its columns by name where they stand elsewhere', async () => {
    const first = await previewCsv(april, { dateOrder: 'dmy' });
    const columns = first.plan.columns.map((column) =>
      column.name === 'steam' ? { ...column, tagName: 'U1.STEAM', unit: 't/h' } : column,
    );
    const moved = file('time,mill,steam,load', '06-05-2024 06:15:00,5,302.5,412');
    const { preview } = await previewWithProfile(moved, { dateOrder: 'dmy', columns });
    expect(preview.plan.columns.map(({ role, tagName, unit }) => [role, tagName, unit])).toEqual([
      ['time', 'time', null],
      ['value', 'mill', null],
      ['value', 'U1.STEAM', 't/h'],
      ['value', 'load', null],
    ]);
  });

  it('carries the value that a quality belongs to along', () => {
    const column = (index: number, name: string, qualityOf: number | null) =>
      ({ index, name, role: 'value', tagName: name, unit: null, qualityScale: null, qualityOf }) as const;
    const fitted = fitColumns(
      [column(1, 'a', null), column(2, 'aq', 1)],
      [column(0, 'aq', null), column(4, 'a', null)],
    );
    expect(fitted.map(({ index, qualityOf }) => [index, qualityOf])).toEqual([
      [0, 4],
      [4, null],
    ]);
  });
});

describe('a question', () => {
  const readingsOf = async (bytes: Uint8Array, zone = 'UTC') => {
    const { questions } = await previewCsv(sourceOf(bytes), {}, { dateOrder: 'dmy', zone });
    return questions.map(({ about, choices }) => [
      about,
      choices.map(({ readings }) => readings?.map(({ line, text, becomes }) => [line, text, becomes])),
    ]);
  };

  it('about dates shows both readings of the first rows', async () => {
    expect(await readingsOf(MINI.openDates)).toMatchObject([
      [
        'date-order',
        [
          [
            [2, '04-05-2024 00:00:00', '4 May 2024 00:00'],
            [3, '05-05-2024 00:00:00', '5 May 2024 00:00'],
          ],
          [
            [2, '04-05-2024 00:00:00', '5 April 2024 00:00'],
            [3, '05-05-2024 00:00:00', '5 May 2024 00:00'],
          ],
        ],
      ],
    ]);
  });

  it('about the decimal sign shows what each number becomes', async () => {
    const bytes = encodeText('Zeit;Leistung\n01.04.2024 06:15;1.498\n13.04.2024 06:16;1,498\n');
    expect(await readingsOf(bytes)).toEqual([
      [
        'decimal',
        [
          [
            [2, '1.498', '1.498'],
            [3, '1,498', '1498'],
          ],
          [
            [2, '1.498', '1498'],
            [3, '1,498', '1.498'],
          ],
        ],
      ],
    ]);
  });

  it('about a time that the clocks skipped shows it in UTC after every answer', async () => {
    expect(await readingsOf(MINI.clockChanges, 'Europe/Berlin')).toMatchObject([
      [
        'zone',
        [
          [[2, '2024-03-31 02:30:00', '31 March 2024 02:30 UTC']],
          [[2, '2024-03-31 02:30:00', '31 March 2024 01:30 UTC']],
          [[2, '2024-03-31 02:30:00', '31 March 2024 01:30 UTC']],
          [[2, '2024-03-31 02:30:00', 'no time: the row is rejected']],
        ],
      ],
    ]);
  });
});

describe('the raw lines of a file', () => {
  it('stand as in the file, whatever the encoding', async () => {
    const lines = await readRawLines(sourceOf(MINI.utf16WithMark, 'a.csv', [7]), undefined);
    expect(lines[0]?.line).toBe(1);
    expect(lines.map(({ text }) => text).join('')).toContain('°C');
    expect(await readRawLines(file('a,"b', 'c"'), undefined)).toEqual([
      { line: 1, text: 'a,"b' },
      { line: 2, text: 'c"' },
    ]);
  });
});
