import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MINI } from '@core/csv/fixtures/mini-files.ts';
import { type CliFolder, type CliRun, createCliFolder, run } from './testing/cli-folder.ts';

let folder: CliFolder;
beforeEach(() => (folder = createCliFolder()));
afterEach(() => folder.remove());

const inData = (...args: string[]): Promise<CliRun> => run(...args, '--data-dir', folder.place('data'));

const importInto = (plant: string): Promise<CliRun> =>
  inData('import', folder.put('april.csv', MINI.piLong), '--plant', plant);

const plantsWithReadings = async (): Promise<string> =>
  (await inData('query', 'select distinct plant from readings order by plant')).stdout;

describe('boilerhouse backup and restore', () => {
  it('bring back what was there when the backup was made, and keep what was there after', async () => {
    await importInto('Kota');
    const made = await inData('backup');
    expect([made.exitCode, made.stderr]).toEqual([0, expect.stringContaining('3 readings, 1 import')]);
    await importInto('Rihand');
    expect(await plantsWithReadings()).toBe('plant\r\nKota\r\nRihand\r\n');

    const [name = ''] = (await inData('backup', '--list')).stdout.split(' ');
    expect(made.stdout).toBe(`${folder.place(`data/backups/${name}`)}\n`);
    const restored = await inData('restore', name);
    expect(restored.exitCode).toBe(0);
    expect(await plantsWithReadings()).toBe('plant\r\nKota\r\n');
    expect(existsSync(/kept as (.*)\n$/.exec(restored.stdout)?.[1] ?? '')).toBe(true);
  });

  it('move data to another folder', async () => {
    await importInto('Kota');
    expect((await inData('backup', '--out', folder.place('copy.db'))).exitCode).toBe(0);
    const other = ['--data-dir', folder.place('other')];
    expect((await run('restore', folder.place('copy.db'), ...other)).exitCode).toBe(0);
    expect((await run('query', 'select count(*) from readings', ...other)).stdout).toBe('count(*)\r\n3\r\n');
  });

  it('do not replace a file that is there, nor restore one that is damaged or gone', async () => {
    await importInto('Kota');
    const taken = folder.put('taken.db', 'mine');
    expect((await inData('backup', '--out', taken)).exitCode).toBe(2);
    expect(readFileSync(taken, 'utf8')).toBe('mine');
    expect((await inData('restore', taken)).exitCode).toBe(4);
    expect((await inData('restore', 'gone.db')).exitCode).toBe(3);
    expect(await plantsWithReadings()).toBe('plant\r\nKota\r\n');
  });

  it('need data to be there', async () => {
    expect((await inData('backup')).exitCode).toBe(3);
    expect((await inData('verify')).exitCode).toBe(3);
    expect(existsSync(folder.place('data'))).toBe(false);
  });
});

describe('boilerhouse verify', () => {
  it('reads every chunk of a sound store', async () => {
    await importInto('Kota');
    const { exitCode, stdout } = await inData('verify');
    expect([exitCode, stdout]).toEqual([0, 'Sound: 3 readings in 1 chunk\n']);
  });

  it('finds readings that are not those that were written', async () => {
    await importInto('Kota');
    const path = folder.place('data/boilerhouse.db');
    const bytes = readFileSync(path);
    const at = bytes.indexOf('["I/O Timeout') + 2;
    expect(at).toBeGreaterThan(1);
    writeFileSync(path, bytes.fill('i', at, at + 1));
    const { exitCode, stdout, stderr } = await inData('verify');
    expect(exitCode).toBe(4);
    expect(stdout).toMatch(/checksum/);
    expect(stderr).toContain('The store is damaged: 1 problem');
  });
});
