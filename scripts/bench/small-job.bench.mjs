import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchPlant } from './bench-plant.mjs';
import { loadSources } from './load-sources.mjs';
import { medianOf, secondsOf } from './measure.mjs';

export const title = 'The 1,000-row job, every step with the store';

const ROUNDS = 6;

export async function run({ root, report }) {
  const sources = await loadSources(root, 'small-job', [
    'src-main/store/open-store.ts',
    'src-main/store/reading-store.ts',
    'src-main/store/plants.ts',
    'src-main/store/tags.ts',
    'src-main/store/readings/trends.ts',
    'src-worker/services/generate-service.ts',
    'src-worker/services/run-service.ts',
    'src-worker/core/generate/generate-plant.ts',
    'src-worker/core/checkpoint.ts',
  ]);
  const { openStore, createReadingStore, addPlant, listTags, queryTrend } = sources;
  const { generateReadings, analyse, changeContamination, DEFAULT_START_MS, DEFAULT_STEP_MS, noCheckpoint } =
    sources;
  const folder = mkdtempSync(join(tmpdir(), 'boilerhouse-bench-'));
  const times = { generate: [], analyse: [], contamination: [], chart: [] };
  const store = openStore({
    folder,
    programVersion: '0.0.0',
    now: () => Date.now(),
    onChanged: () => undefined,
  });
  try {
    const readings = createReadingStore(store);
    for (let round = 0; round < ROUNDS; round++) {
      const plantId = addPlant(store.writer, benchPlant(`Bench ${round}`)).id;
      const request = {
        plantId,
        signals: 'classic',
        rowCount: 1000,
        stepMs: DEFAULT_STEP_MS,
        startMs: DEFAULT_START_MS,
        seed: 42,
        capacityMw: 80,
      };
      times.generate.push(await secondsOf(() => generateReadings(readings, request, noCheckpoint)));
      const tagIds = listTags(store.reader, plantId).map(({ id }) => id);
      const fromMs = DEFAULT_START_MS;
      const toMs = fromMs + 999 * DEFAULT_STEP_MS;
      const range = { fromMs, toMs, trainFromMs: fromMs, trainToMs: toMs };
      const settings = {
        plantId,
        tagIds,
        detectorId: 'isolation-forest',
        detectorOptions: { trees: 100, subsample: 256 },
        seed: 42,
        contamination: 0.05,
      };
      let summary;
      const train = async () => (summary = await analyse(readings, { ...settings, ...range }, noCheckpoint));
      times.analyse.push(await secondsOf(train));
      if (summary.anomalousCount !== 50)
        throw new Error(`${summary.anomalousCount} anomalous samples instead of 50`);
      times.contamination.push(
        await secondsOf(() => changeContamination(readings, summary.id, 0.1, noCheckpoint)),
      );
      const draw = () => {
        for (const ownerId of tagIds)
          queryTrend(store.reader, { kind: 'readings', ownerId }, { fromMs, toMs, pixels: 1200 });
      };
      times.chart.push(await secondsOf(draw));
    }
  } finally {
    store.close();
    rmSync(folder, { recursive: true, force: true });
  }
  const steps = [
    ['generate and store', times.generate],
    ['train, score, find anomalies and store', times.analyse],
    ['another contamination', times.contamination],
    ['chart of 5 tags', times.chart],
  ];
  for (const [what, seconds] of steps) {
    report({ what: `${what}, first time`, seconds: seconds[0], limit: 0.1 });
    report({ what, seconds: medianOf(seconds.slice(1)), limit: 0.1 });
  }
}
