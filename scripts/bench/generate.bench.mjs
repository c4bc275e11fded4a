import { loadSources } from './load-sources.mjs';
import { firstAndMedian, secondsOf } from './measure.mjs';

export const title = 'Generating a plant';

export async function run({ root, report }) {
  const { generatePlant, noCheckpoint, DEFAULT_START_MS } = await loadSources(root, 'generate', [
    'src-worker/core/generate/generate-plant.ts',
    'src-worker/core/checkpoint.ts',
  ]);
  const generate = (signals, rowCount, stepMs) => async () => {
    const settings = { capacityMw: 80, startMs: DEFAULT_START_MS, seed: 42, faults: 'default' };
    const plant = generatePlant({ ...settings, signals, rowCount, stepMs }, noCheckpoint);
    let rows = 0;
    for await (const { timesMs } of plant.portions) rows += timesMs.length;
    if (rows !== rowCount) throw new Error(`${rows} rows instead of ${rowCount}`);
  };
  const small = await firstAndMedian(generate('classic', 1000, 600_000));
  report({ what: '1,000 rows x 5 signals, first call', seconds: small.first, limit: 0.1 });
  report({ what: '1,000 rows x 5 signals', seconds: small.median, limit: 0.1 });
  const year = 'a year at one minute, 525,600 rows';
  report({ what: `${year} x 5 signals`, seconds: await secondsOf(generate('classic', 525_600, 60_000)) });
  report({ what: `${year} x 16 signals`, seconds: await secondsOf(generate('full', 525_600, 60_000)) });
}
