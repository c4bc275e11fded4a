import { existsSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MINI } from '@core/csv/fixtures/mini-files.ts';
import { openStore } from '../store/open-store.ts';
import { type CliFolder, type CliRun, createCliFolder, run } from './testing/cli-folder.ts';

let folder: CliFolder;
beforeEach(() => (folder = createCliFolder()));
afterEach(() => folder.remove());

const importFile = (content: Uint8Array | string, ...options: string[]): Promise<CliRun> =>
  run('import', folder.put('april.csv', content), '--data-dir', folder.place('data'), ...options);

async function query(sql: string): Promise<string[]> {
  const { stdout } = await run('query', sql, '--data-dir', folder.place('data'));
  return stdout.trimEnd().split('\r\n').slice(1);
}

const READINGS = 'select plant, tag, time, value, quality from readings order by plant, tag, time';

describe('boilerhouse import --plant', () => {
  it('stores the readings of a file and says what it stored', async () => {
    const { exitCode, stdout, stderr } = await importFile(
      MINI.piLong,
      '--plant',
      'Kota',
      '--zone',
      'Asia/Kolkata',
    );
    expect([exitCode, stdout]).toEqual([
      0,
      'Import #1 into Kota (new plant): 3 rows, 3 readings from 2024-04-01T00:45:00Z to 2024-04-01T00:47:00Z, 2 missing, 0 rejected, 0 duplicate\n',
    ]);
    expect(stderr).toContain('note: 2 of 3 samples have a status instead of a value');
    expect(await query(READINGS)).toEqual([
      'Kota,U1.MS.TEMP,2024-04-01T00:45:00.000Z,538.2,good',
      'Kota,U1.MS.TEMP,2024-04-01T00:46:00.000Z,,bad',
      'Kota,U1.MS.TEMP,2024-04-01T00:47:00.000Z,,bad',
    ]);
    expect(await query('select name, unit from tags')).toEqual(['U1.MS.TEMP,degC']);
  });

  it('finds plants of the registry by name, whatever the case, and prints JSON', async () => {
    const { exitCode, stdout } = await importFile(MINI.wincc, '--plant', 'Zawar Mines', '--json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: true,
      plant: { name: 'ZAWAR MINES', isNew: false },
      import: { id: 1, fileName: 'april.csv', rowCount: 2, readingCount: 2, missingCount: 1 },
    });
  });

  it('keeps the last of readings at one time, or the first where it is told to', async () => {
    await importFile(MINI.disorder, '--plant', 'Kota');
    await importFile(MINI.disorder, '--plant', 'Rihand', '--duplicates', 'keep-first');
    const at = `time = '2024-04-01T06:15:00.000Z'`;
    expect(await query(`select plant, value from readings where ${at} order by plant`)).toEqual([
      'Kota,2',
      'Rihand,1',
    ]);
    expect(await query('select count(*) from readings')).toEqual(['6']);
  });

  it('keeps every rejected row in a reject file', async () => {
    await importFile(MINI.beingWritten, '--plant', 'Kota');
    const rejects = readFileSync(folder.place('data/rejects/import-1-april.csv.rejects.csv'), 'utf8');
    expect(rejects.split('\r\n')).toEqual([
      'line,column,reason,raw',
      expect.stringMatching(/^3,,"?The last line ends after 2 of 3 cells.*"2024-04-01 06:15:10,1"$/),
      '',
    ]);
  });

  it('changes nothing when the same file comes again', async () => {
    await importFile(MINI.piLong, '--plant', 'Kota');
    const { exitCode, stdout, stderr } = await importFile(MINI.piLong, '--plant', 'Kota');
    expect([exitCode, stdout]).toEqual([4, '']);
    expect(stderr).toContain(
      'All 3 rows are already in the store (import #1, same SHA-256). Nothing changed.',
    );
    expect(await query('select count(*) from imports')).toEqual(['1']);
  });
});

describe('profiles of boilerhouse import', () => {
  it('answer the questions of the next file as they did of the first', async () => {
    const choices = ['--date-order', 'mdy', '--zone', 'Asia/Kolkata', '--save-profile', 'PI export'];
    expect((await importFile(MINI.openDates, '--plant', 'Kota', ...choices)).exitCode).toBe(0);
    const asked = await importFile(MINI.openDates, '--dry-run', '--json');
    expect(JSON.parse(asked.stdout)).toMatchObject({ questions: [{ about: 'date-order' }] });
    const { stdout } = await importFile(MINI.openDates, '--dry-run', '--json', '--profile', 'pi export');
    const firstTime = Date.parse('2024-04-05T00:00:00+05:30');
    expect(JSON.parse(stdout)).toMatchObject({
      questions: [],
      readings: [['load', firstTime, 410, 'good'], expect.any(Array)],
    });
  });

  it('give way to an option', async () => {
    await importFile(MINI.openDates, '--plant', 'Kota', '--date-order', 'mdy', '--save-profile', 'us');
    const { stdout } = await importFile(
      MINI.openDates,
      '--dry-run',
      '--json',
      '--profile',
      'us',
      '--date-order',
      'dmy',
    );
    expect(JSON.parse(stdout)).toMatchObject({
      readings: [['load', Date.parse('2024-05-04T00:00:00Z'), 410, 'good'], expect.any(Array)],
    });
  });

  it('have to be there', async () => {
    await importFile(MINI.piLong, '--plant', 'Kota');
    const { exitCode, stdout } = await importFile(MINI.piLong, '--dry-run', '--json', '--profile', 'none');
    expect(exitCode).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { kind: 'not-found', line: null } });
  });
});

describe('a file that boilerhouse import does not take', () => {
  it('leaves no data folder when its head cannot be read', async () => {
    const { exitCode, stdout } = await importFile(MINI.unclosedQuote, '--plant', 'Kota', '--json');
    expect(exitCode).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { kind: 'bad-file', line: 3 } });
    expect(existsSync(folder.place('data'))).toBe(false);
  });

  it('is not stored while a question is open, and names the option that answers it', async () => {
    const asked = await importFile(MINI.openDates, '--plant', 'Kota');
    expect([asked.exitCode, asked.stdout]).toEqual([3, '']);
    expect(asked.stderr).toContain('Answer with --date-order dmy, mdy or ymd. Nothing was imported.');
    expect(existsSync(folder.place('data'))).toBe(false);
    const json = await importFile(MINI.openDates, '--plant', 'Kota', '--json');
    expect(JSON.parse(json.stdout)).toMatchObject({ ok: false, questions: [{ about: 'date-order' }] });
    expect((await importFile(MINI.openDates, '--plant', 'Kota', '--date-order', 'mdy')).exitCode).toBe(0);
    expect(await query('select time from readings limit 1')).toEqual(['2024-04-05T00:00:00.000Z']);
  });

  it('leaves the store as it was when only its end is wrong', async () => {
    await importFile(MINI.piLong, '--plant', 'Kota');
    const before = [await query(READINGS), await query('select id, name from plants')];
    const rows = Array.from({ length: 60_000 }, (_, row) => `${1_711_932_300 + row},${row}`);
    const { exitCode } = await importFile(
      ['ts,load', ...rows, '1711999999,"2', ''].join('\n'),
      '--plant',
      'New',
    );
    expect(exitCode).toBe(3);
    expect([await query(READINGS), await query('select id, name from plants')]).toEqual(before);
    expect(await query('select count(*) from chunks')).toEqual(['1']);
  });

  it('needs a plant', async () => {
    const { exitCode, stderr } = await importFile(MINI.piLong);
    expect([exitCode, stderr]).toEqual([2, 'error: Name the plant with --plant, or give --dry-run.\n']);
    expect((await importFile(MINI.piLong, '--plant', '#999')).exitCode).toBe(3);
  });

  it('waits in vain for a data folder that is in use', { timeout: 20_000 }, async () => {
    const store = openStore({
      folder: folder.place('data'),
      programVersion: '1.2.3',
      now: () => 0,
      onChanged: () => undefined,
    });
    const { exitCode, stderr } = await importFile(MINI.piLong, '--plant', 'Kota');
    store.close();
    expect(exitCode).toBe(4);
    expect(stderr).toContain('This data folder is in use by another Boilerhouse');
    expect(await query('select count(*) from imports')).toEqual(['0']);
  });
});
