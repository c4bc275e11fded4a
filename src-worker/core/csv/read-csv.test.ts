import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppFailure } from '@shared/errors.ts';
import { cancelled, noCheckpoint } from '../checkpoint.ts';
import { MINI } from './fixtures/mini-files.ts';
import { type WholeRead, readWhole, sourceOf } from './fixtures/read-bytes.ts';
import { readPlantRegistry } from './plant-registry.ts';
import { previewCsv, readCsv, type CsvReject } from './read-csv.ts';
import { encodeText } from './text/text.ts';

const READABLE = [
  MINI.piLong,
  MINI.piWide,
  MINI.pairs,
  MINI.wincc,
  MINI.german,
  MINI.utf16WithMark,
  MINI.utf16Big,
  MINI.windows1252,
  MINI.twelveHour,
  MINI.disorder,
  MINI.hostile,
  MINI.beingWritten,
  encodeText('01/04/2024 06:15:00;U1.LOAD;498.7;U1.T;540.1;\r\n13/04/2024 06:15:10;U1.LOAD;498.9;\r\n'),
  encodeText('time,"a ""b""\nc",d\n2024-04-01 06:15:00,"1","2\n3"\n2024-04-01 06:15:10,4,5'),
];

describe('reading a stream', () => {
  it('gives the same result however the bytes are cut', async () => {
    const whole = await Promise.all(READABLE.map((bytes) => readWhole(sourceOf(bytes))));
    await fc.assert(
      fc.asyncProperty(
        fc.nat(READABLE.length - 1),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 }),
        async (place, sizes) => {
          const bytes = READABLE[place] ?? new Uint8Array(0);
          expect(await readWhole(sourceOf(bytes, 'test.csv', sizes))).toEqual(whole[place]);
        },
      ),
      { seed: 11, numRuns: 300 },
    );
  });

  it('hands out portions of 8,192 rows that share their times, in the order of the file', async () => {
    const rows = Array.from({ length: 20_000 }, (_, row) => `${1_711_932_300 + row},${row},${2 * row}`);
    const source = sourceOf(encodeText(`ts,a,b\n${rows.join('\n')}\n`));
    const { plan } = await previewCsv(source, {});
    const sizes: number[] = [];
    let next = 0;
    await readCsv(
      source,
      plan,
      {
        addTag: () => undefined,
        addPortion: ([a, b]) => {
          sizes.push(a?.values.length ?? 0);
          expect(a?.timesMs).toBe(b?.timesMs);
          for (const value of a?.values ?? []) expect(value).toBe(next++);
        },
      },
      { checkpoint: noCheckpoint },
    );
    expect(sizes).toEqual([8192, 8192, 3616]);
  });

  it('shows every byte to the hash once, and stops when the checkpoint does', async () => {
    const source = sourceOf(MINI.piWide, 'a.csv', [7]);
    const { plan } = await previewCsv(source, {});
    const seen: number[] = [];
    const sink = { addTag: () => undefined, addPortion: () => undefined };
    await readCsv(source, plan, sink, { checkpoint: noCheckpoint, onBytes: (bytes) => seen.push(...bytes) });
    expect(Uint8Array.from(seen)).toEqual(MINI.piWide);
    const stopped = readCsv(source, plan, sink, { checkpoint: () => Promise.reject(cancelled()) });
    await expect(stopped).rejects.toMatchObject({ error: { kind: 'cancelled' } });
  });

  it('hands on every reject and keeps the first 100', async () => {
    const rows = Array.from({ length: 300 }, (_, row) =>
      row % 2 === 0 ? '2024-04-01 06:15:00,1' : `row ${row},2`,
    );
    const source = sourceOf(encodeText(`time,a\n${rows.join('\n')}\n`));
    const { plan } = await previewCsv(source, { columns: (await timeFirst()).preview.plan.columns });
    const rejects: CsvReject[] = [];
    const outcome = await readCsv(
      source,
      plan,
      { addTag: () => undefined, addPortion: () => undefined, addReject: (reject) => rejects.push(reject) },
      { checkpoint: noCheckpoint },
    );
    expect(outcome).toMatchObject({ rowCount: 150, rejectedCount: 150 });
    expect(outcome.rejects.length).toBe(100);
    expect(rejects.length).toBe(150);
    expect(rejects[149]).toMatchObject({ line: 301, column: 'time', raw: 'row 299,2' });
    expect(outcome.notices).toContain('150 rows were rejected (not a time 150).');
  });

  it('names the line of a quote that swallows a large file', async () => {
    const rows = Array.from({ length: 60_000 }, (_, row) => `2024-04-01 06:15:00,${row}`);
    const bytes = encodeText(`time,a\n2024-04-01 06:15:00,"1\n${rows.join('\n')}\n`);
    await expect(previewCsv(sourceOf(bytes), {})).rejects.toMatchObject({
      error: { kind: 'bad-file', line: 2, expected: 'a closing quote (")' },
    });
  });

  it('keeps 62 status texts of a tag apart and calls the rest `other status`', async () => {
    const rows = Array.from({ length: 80 }, (_, row) => `2024-04-01 06:${10 + (row % 50)}:00,alarm ${row}`);
    const { readings } = await readWhole(
      sourceOf(encodeText(`time,a\n2024-04-01 06:00:00,1\n${rows.join('\n')}\n`)),
    );
    const statuses = readings.map(([, , , , status]) => status);
    expect(statuses[62]).toBe('alarm 61');
    expect(statuses.slice(63)).toEqual(Array.from({ length: 18 }, () => 'other status'));
  });

  it('tells of times in the future and of columns that are mostly text', async () => {
    const rows = Array.from(
      { length: 40 },
      (_, row) => `2042-04-01 06:${10 + row}:00,${row === 0 ? 1 : 'Bad'}`,
    );
    const source = sourceOf(encodeText(`time,U1.LOAD\n${rows.join('\n')}\n`));
    const { plan } = await previewCsv(source, {});
    const sink = { addTag: () => undefined, addPortion: () => undefined };
    const { notices } = await readCsv(source, plan, sink, {
      checkpoint: noCheckpoint,
      nowMs: Date.UTC(2026, 0, 1),
    });
    expect(notices).toContain(
      'Column "U1.LOAD": 97 % of values are not numbers (top: "Bad" 39). Import as gaps / skip column / choose another decimal sign.',
    );
    expect(notices).toContain(
      "40 rows are later than this computer's clock (last: 2042-04-01). Check date order or clock.",
    );
  });

  it('asks which pass is meant when only one row lies in a repeated hour', async () => {
    const bytes = encodeText(
      'time,load\n2024-10-27 01:30:00,1\n2024-10-27 02:30:00,2\n2024-10-27 03:30:00,3\n',
    );
    const { outcome } = await readWhole(sourceOf(bytes), { zone: 'Europe/Berlin' });
    expect(outcome.questions[0]?.message).toContain(
      'Line 3: 02:30 on 27 Oct 2024 happened twice in Europe/Berlin',
    );
    const answered = await readWhole(sourceOf(bytes), { zone: 'Europe/Berlin', repeatedTimes: 'second' });
    expect(answered.outcome.questions).toEqual([]);
    expect(answered.readings[1]?.[1]).toBe('2024-10-27T01:30:00.000Z');
  });

  it('follows a repeated hour through a file that runs backwards', async () => {
    const clocks = ['03:00', '02:30', '02:00', '02:30', '02:00', '01:30'];
    const bytes = encodeText(`time,load\n${clocks.map((clock) => `2024-10-27 ${clock}:00,1\n`).join('')}`);
    const { outcome, readings } = await readWhole(sourceOf(bytes), { zone: 'Europe/Berlin' });
    expect(outcome.questions).toEqual([]);
    expect(readings.map(([, time]) => time.slice(11, 16))).toEqual([
      '02:00',
      '01:30',
      '01:00',
      '00:30',
      '00:00',
      '23:30',
    ]);
  });
});

async function timeFirst(): Promise<WholeRead> {
  return readWhole(sourceOf(encodeText('time,a\n2024-04-01 06:15:00,1\n')));
}

const data = new URL('../../../../shared/data/', import.meta.url);
const hasData = existsSync(new URL('skab/valve1/0.csv', data));
const open = (path: string) => sourceOf(readFileSync(new URL(path, data)), path.split('/').at(-1), [1 << 17]);

describe.skipIf(!hasData)('public data sets (skipped: data not present)', () => {
  it.each(['skab/valve1/0.csv', 'skab/valve2/0.csv', 'skab/other/1.csv'])(
    '%s needs no manual step',
    async (path) => {
      const { preview, outcome, tags } = await readWhole(open(path));
      expect(preview.questions).toEqual([]);
      expect(preview.plan).toMatchObject({ delimiter: ';', decimal: '.', layout: 'wide', headerLine: 1 });
      expect(tags.map(({ name }) => name).slice(-3)).toEqual([
        'Volume Flow RateRMS',
        'anomaly',
        'changepoint',
      ]);
      expect(outcome).toMatchObject({ rejectedCount: 0, missingCount: 0 });
    },
  );

  it('machine temperature: every reading in spite of the hour that the clock stepped back', async () => {
    const { preview, outcome, readings } = await readWhole(
      open('nab/machine_temperature_system_failure.csv'),
    );
    expect(preview.questions).toEqual([]);
    expect(outcome).toMatchObject({
      rowCount: 22_695,
      readingCount: 22_695,
      repeatedCount: 1,
      disorderedCount: 11,
    });
    expect(readings[1]?.slice(1, 3)).toEqual(['2013-12-02T21:20:00.000Z', 74.93588199999998]);
  });

  it('a table of numbers without header or times', async () => {
    const { preview, outcome, tags } = await readWhole(open('tep/d00_te.dat'));
    expect(preview.questions).toEqual([]);
    expect(preview.notices[0]).toContain('neither a header nor a time column');
    expect(tags.length).toBe(52);
    expect(outcome).toMatchObject({ rowCount: 960, missingCount: 0 });
  });

  it('the power plants of India, unknown years left unknown', async () => {
    const { plants } = await readPlantRegistry(open('wri/database_IND.csv'));
    expect(plants.length).toBe(907);
    expect(plants.find(({ name }) => name === 'ZAWAR MINES')).toMatchObject({
      sourceId: 'WRI1019901',
      country: 'India',
      capacityMw: 80,
      fuel: 'Coal',
      latitude: 24.35,
      longitude: 73.7477,
      owner: 'Hindustan Zinc ltd',
      commissioningYear: null,
    });
    expect(plants.find(({ name }) => name === 'ACME Solar Tower')?.commissioningYear).toBe(2011);
  });
});

describe('a plant registry', () => {
  const header = 'name,gppd_idnr,capacity_mw,latitude,longitude,primary_fuel,owner,country_long';

  it('reads cells in quotes and names in any script, and keeps what cannot be right unknown', async () => {
    const bytes = encodeText(
      `${header}\n"Bär, ""alt""",W1,abc,95,7.5,Coal,"A, B",Österreich\n,W2,1,2,3,Gas,,\n`,
    );
    const { plants, notices } = await readPlantRegistry(sourceOf(bytes));
    expect(plants).toEqual([
      expect.objectContaining({
        name: 'Bär, "alt"',
        owner: 'A, B',
        country: 'Österreich',
        capacityMw: null,
        latitude: null,
        longitude: 7.5,
      }),
    ]);
    expect(notices).toContain('1 row was left out because the name is empty.');
    expect(notices).toContain('1 plant has a number that cannot be right; it stays not known.');
  });

  it('names the columns that are missing', async () => {
    const bytes = encodeText('a,b\n1,2\n');
    await expect(readPlantRegistry(sourceOf(bytes))).rejects.toBeInstanceOf(AppFailure);
    await expect(readPlantRegistry(sourceOf(bytes))).rejects.toMatchObject({
      error: { kind: 'bad-file', line: 1 },
    });
  });
});
