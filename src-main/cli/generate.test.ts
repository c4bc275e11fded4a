import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCli } from './run-cli.ts';
import { run } from './testing/cli-folder.ts';

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'boilerhouse-cli-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const place = (name: string): string => join(folder, name);
const linesOf = (name: string): string[] => readFileSync(join(folder, name), 'utf8').trimEnd().split('\n');

describe('boilerhouse generate', () => {
  it('writes the nine classic columns, the same bytes for the same seed', async () => {
    for (const name of ['a.csv', 'b.csv']) {
      const { exitCode, stdout } = await run(
        'generate',
        '--rows',
        '1000',
        '--seed',
        '42',
        '--out',
        join(folder, name),
      );
      expect([exitCode, stdout]).toEqual([0, '']);
    }
    expect(linesOf('a.csv')).toEqual(linesOf('b.csv'));
    expect(linesOf('a.csv')).toHaveLength(1001);
    for (const line of linesOf('a.csv')) expect(line.split(',')).toHaveLength(9);
    expect(linesOf('a.csv')[0]).toMatch(/^timestamp,plant,fuel,capacity_mw,temperature.*,load_factor$/);
    expect(linesOf('a.csv')[1]).toMatch(/^2023-12-31T18:30:00Z,ZAWAR MINES,Coal,80,\d{3}\.\d,/);
  });

  it('simulates outages where they are wanted, and says which starts were faulty', async () => {
    const wanted = ['--rows', '8064', '--outages', 'weekly', '--truth', place('truth.csv')];
    const { exitCode } = await run('generate', ...wanted, '--out', place('starts.csv'));
    expect(exitCode).toBe(0);
    const loads = linesOf('starts.csv').map((line) => line.split(',')[8]);
    expect(loads.filter((load) => load === '0.000').length).toBeGreaterThan(500);
    expect(linesOf('truth.csv').filter((line) => line.startsWith('normal,'))).toHaveLength(8);
    expect(linesOf('truth.csv').filter((line) => line.startsWith('slow-start,'))).toHaveLength(1);
  });

  it('gives other rows for another seed', async () => {
    const one = await run('generate', '--rows', '5', '--seed', '1');
    const other = await run('generate', '--rows', '5', '--seed', '2');
    expect(one.stdout.split('\n')[0]).toBe(other.stdout.split('\n')[0]);
    expect(one.stdout).not.toBe(other.stdout);
  });

  it('writes to standard output without --out and keeps progress off it', async () => {
    const { stdout, stderr } = await run(
      'generate',
      '--rows',
      '3',
      '--step',
      '60',
      '--start',
      '2024-06-01T00:00:00+05:30',
    );
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .slice(1)
        .map((line) => line.split(',')[0]),
    ).toEqual(['2024-05-31T18:30:00Z', '2024-05-31T18:31:00Z', '2024-05-31T18:32:00Z']);
    expect(stderr).toContain('Simulating');
  });

  it('tells the truth about its faults on request', async () => {
    await run('generate', '--out', place('a.csv'), '--truth', place('truth.csv'));
    const [header, ...faults] = linesOf('truth.csv').map((line) => line.trimEnd());
    expect(header).toBe('kind,tag,start,end,note');
    expect(faults).toHaveLength(10);
    expect(faults.join('\n')).toMatch(/^load-rejection,,2024-01-0\dT\d\d:\d0:00Z,2024-/m);
  });

  it('leaves no file behind when the folder cannot be written, with exit code 4 and no stack', async () => {
    writeFileSync(join(folder, 'file'), '');
    const { exitCode, stderr } = await run('generate', '--out', join(folder, 'file', 'x.csv'));
    expect(exitCode).toBe(4);
    expect(stderr).toMatch(/^(?:Simulating.*\n)?error: Cannot write "/);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(readdirSync(folder)).toEqual(['file']);
  });
});

describe('Ctrl+C', () => {
  it('ends a command with exit code 4 and leaves nothing behind', async () => {
    let stderr = '';
    const exitCode = await runCli(['generate', '--rows', '2000000', '--out', place('a.csv')], {
      write: () => Promise.resolve(),
      tell: (text) => {
        if (stderr === '') process.emit('SIGINT');
        stderr += text;
      },
      isTerminal: false,
    });
    expect(exitCode).toBe(4);
    expect(stderr).toContain('Cancelled. Nothing was written.');
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('wrong usage', () => {
  it.each([
    ['no command', []],
    ['an unknown command', ['fly']],
    ['an unknown option', ['generate', '--wings', '2']],
    ['a row count that is no number', ['generate', '--rows', 'many']],
    ['no rows', ['generate', '--rows', '0']],
    ['a seed with a fraction', ['generate', '--seed', '1.5']],
    ['a start that is no time', ['generate', '--start', 'yesterday']],
    ['a word too many', ['generate', 'extra']],
    ['analyse without a folder', ['analyse', 'x.csv']],
    ['a zone that does not exist', ['analyse', 'x.csv', '--out', 'y', '--zone', 'Nowhere']],
    ['a contamination above one half', ['analyse', 'x.csv', '--out', 'y', '--contamination', '0.6']],
  ])('is exit code 2, explained on standard error: %s', async (_what, args) => {
    const { exitCode, stdout, stderr } = await run(...args);
    expect(exitCode).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).not.toBe('');
  });
});

describe('help', () => {
  it.each([['--help'], ['generate', '--help'], ['analyse', '--help'], ['help', 'analyse']])(
    'is a result, with exit code 0: %s %s',
    async (...args) => {
      const { exitCode, stdout, stderr } = await run(...args.filter((word) => typeof word === 'string'));
      expect(exitCode).toBe(0);
      expect(stdout).toMatch(/^Usage: boilerhouse/);
      expect(stderr).toBe('');
    },
  );

  it('tells the version of the package', async () => {
    const { version } = z
      .object({ version: z.string() })
      .parse(JSON.parse(readFileSync('package.json', 'utf8')));
    expect((await run('--version')).stdout).toBe(`${version}\n`);
  });
});
