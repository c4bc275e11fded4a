import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPlant } from '../store/plants.ts';
import {
  createTemporaryStore,
  everySecond,
  importColumns,
  plantFields,
  type TemporaryStore,
} from '../store/testing/temporary-store.ts';
import { type CliRun, createCliFolder, run } from './testing/cli-folder.ts';

let kept: TemporaryStore;

beforeAll(async () => {
  kept = createTemporaryStore();
  const kota = addPlant(kept.store.writer, plantFields('Kota'));
  const suratgarh = addPlant(kept.store.writer, plantFields('Suratgarh'));
  await importColumns(kept.readings, kota.id, {
    LOAD: [everySecond(0, [1, NaN, 3])],
    '=PRESS': [everySecond(0, [5])],
  });
  // A later import overlaps the first: its reading of second 2 wins.
  await importColumns(kept.readings, kota.id, { LOAD: [everySecond(2, [30, 4])] });
  await importColumns(kept.readings, suratgarh.id, { LOAD: [everySecond(0, [7])] });
});
afterAll(() => kept.remove());

const query = (sql: string, ...options: string[]): Promise<CliRun> =>
  run('query', sql, '--data-dir', kept.folder, ...options);

const linesOf = async (sql: string): Promise<string[]> => {
  const { stdout, stderr } = await query(sql);
  expect(stderr).toBe('');
  return stdout.trimEnd().split('\r\n');
};

describe('boilerhouse query', () => {
  it('shows readings as rows of plant, tag, time, value and quality, while the store is open', async () => {
    expect(await linesOf(`select * from readings where tag = 'LOAD' and plant = 'Kota'`)).toEqual([
      'plant,tag,time,value,quality',
      'Kota,LOAD,2024-04-01T00:00:00.000Z,1,good',
      'Kota,LOAD,2024-04-01T00:00:01.000Z,,bad',
      'Kota,LOAD,2024-04-01T00:00:02.000Z,30,good',
      'Kota,LOAD,2024-04-01T00:00:03.000Z,4,good',
    ]);
  });

  it('counts, groups and joins like any table', async () => {
    const perTag = 'select plant, tag, count(*), sum(value) from readings group by plant, tag order by 1, 2';
    expect(await linesOf(perTag)).toEqual([
      'plant,tag,count(*),sum(value)',
      "Kota,'=PRESS,1,5",
      'Kota,LOAD,4,35',
      'Suratgarh,LOAD,1,7',
    ]);
    const pairs = `select a.value, b.value as other from readings a join readings b using (time)
      where a.plant = 'Kota' and a.tag = 'LOAD' and b.plant = 'Suratgarh'`;
    expect(await linesOf(pairs)).toEqual(['value,other', '1,7']);
  });

  it('compares times as text', async () => {
    const sql = `select value from readings where tag = 'LOAD' and time >= '2024-04-01T00:00:02' order by time`;
    expect(await linesOf(sql)).toEqual(['value', '30', '4']);
  });

  it('gives a range of time through the table function, its ends included', async () => {
    const range = `readings_between('kota', 'LOAD', '2024-04-01 00:00:01', '2024-04-01T05:30:02+05:30')`;
    expect(await linesOf(`select time, value from ${range}`)).toEqual([
      'time,value',
      '2024-04-01T00:00:01.000Z,',
      '2024-04-01T00:00:02.000Z,30',
    ]);
    expect(await linesOf(`select plant, value from readings_between('*', 'LOAD') where value > 6`)).toEqual([
      'plant,value',
      'Kota,30',
      'Suratgarh,7',
    ]);
  });

  it('prints JSON', async () => {
    const { stdout } = await query(
      `select tag, value from readings where plant = 'Suratgarh'`,
      '--format',
      'json',
    );
    expect(JSON.parse(stdout)).toEqual([{ tag: 'LOAD', value: 7 }]);
    const { stdout: none } = await query('select 1 from readings where 0', '--format', 'json');
    expect(none).toBe('[]\n');
  });

  it.each([
    'delete from tags',
    `update plants set name = 'x' returning id`,
    'drop table chunks',
    'create temp table mine (a)',
    'pragma query_only = off',
    `attach 'other.db' as other`,
    'vacuum',
  ])('refuses %s', async (sql) => {
    const { exitCode, stdout, stderr } = await query(sql);
    expect([exitCode, stdout]).toEqual([3, '']);
    expect(stderr).toMatch(/^error: Only statements that read are allowed/);
  });

  it('says what is wrong with a statement', async () => {
    const typo = await query('select * from reading');
    expect([typo.exitCode, typo.stderr]).toEqual([
      3,
      'error: The query cannot be run: no such table: reading.\n',
    ]);
    expect((await query('select 1; select 2')).stderr).toMatch(/^error: Only one statement/);
    expect((await query(`select * from readings_between('*', '*', 'noon')`)).stderr).toMatch(
      /^error: "noon" is not a time/,
    );
  });

  it('says that a folder holds no data', async () => {
    const empty = createCliFolder();
    const { exitCode, stderr } = await query('select 1', '--data-dir', empty.place(''));
    empty.remove();
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/^error: There are no data in /);
  });
});
