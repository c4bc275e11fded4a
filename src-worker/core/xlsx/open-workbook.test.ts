import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { noCheckpoint } from '../checkpoint.ts';
import { readWhole, sourceOf } from '../csv/fixtures/read-bytes.ts';
import { previewCsv, readCsv } from '../csv/read-csv.ts';
import { decodeText } from '../csv/text/text.ts';
import { isWorkbook, looksLikeWorkbook, openWorkbook } from './open-workbook.ts';

const fixtures = join(import.meta.dirname, 'fixtures');
const fixture = (name: string) => sourceOf(readFileSync(join(fixtures, name)), name, [1000]);
const readByOpenpyxl = z
  .record(z.string(), z.array(z.array(z.union([z.string(), z.number(), z.boolean(), z.null()]))))
  .parse(JSON.parse(readFileSync(join(fixtures, 'read-by-openpyxl.json'), 'utf8')));

/** Rows of cells as another program reads them, in the texts that ours writes. */
const asText = (cell: string | number | boolean | null): string => {
  if (cell === null) return '';
  if (typeof cell === 'boolean') return cell ? '1' : '0';
  return String(cell)
    .replace(/(:\d\d\.\d{3})000$/, '$1')
    .replace(/ 00:00:00$/, '');
};

async function csvOf(bytes: Uint8Array, name = 'test.xlsx'): Promise<string> {
  const sheet = await openWorkbook(sourceOf(bytes, name, [777]));
  let text = '';
  for await (const part of sheet.open()) text += decodeText(part, 0, part.length);
  return text;
}

const NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const RELATION = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A workbook of one sheet, written by hand. */
const workbook = (
  sheet: string | Uint8Array,
  parts: Record<string, string | Uint8Array> = {},
  level: 0 | 1 = 1,
): Uint8Array => {
  const files: Record<string, string | Uint8Array> = {
    '[Content_Types].xml': '<Types/>',
    'xl/workbook.xml': `<workbook ${NAMESPACE} xmlns:r="${RELATION}"><sheets><sheet name="S" r:id="r1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="r1" Type="${RELATION}/worksheet" Target="/xl/sheet.xml"/></Relationships>`,
    'xl/sheet.xml': sheet,
    ...parts,
  };
  return zipSync(
    Object.fromEntries(
      Object.entries(files).map(([name, text]) => [name, typeof text === 'string' ? strToU8(text) : text]),
    ),
    { level },
  );
};
const rows = (xml: string): Uint8Array => workbook(`<worksheet><sheetData>${xml}</sheetData></worksheet>`);

describe('a workbook', () => {
  it.each(Object.keys(readByOpenpyxl))('%s holds what openpyxl reads in it', async (name) => {
    const lines = (await csvOf(readFileSync(join(fixtures, name)), name)).trimEnd().split('\n');
    const cells = lines.map((line) =>
      [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)]
        .map(([, cell = '']) => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell))
        .slice(0, -1),
    );
    const wanted = (readByOpenpyxl[name] ?? []).map((row) => row.map(asText));
    expect(cells.map((row) => (row.join('') === '' ? [] : row))).toEqual(wanted);
  });

  it('goes through the same detection as a CSV file: title, units, dates, status, error, numbers of rows', async () => {
    const sheet = await openWorkbook(fixture('historian.xlsx'));
    const { preview, outcome, readings } = await readWhole(sheet);
    expect(preview.plan).toMatchObject({ headerLine: 3, unitsLine: 4, firstDataLine: 5, delimiter: ',' });
    expect(preview.notices[0]).toBe('The workbook has 2 sheets. "Data", the first that is shown, is read.');
    expect(outcome.tags).toEqual([
      { name: 'U1.LOAD', unit: 'MW' },
      { name: 'U1.MS.PRESS', unit: 'kg/cm2' },
      { name: 'U1.TRIP', unit: null },
      { name: 'U1.RATIO', unit: '%' },
    ]);
    const pressures = readings.filter(([tag]) => tag === 'U1.MS.PRESS');
    expect(pressures.map(([, time, value, , status]) => [time, value, status])).toEqual([
      ['2024-04-01T06:15:00.000Z', 169.8, null],
      ['2024-04-01T06:15:01.000Z', null, 'I/O Timeout'],
      ['2024-04-01T06:15:02.000Z', null, '#N/A'],
      ['2024-04-01T06:15:03.250Z', 169.8, null],
    ]);
    expect(outcome.notices).toContain('4 cells are TRUE or FALSE, stored as 1 or 0.');
  });

  it('with days counted from 1904 and the time of day in a column of its own keeps its times', async () => {
    const { readings } = await readWhole(await openWorkbook(fixture('date-1904.xlsx')));
    expect(readings.map(([, time, value]) => [time, value])).toEqual([
      ['2024-04-01T12:05:00.000Z', 412.5],
      ['2024-04-01T12:06:00.000Z', 413.5],
      ['2024-04-01T12:07:00.000Z', 414.5],
    ]);
  });

  it('says where a formula has no stored result', async () => {
    const { outcome } = await readWhole(await openWorkbook(fixture('unsolved.xlsx')));
    expect(outcome.notices.at(-1)).toMatch(/^2 formulas have no stored result and are empty here/);
  });

  it('is told by its first bytes and its name, or by its first bytes alone when it is said to be one', async () => {
    const bytes = readFileSync(join(fixtures, 'unsolved.xlsx'));
    expect(await isWorkbook(sourceOf(bytes, 'a.XLSX'), false)).toBe(true);
    expect(await isWorkbook(sourceOf(bytes, 'a.csv'), false)).toBe(false);
    expect(await isWorkbook(sourceOf(bytes, 'a.csv'), true)).toBe(true);
    expect(await isWorkbook(sourceOf(strToU8('time,a\n'), 'a.xlsx'), false)).toBe(false);
    expect(await looksLikeWorkbook(sourceOf(bytes, 'a.csv'))).toBe(true);
    expect(await looksLikeWorkbook(sourceOf(zipSync({ 'a.txt': strToU8('a') }), 'a.csv'))).toBe(false);
  });

  it('keeps the places of cells and rows, and reads inline texts, escapes and prefixed names', async () => {
    const xml =
      '<row r="2"><c r="B2" t="inlineStr"><is><t>a, "b"</t></is></c><c r="D2"><v>4.9869999999999999E2</v></c></row>' +
      '<row r="5"><c t="str"><f>A1</f><v>x_x000A_y</v></c><c><v>1</v></c></row>' +
      '<row r="5"><c><v>2</v></c></row>';
    expect(await csvOf(rows(xml))).toBe('\n,"a, ""b""",,498.7\n\n\nx y,1\n2\n');
    const prefixed = workbook(
      '<x:worksheet xmlns:x="y"><x:sheetData><x:row><x:c><x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>',
    );
    expect(await csvOf(prefixed)).toBe('7\n');
  });
});

describe('a hostile or damaged workbook', () => {
  const failureOf = async (bytes: Uint8Array): Promise<unknown> => {
    try {
      const sheet = await openWorkbook(sourceOf(bytes, 'x.xlsx'));
      const { plan } = await previewCsv(sheet, {});
      return await readCsv(
        sheet,
        plan,
        { addTag: () => undefined, addPortion: () => undefined },
        {
          checkpoint: noCheckpoint,
        },
      );
    } catch (caught) {
      return caught instanceof Error ? caught.message : caught;
    }
  };

  it('that unpacks to hundreds of times its size is refused before it is unpacked', async () => {
    expect(await failureOf(workbook(new Uint8Array(6 << 20).fill(32)))).toMatch(
      /refused before it was read: "xl\/sheet.xml" unpacks to more than 200 times its size/,
    );
    const texts = workbook('<worksheet/>', { 'xl/sharedStrings.xml': new Uint8Array(6 << 20).fill(32) });
    expect(await failureOf(texts)).toMatch(/"xl\/sharedStrings.xml" unpacks to more than 200 times/);
  });

  it('that declares gigabytes, or too many files, is refused by its list of contents', async () => {
    const bytes = rows('<row><c><v>1</v></c></row>');
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const at = bytes.findLastIndex(
      (_, place) => view.getUint32(Math.min(place, bytes.length - 4), true) === 0x02014b50,
    );
    view.setUint32(at + 24, 0xfffffff0, true);
    expect(await failureOf(bytes)).toMatch(/unpacks to 4,096 MB or more; the limit is 3,815 MB/);
    const crowded = rows('<row><c><v>1</v></c></row>');
    new DataView(crowded.buffer, crowded.byteOffset).setUint16(crowded.length - 12, 60_000, true);
    expect(await failureOf(crowded)).toMatch(/it holds 60000 files; the limit is 10000 files/);
  });

  it('that expands entities of its own is read without them', async () => {
    const lol = `<!DOCTYPE x [<!ENTITY a "${'ha'.repeat(50)}"><!ENTITY b "${'&a;'.repeat(50)}">]>`;
    const bytes = workbook(`${lol}<worksheet><row><c t="str"><v>&b;&b;</v></c></row></worksheet>`);
    expect((await csvOf(bytes)).length).toBeLessThan(40);
  });

  it('with megabytes of text in one place is refused', async () => {
    expect(await failureOf(workbook(new Uint8Array(6 << 20).fill(97), {}, 0))).toMatch(
      /megabytes of text in one place/,
    );
  });

  it.each([
    ['cut in the middle', rows('<row/>').slice(0, 300), /copied only in part/],
    ['without a list of sheets', zipSync({ 'a.txt': strToU8('a') }), /the list of its sheets is missing/],
    ['in the binary form', zipSync({ 'xl/workbook.bin': strToU8('a') }), /binary workbook \(\.xlsb\)/],
    ['with a text that is not there', rows('<row><c t="s"><v>9</v></c></row>'), /names a text that is not/],
    ['with a cell beyond the last column', rows('<row><c r="XFE1"><v>1</v></c></row>'), /more columns than/],
    ['with a row beyond the last', rows('<row r="1048577"/>'), /more rows than a sheet can have/],
    ['without any cell', rows(''), /The file is empty/],
  ])('%s says so', async (_, bytes, message) => {
    expect(await failureOf(bytes)).toMatch(message);
  });
});
