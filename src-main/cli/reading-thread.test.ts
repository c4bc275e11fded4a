import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cancelled, type Checkpoint, noCheckpoint } from '@core/checkpoint.ts';
import type { CsvOutcome, CsvReject, CsvTag, SeriesPortion } from '@core/csv/csv-stream.ts';
import { previewCsv, readCsv } from '@core/csv/read-csv.ts';
import type { ReadFile } from '@core/import/import-csv.ts';
import { openFileSource } from './file-source.ts';
import { MOST_UNDERWAY, readToPort } from './read-to-port.ts';
import { type FileReading, type FromReader, readOnThread } from './reading-thread.ts';
import { buildThreadProgram } from './testing/thread-program.ts';

const folder = mkdtempSync(join(tmpdir(), 'boilerhouse-reading-'));
const program = join(folder, 'reading-worker.mjs');

beforeAll(() => buildThreadProgram('reading-worker', folder));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function put(text: string): string {
  const path = join(folder, 'april.csv');
  writeFileSync(path, text);
  return path;
}

const START_S = 1_711_932_300;
/** Enough for several portions, with a status, a rejected row and a step back in time. */
const ROWS = Array.from({ length: 40_000 }, (_, row) =>
  row === 777
    ? `${START_S + row},I/O Timeout,3`
    : row === 20_000
      ? 'not a time,1,2'
      : `${START_S + (row === 30_000 ? row - 50 : row)},${(row % 200) / 10},${row}`,
);
const FILE = ['ts,load,count', ...ROWS, ''].join('\n');

interface Read {
  readonly outcome: CsvOutcome;
  readonly tags: readonly CsvTag[];
  readonly rejects: readonly CsvReject[];
  readonly series: readonly SeriesPortion[];
}

async function readWith(read: ReadFile, path: string, checkpoint: Checkpoint = noCheckpoint): Promise<Read> {
  const source = await openFileSource(path);
  const { plan } = await previewCsv(source, {});
  const tags: CsvTag[] = [];
  const rejects: CsvReject[] = [];
  const series: SeriesPortion[] = [];
  const sink = {
    addTag: (tag: CsvTag) => void tags.push(tag),
    addReject: (reject: CsvReject) => void rejects.push(reject),
    addPortion: (portion: readonly SeriesPortion[]) => void series.push(...portion),
  };
  const outcome = await read(source, plan, sink, { checkpoint, nowMs: START_S * 2000 });
  return { outcome, tags, rejects, series: series.map((one) => ({ ...one, statuses: [...one.statuses] })) };
}

function onThread(path: string): FileReading {
  const reading = readOnThread(program, path);
  if (reading === null) throw new Error('The program of the thread is missing');
  return reading;
}

describe('a file that is read on another thread', () => {
  it('gives the readings, tags, rejects, counts and hash that it gives on this one', async () => {
    const path = put(FILE);
    const reading = onThread(path);
    const here = await readWith(readCsv, path);
    const there = await readWith(reading.read, path);
    expect(there.outcome).toEqual(here.outcome);
    expect([there.tags, there.rejects]).toEqual([here.tags, here.rejects]);
    const values = ({ series }: Read): unknown =>
      series.map(({ tagIndex, timesMs, values: column, qualities }) => [
        tagIndex,
        timesMs,
        column,
        qualities,
      ]);
    expect(values(there)).toEqual(values(here));
    expect(there.series.at(-1)?.statuses).toEqual(here.series.at(-1)?.statuses);
    expect(here.rejects).toHaveLength(1);
    expect(await reading.hash.digest()).toBe(createHash('sha256').update(FILE).digest('hex'));
  });

  it('fails with what is wrong with the file', async () => {
    const path = put(`${FILE}1711999999,"2,3\n`);
    await expect(readWith(onThread(path).read, path)).rejects.toMatchObject({ error: { kind: 'bad-file' } });
  });

  it('ends when the work is cancelled', async () => {
    const path = put(FILE);
    const cancel: Checkpoint = () => Promise.reject(cancelled());
    await expect(readWith(onThread(path).read, path, cancel)).rejects.toMatchObject({
      error: { kind: 'cancelled' },
    });
  });

  it('fails when the thread fails', async () => {
    const broken = join(folder, 'broken.mjs');
    writeFileSync(broken, 'throw new Error("no room");');
    const path = put(FILE);
    const reading = readOnThread(broken, path);
    await expect(readWith(reading?.read ?? readCsv, path)).rejects.toThrow('no room');
  });

  it('waits with further rejected rows until those before them are taken', async () => {
    const wrong = `not a time,${'x'.repeat(1000)}`;
    const { plan } = await previewCsv(await openFileSource(put(FILE)), {});
    const path = put(
      ['ts,load,count', ...ROWS.slice(0, 500), ...Array<string>(20_000).fill(wrong)].join('\n'),
    );
    const listen = (takes: boolean) => {
      const { port1, port2 } = new MessageChannel();
      const heard = { bytes: 0, rejects: 0, isDone: false };
      port1.on('message', (message: FromReader) => {
        if (message.kind === 'rejects') {
          heard.bytes += message.bytes;
          heard.rejects += message.rejects.length;
          if (takes) port1.postMessage(message.bytes);
        }
        heard.isDone ||= message.kind === 'done';
      });
      return { heard, ended: once(port1, 'close'), close: () => port1.close(), port: port2 };
    };
    const slow = listen(false);
    const quick = listen(true);
    void readToPort({ path, plan, nowMs: START_S * 2000 }, slow.port);
    await readToPort({ path, plan, nowMs: START_S * 2000 }, quick.port);
    await quick.ended;
    expect(quick.heard).toMatchObject({ rejects: 20_000, isDone: true });
    expect(slow.heard.isDone).toBe(false);
    expect(slow.heard.bytes).toBeGreaterThan(MOST_UNDERWAY);
    expect(slow.heard.bytes).toBeLessThan(1.1 * MOST_UNDERWAY);
    slow.close();
  });

  it('is read here where there is no program for a thread', () => {
    expect(readOnThread(join(folder, 'missing.mjs'), 'april.csv')).toBeNull();
  });
});
