import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { run } from './testing/cli-folder.ts';

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'boilerhouse-cli-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const place = (...names: string[]): string => join(folder, ...names);
const read = (...names: string[]): string => readFileSync(place(...names), 'utf8');
const linesOf = (...names: string[]): string[] =>
  read(...names)
    .trimEnd()
    .split(/\r?\n/);
const scoreRows = (): string[][] =>
  linesOf('out', 'scores.csv')
    .slice(1)
    .map((line) => line.split(','));

const runFile = z.object({
  program: z.object({ name: z.string(), version: z.string() }),
  plant: z.string().nullable(),
  file: z.object({ name: z.string(), bytes: z.number(), sha256: z.string(), rejectedRows: z.number() }),
  dataSha256: z.string(),
  rows: z.number(),
  tags: z.array(z.object({ name: z.string(), unit: z.string().nullable() })),
  seed: z.number(),
  contamination: z.number(),
  trainRows: z.number(),
  threshold: z.number(),
  scoredCount: z.number(),
  anomalousCount: z.number(),
  anomalyCount: z.number(),
  notices: z.array(z.string()),
  timings: z.array(z.object({ step: z.string(), ms: z.number() })),
});
const readRun = () => runFile.parse(JSON.parse(read('out', 'run.json')));

async function generated(rows = 1000): Promise<string> {
  await run('generate', '--rows', String(rows), '--seed', '42', '--out', place('plant.csv'));
  return place('plant.csv');
}

describe('boilerhouse analyse', () => {
  it('flags exactly 50 of 1,000 generated samples at 0.05', async () => {
    const file = await generated();
    const { exitCode, stdout } = await run('analyse', file, '--out', place('out'), '--plant', 'ZAWAR MINES');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^1000 samples of \d tags, 1000 scored, 50 anomalous in \d+ anomalies/);
    expect(linesOf('out', 'scores.csv')[0]).toBe('time,score,threshold,anomalous');
    const rows = scoreRows();
    expect(rows).toHaveLength(1000);
    expect(rows.filter(([, , , anomalous]) => anomalous === '1')).toHaveLength(50);
    for (const [, score, threshold, anomalous] of rows) {
      expect(anomalous).toBe(Number(score) > Number(threshold) ? '1' : '0');
    }
    expect(rows[0]?.[0]).toBe('2023-12-31T18:30:00Z');
  });

  it('finds the load rejection that the generator put in', async () => {
    await run('analyse', await generated(), '--out', place('out'));
    const loads = linesOf('plant.csv').map((line) => Number(line.split(',')[8] ?? NaN));
    const rows = scoreRows();
    // On house load the unit runs at 7 %; healthy it never falls below 44 %.
    const onHouseLoad = loads.flatMap((load, line) => (load > 0.05 && load < 0.1 ? [line - 1] : []));
    expect(onHouseLoad.length).toBeGreaterThan(3);
    for (const row of onHouseLoad) expect(rows[row]?.[3]).toBe('1');
  });

  it('records everything that is needed to do it again', async () => {
    const file = await generated();
    await run(
      'analyse',
      file,
      '--out',
      place('out'),
      '--plant',
      'P',
      '--seed',
      '7',
      '--contamination',
      '0.1',
    );
    const facts = readRun();
    expect(facts).toMatchObject({ plant: 'P', seed: 7, contamination: 0.1, rows: 1000, trainRows: 1000 });
    expect(facts.file.sha256).toBe(createHash('sha256').update(readFileSync(file)).digest('hex'));
    expect(facts.anomalousCount).toBe(100);
    expect(facts.tags.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['temperature', 'vibration', 'pressure', 'flow_rate', 'load_factor']),
    );
    expect(facts.tags.find(({ name }) => name === 'flow_rate')?.unit).toBe('t/h');
    expect(facts.timings.length).toBeGreaterThan(2);
  });

  it('gives the same scores twice', async () => {
    const file = await generated();
    await run('analyse', file, '--out', place('out'));
    const first = read('out', 'scores.csv') + read('out', 'anomalies.csv');
    await run('analyse', file, '--out', place('out'));
    expect(read('out', 'scores.csv') + read('out', 'anomalies.csv')).toBe(first);
    expect(readdirSync(place('out')).sort()).toEqual(['anomalies.csv', 'run.json', 'scores.csv']);
  });

  it('lists the anomalies with the tags that explain them', async () => {
    await run('analyse', await generated(), '--out', place('out'), '--plant', '=evil()');
    const [header, ...lines] = linesOf('out', 'anomalies.csv');
    expect(header).toMatch(
      /^start,end,duration_s,peak_time,peak_score,samples,tag_1,share_1,actual_1,usual_1,unit_1,/,
    );
    expect(lines).toHaveLength(readRun().anomalyCount);
    const samples = lines.reduce((sum, line) => sum + Number(line.split(',')[5]), 0);
    expect(samples).toBe(50);
    for (const line of lines) {
      expect(line.split(',')[6]).toMatch(/^(temperature|vibration|pressure|flow_rate|load_factor)$/);
      expect(line).toMatch(/,'=evil\(\),(process|sensor),/);
    }
  });

  it('keeps rows without readings in their place, unscored', async () => {
    const rows = Array.from(
      { length: 40 },
      (_, row) => `2024-01-01 00:${String(row).padStart(2, '0')},${row % 7},${row % 5}`,
    );
    rows[10] = '2024-01-01 00:10,,';
    writeFileSync(place('gap.csv'), ['time,a,b', ...rows, ''].join('\n'));
    expect((await run('analyse', place('gap.csv'), '--out', place('out'))).exitCode).toBe(0);
    expect(scoreRows()).toHaveLength(40);
    expect(scoreRows()[10]?.[1]).toBe('');
    expect(scoreRows()[10]?.[3]).toBe('0');
    expect(readRun().scoredCount).toBe(39);
  });

  it('keeps the order of a file whose clock repeats and steps back', async () => {
    const minutes = [...Array(30).keys(), 29, 10, 11, ...Array(20).keys()].map((minute) => minute % 60);
    const rows = minutes.map(
      (minute, row) => `2024-01-01 00:${String(minute).padStart(2, '0')}:00,${row % 7}`,
    );
    writeFileSync(place('back.csv'), ['time,a', ...rows, ''].join('\n'));
    expect((await run('analyse', place('back.csv'), '--out', place('out'))).exitCode).toBe(0);
    expect(scoreRows().map(([time]) => Number(time?.slice(14, 16)))).toEqual(minutes);
  });
});

describe('analyse refuses', () => {
  it('columns to exclude that are not there, naming those that are: exit code 2', async () => {
    const { exitCode, stderr } = await run(
      'analyse',
      await generated(50),
      '--out',
      place('out'),
      '--exclude',
      'nothing',
    );
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/nothing.*Columns: timestamp, plant, fuel, capacity_mw, temperature/);
    expect(existsSync(place('out'))).toBe(false);
  });

  it('an unknown detector and more training rows than there are: exit code 2', async () => {
    const file = await generated(50);
    const unknown = await run('analyse', file, '--out', place('out'), '--detector', 'oracle');
    expect([unknown.exitCode, unknown.stderr]).toEqual([2, expect.stringContaining('Known detectors: ')]);
    const greedy = await run('analyse', file, '--out', place('out'), '--train-rows', '51');
    expect([greedy.exitCode, greedy.stderr]).toEqual([2, expect.stringContaining('the file has 50')]);
  });

  it.each([
    ['a missing file', null, /There is no such file/],
    ['an empty file', '', /empty/],
    ['a file without a time', 'load,pressure\n1.5,2.5\n3.5,4.5\n', /No column looks like a time/],
    [
      'an unclosed quote',
      'time,a\n2024-01-01 00:00,1\n"2024-01-01 00:01,2\n2024-01-01 00:02,3\n',
      /never closes/,
    ],
  ])('%s: exit code 3, the reason on standard error, nothing written', async (_what, content, reason) => {
    if (content !== null) writeFileSync(place('bad.csv'), content);
    const { exitCode, stdout, stderr } = await run('analyse', place('bad.csv'), '--out', place('out'));
    expect(exitCode).toBe(3);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/error: bad\.csv: /);
    expect(stderr).toMatch(reason);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(existsSync(place('out'))).toBe(false);
  });
  it('leaves out columns that have no numbers to learn from, and tells which', async () => {
    const rows = Array.from({ length: 300 }, (_, row) => {
      const minute = String(row % 60).padStart(2, '0');
      const hour = String(Math.floor(row / 60)).padStart(2, '0');
      return `2025-03-01 ${hour}:${minute}:00,${(50 + Math.sin(row)).toFixed(2)},${row % 40 === 0 ? '7.1' : ''},${row % 9 < 5 ? 'ON' : 'OFF'},`;
    });
    writeFileSync(place('odd.csv'), ['time,pressure,lab,pump,spare', ...rows, ''].join('\n'));
    const { exitCode, stdout, stderr } = await run(
      'analyse',
      place('odd.csv'),
      '--out',
      place('out'),
      '--detector',
      'automatic',
    );
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^300 samples of 1 tag, 300 scored, 0 anomalous in 0 anomalies, threshold/);
    expect(stderr).toContain(
      'Left out, since the 300 training rows hardly have a number for them: lab (8), pump (none), spare (none).',
    );
    expect(stderr).toContain('chosen: adaptive-z: one tag');
  });
});

const SKAB = '../shared/data/skab/valve1/0.csv';
const NAB = '../shared/data/nab/machine_temperature_system_failure.csv';

describe.skipIf(!existsSync(SKAB))('on benchmark files (skipped: data not present)', () => {
  it('trains on the first 400 rows of a SKAB file, without its labels', async () => {
    const args = ['--train-rows', '400', '--exclude', 'anomaly,changepoint'];
    expect((await run('analyse', SKAB, '--out', place('out'), ...args)).exitCode).toBe(0);
    const facts = readRun();
    expect(facts.trainRows).toBe(400);
    expect(facts.tags).toHaveLength(8);
    const lines = readFileSync(SKAB, 'utf8').trimEnd().split('\n').length;
    expect(scoreRows()).toHaveLength(lines - 1);
    expect(
      scoreRows()
        .slice(0, 400)
        .filter(([, , , anomalous]) => anomalous === '1'),
    ).toHaveLength(20);
  });

  it('takes the limit of the automatic choice from the training rows, unless a contamination is given', async () => {
    const args = ['--train-rows', '400', '--exclude', 'anomaly,changepoint', '--detector', 'automatic'];
    expect((await run('analyse', SKAB, '--out', place('out'), ...args)).exitCode).toBe(0);
    expect(JSON.parse(read('out', 'run.json'))).toMatchObject({
      contamination: null,
      thresholdRule: 'training-limit',
    });
    const inTraining = () =>
      scoreRows()
        .slice(0, 400)
        .filter(([, , , anomalous]) => anomalous === '1').length;
    expect(inTraining()).toBeLessThan(8);
    await run('analyse', SKAB, '--out', place('out'), ...args, '--contamination', '0.1');
    expect(readRun().contamination).toBe(0.1);
    // While an event is held its scores are equal, and equal scores never make it more than asked for.
    expect(inTraining()).toBeLessThanOrEqual(40);
    expect(inTraining()).toBeGreaterThan(30);
    expect(JSON.parse(read('out', 'run.json'))).toHaveProperty(
      'choice',
      expect.stringMatching(/^smoothed-z: 8 tags/),
    );
  });

  it('gives one line per row of the NAB file, in its order, the repeated hour among them', async () => {
    expect((await run('analyse', NAB, '--out', place('out'))).exitCode).toBe(0);
    const times = readFileSync(NAB, 'utf8')
      .trimEnd()
      .split(/\r?\n/)
      .slice(1)
      .map((line) => line.slice(0, 19));
    expect(times).toHaveLength(22_695);
    expect(scoreRows().map(([time]) => time?.slice(0, 19).replace('T', ' '))).toEqual(times);
  });
});
