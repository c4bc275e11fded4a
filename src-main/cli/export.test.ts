import { existsSync, readFileSync } from 'node:fs';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CliFolder, type CliRun, createCliFolder, run } from './testing/cli-folder.ts';

let folder: CliFolder;
beforeEach(async () => {
  folder = createCliFolder();
  const long = folder.put(
    'long.csv',
    [
      'Tag,Timestamp,Value,Units',
      'LOAD,2024-04-01 06:15:00,498.7,MW',
      'LOAD,2024-04-01 06:15:10,I/O Timeout,MW',
      'LOAD,2024-04-01 06:15:20,0.1,MW',
      'LOAD,2024-04-02 00:00:00,1e-7,MW',
      'VIB,2024-04-01 06:15:00.250,2.41,mm/s',
      'VIB,2024-04-01 06:15:20,,mm/s',
      '',
    ].join('\n'),
  );
  const stored = await run('import', long, '--plant', 'Kota', '--data-dir', folder.place('data'));
  expect([stored.exitCode, stored.stderr]).toEqual([0, expect.any(String)]);
});
afterEach(() => folder.remove());

const exportTo = (name: string, ...options: string[]): Promise<CliRun> =>
  run(
    'export',
    '--plant',
    'kota',
    '--data-dir',
    folder.place('data'),
    '--out',
    folder.place(name),
    ...options,
  );

const linesOf = (name: string): string[] => readFileSync(folder.place(name), 'utf8').trimEnd().split('\r\n');

describe('boilerhouse export', () => {
  it('writes every reading as a long table', async () => {
    const { exitCode, stdout } = await exportTo('all.csv');
    expect([exitCode, stdout]).toEqual([0, '']);
    expect(linesOf('all.csv')).toEqual([
      'time,tag,value,unit,quality,status',
      '2024-04-01T06:15:00Z,LOAD,498.7,MW,good,',
      '2024-04-01T06:15:10Z,LOAD,,MW,bad,I/O Timeout',
      '2024-04-01T06:15:20Z,LOAD,0.1,MW,good,',
      '2024-04-02T00:00:00Z,LOAD,1e-7,MW,good,',
      '2024-04-01T06:15:00.250Z,VIB,2.41,mm/s,good,',
      '2024-04-01T06:15:20Z,VIB,,mm/s,bad,',
    ]);
  });

  it('writes one row for each time as a wide table', async () => {
    await exportTo('wide.csv', '--shape', 'wide', '--to', '2024-04-01T12:00:00Z');
    expect(linesOf('wide.csv')).toEqual([
      'time,LOAD [MW],VIB [mm/s]',
      '2024-04-01T06:15:00Z,498.7,',
      '2024-04-01T06:15:00.250Z,,2.41',
      '2024-04-01T06:15:10Z,,',
      '2024-04-01T06:15:20Z,0.1,',
    ]);
  });

  it('keeps to the tags and the range, its ends included', async () => {
    const range = ['--from', '2024-04-01T06:15:10Z', '--to', '2024-04-02'];
    await exportTo('some.csv', '--tags', 'LOAD', ...range);
    expect(
      linesOf('some.csv')
        .slice(1)
        .map((line) => line.split(',')[0]),
    ).toEqual(['2024-04-01T06:15:10Z', '2024-04-01T06:15:20Z', '2024-04-02T00:00:00Z']);
  });

  it('gives a file that comes back as the same readings', async () => {
    await exportTo('all.csv');
    const back = ['import', folder.place('all.csv'), '--plant', 'Copy', '--data-dir', folder.place('data')];
    const imported = await run(...back);
    expect([imported.exitCode, imported.stdout]).toEqual([0, expect.stringContaining('6 readings')]);
    const readingsOf = async (plant: string): Promise<string> => {
      const sql = `select tag, time, value, quality from readings where plant = '${plant}' order by tag, time`;
      return (await run('query', sql, '--data-dir', folder.place('data'))).stdout;
    };
    expect(await readingsOf('Copy')).toBe(await readingsOf('Kota'));
  });

  it('writes Parquet that reads back exactly', async () => {
    expect((await exportTo('all.parquet')).exitCode).toBe(0);
    const file = await asyncBufferFromFile(folder.place('all.parquet'));
    const at = (time: string): Date => new Date(`2024-04-${time}Z`);
    const load = { tag: 'LOAD', unit: 'MW', status: null };
    const vib = { tag: 'VIB', unit: 'mm/s', status: null };
    expect(await parquetReadObjects({ file })).toEqual([
      { ...load, time: at('01T06:15:00'), value: 498.7, quality: 'good' },
      { ...load, time: at('01T06:15:10'), value: null, quality: 'bad', status: 'I/O Timeout' },
      { ...load, time: at('01T06:15:20'), value: 0.1, quality: 'good' },
      { ...load, time: at('02T00:00:00'), value: 1e-7, quality: 'good' },
      { ...vib, time: at('01T06:15:00.250'), value: 2.41, quality: 'good' },
      { ...vib, time: at('01T06:15:20'), value: null, quality: 'bad' },
    ]);
    const { schema } = await parquetMetadataAsync(file);
    expect(schema.find(({ name }) => name === 'time')).toMatchObject({
      type: 'INT64',
      logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' },
    });
  });

  it('writes a wide table and an empty range as Parquet too', async () => {
    await exportTo('wide.parquet', '--shape', 'wide', '--tags', 'VIB');
    const wide = await parquetReadObjects({ file: await asyncBufferFromFile(folder.place('wide.parquet')) });
    expect(wide).toMatchObject([{ 'VIB [mm/s]': 2.41 }, { 'VIB [mm/s]': null }]);
    await exportTo('none.parquet', '--from', '2030-01-01');
    const none = await asyncBufferFromFile(folder.place('none.parquet'));
    expect((await parquetMetadataAsync(none)).num_rows).toBe(0n);
  });

  it('writes nothing for a plant or a tag that is not there', async () => {
    const tag = await exportTo('none.csv', '--tags', 'LOAD,GONE');
    expect([tag.exitCode, tag.stderr]).toEqual([
      3,
      expect.stringContaining('Tag "GONE" of kota is not in the store'),
    ]);
    expect((await exportTo('none.csv', '--plant', 'Nowhere')).exitCode).toBe(3);
    expect(existsSync(folder.place('none.csv'))).toBe(false);
  });
});
