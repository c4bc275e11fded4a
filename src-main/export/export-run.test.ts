import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeBlock } from '@core/chunks/encode-chunk.ts';
import { addPlant } from '../store/plants.ts';
import { createStoreCalls } from '../store/store-calls.ts';
import {
  createTemporaryStore,
  everySecond,
  importColumns,
  plantFields,
  START_MS,
  type TemporaryStore,
} from '../store/testing/temporary-store.ts';
import { fileStem } from './export-run.ts';

let temporary: TemporaryStore;
let folder = '';
beforeEach(() => {
  temporary = createTemporaryStore();
  folder = mkdtempSync(join(tmpdir(), 'boilerhouse-export-'));
});
afterEach(() => {
  temporary.remove();
  rmSync(folder, { recursive: true });
});

const SCORES = [0.4, 0.7, 0.8, 0.5, NaN, 0.9];

/** Two tags over six seconds, one named like a formula; samples 1, 2 and 5 are above the threshold of 0.6. */
async function createRun(): Promise<number> {
  const { readings, store } = temporary;
  const plantId = addPlant(store.writer, plantFields('ZAWAR MINES / Unit 1')).id;
  const { tagIds } = await importColumns(
    readings,
    plantId,
    {
      vibration: [everySecond(0, [2.1, 6.8, NaN, 2.2, 2.1, -5.2])],
      '=cmd|calc': [
        [
          [0, 1],
          [1, 10],
          [1.5, 20],
          [2, 30],
          [3, 40],
          [5, 50],
        ],
      ],
    },
    { fileSha256: 'ab'.repeat(32) },
  );
  const [vibration = 0, formula = 0] = tagIds;
  const runId = await readings.beginRun({
    plantId,
    tagIds,
    detectorId: 'isolation-forest',
    detectorOptions: { trees: 100 },
    seed: 42,
    contamination: 0.5,
    fromMs: START_MS,
    toMs: START_MS + 5000,
    trainFromMs: START_MS,
    trainToMs: START_MS + 5000,
    startedMs: START_MS,
  });
  const timesMs = Float64Array.from(SCORES, (_, i) => START_MS + i * 1000);
  const block = { timesMs, values: Float64Array.from(SCORES), qualities: new Uint8Array(6), statuses: [] };
  await readings.appendScores(runId, encodeBlock(block));
  const at = (second: number): number => START_MS + second * 1000;
  await readings.appendAnomalies(runId, [
    {
      startMs: at(1),
      endMs: at(2),
      peakMs: at(2),
      peakScore: 0.8,
      sampleCount: 2,
      contributions: [
        { tagId: formula, share: 0.25, actual: 30, usual: 15 },
        { tagId: vibration, share: 0.75, actual: null, usual: 2.1 },
      ],
    },
    { startMs: at(5), endMs: at(5), peakMs: at(5), peakScore: 0.9, sampleCount: 1, contributions: [] },
  ]);
  await readings.finishRun(runId, {
    contamination: 0.5,
    threshold: 0.6,
    sampleCount: 6,
    scoredCount: 5,
    anomalousCount: 3,
    dataSha256: 'cd'.repeat(32),
    finishedMs: START_MS + 9000,
  });
  return runId;
}

const text = (name: string): string => readFileSync(join(folder, name), 'utf8');
const lines = (name: string): string[] => text(name).split('\r\n');

describe('exporting a run', () => {
  it('writes anomalies, flagged readings and a side file, and nothing else', async () => {
    const runId = await createRun();
    const { files } = await createStoreCalls(temporary.store)['exports.write']({ runId, folder });
    const stem = 'ZAWAR-MINES-Unit-1-run1';
    expect(files).toEqual([`${stem}-anomalies.csv`, `${stem}-flagged-readings.csv`, `${stem}.json`]);
    expect(readdirSync(folder).toSorted()).toEqual(files.toSorted());

    const tags = [1, 2, 3, 4, 5].map((n) => `tag_${n},unit_${n},share_${n},actual_${n},usual_${n}`).join(',');
    expect(lines(files[0] ?? '')).toEqual([
      `number,start,end,duration_s,peak_time,peak_score,samples,${tags},kind,sensor_fault,mode,because,evidence`,
      `1,2024-04-01T00:00:01.000+00:00,2024-04-01T00:00:02.000+00:00,1,2024-04-01T00:00:02.000+00:00,0.8,2,vibration,,0.75,,2.1,'=cmd|calc,,0.25,30,15,${','.repeat(19)}`,
      `2,2024-04-01T00:00:05.000+00:00,2024-04-01T00:00:05.000+00:00,0,2024-04-01T00:00:05.000+00:00,0.9,1,${','.repeat(29)}`,
      '',
    ]);
    // Second 1 holds two readings of the second tag, 10 and 20; second 2 misses the first tag.
    expect(lines(files[1] ?? '')).toEqual([
      `time,score,threshold,anomaly,vibration,'=cmd|calc`,
      '2024-04-01T00:00:01.000+00:00,0.7,0.6,1,6.8,15',
      '2024-04-01T00:00:02.000+00:00,0.8,0.6,1,,30',
      '2024-04-01T00:00:05.000+00:00,0.9,0.6,2,-5.2,50',
      '',
    ]);
  });

  it('says in the side file where everything comes from', async () => {
    const runId = await createRun();
    const { files } = await createStoreCalls(temporary.store)['exports.write']({ runId, folder });
    const side: unknown = JSON.parse(text(files[2] ?? ''));
    expect(side).toMatchObject({
      program: { name: 'Boilerhouse', version: '1.2.3' },
      exportedAt: '2024-04-01T00:00:00.000+00:00',
      plant: { name: 'ZAWAR MINES / Unit 1', capacityMw: 80 },
      run: {
        id: runId,
        dataRange: { from: '2024-04-01T00:00:00.000+00:00', to: '2024-04-01T00:00:05.000+00:00' },
        detector: { id: 'isolation-forest', options: { trees: 100 }, seed: 42 },
        contamination: 0.5,
        threshold: 0.6,
        counts: { samples: 6, scored: 5, anomalous: 3, anomalies: 2 },
        dataSha256: 'cd'.repeat(32),
      },
      imports: [{ number: 1, file: 'april.csv', sha256: 'ab'.repeat(32), readings: 12, missing: 1 }],
      files: files.slice(0, 2).map((name) => ({
        name,
        sha256: createHash('sha256')
          .update(readFileSync(join(folder, name)))
          .digest('hex'),
      })),
    });
  });

  it('refuses a run without a result', async () => {
    const runId = await createRun();
    temporary.store.writer.prepare(`UPDATE runs SET status = 'cancelled' WHERE id = ?`).run(runId);
    await expect(createStoreCalls(temporary.store)['exports.write']({ runId, folder })).rejects.toThrow(
      /cancelled and has no result/,
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  it('leaves nothing behind and says why when the folder is gone', async () => {
    const runId = await createRun();
    const missing = join(folder, 'missing');
    await expect(
      createStoreCalls(temporary.store)['exports.write']({ runId, folder: missing }),
    ).rejects.toThrow(/it does not exist/);
  });
});

describe('the beginning of a file name', () => {
  it.each([
    ['ZAWAR MINES', 'ZAWAR-MINES'],
    ['../../etc/x', 'etc-x'],
    ['अनपरा ताप', 'अनपरा-ताप'],
    ['<img src=x>', 'img-src-x'],
    ['***', 'plant'],
  ])('%s becomes %s', (name, stem) => {
    expect(fileStem(name)).toBe(stem);
  });
});
