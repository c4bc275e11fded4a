import { mkdtempSync, openAsBlob, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchPlant } from './bench-plant.mjs';
import { loadSources } from './load-sources.mjs';
import { medianOf, secondsOf } from './measure.mjs';
import { writeWideCsv } from './wide-csv.mjs';

export const title = 'CSV to the store, and charts from it';

const ROWS = 1_000_000;
const TAGS = 6;
const PIXELS = 2000;

export async function run({ root, report }) {
  const sources = await loadSources(root, 'store', [
    'src-main/store/open-store.ts',
    'src-main/store/reading-store.ts',
    'src-main/store/plants.ts',
    'src-main/store/readings/trends.ts',
    'src-worker/services/import-service.ts',
    'src-worker/core/csv/preview-csv.ts',
    'src-worker/core/generate/generate-plant.ts',
    'src-worker/core/checkpoint.ts',
    'src-worker/core/iso-time.ts',
  ]);
  const { openStore, createReadingStore, addPlant, queryTrend, importFile, previewCsv, noCheckpoint } =
    sources;
  const folder = mkdtempSync(join(tmpdir(), 'boilerhouse-bench-'));
  try {
    const path = join(folder, 'bench.csv');
    await writeWideCsv(path, { rowCount: ROWS, tagCount: TAGS }, sources);
    const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
    const file = new File([await openAsBlob(path)], 'bench.csv');
    const source = { name: file.name, sizeBytes: file.size, open: () => file.stream() };
    const times = { preview: [], import: [] };
    for (let round = 0; round < 3; round++) {
      const data = join(folder, `store-${round}`);
      const store = openStore({
        folder: data,
        programVersion: '0.0.0',
        now: () => Date.now(),
        onChanged: () => undefined,
      });
      const plant = addPlant(store.writer, benchPlant());
      let plan;
      const preview = async () => ({ plan } = await previewCsv(source, {}));
      times.preview.push(await secondsOf(preview));
      const request = { plantId: plant.id, source: { kind: 'file', file }, plan };
      let summary;
      const load = async () => (summary = await importFile(createReadingStore(store), request, noCheckpoint));
      times.import.push(await secondsOf(load));
      if (summary.readingCount !== ROWS * TAGS) throw new Error(`${summary.readingCount} readings`);
      if (round === 2) {
        report({ what: 'preview of the file', seconds: medianOf(times.preview) });
        report({
          what: `CSV of 1,000,000 x 7 (${megabytes(statSync(path).size)}) to the store`,
          seconds: medianOf(times.import),
          limit: 3,
          note: `${megabytes(store.databaseBytes())} stored; in one process`,
        });
        await charts(store, queryTrend, summary, report);
      }
      store.close();
      rmSync(data, { recursive: true });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function charts(store, queryTrend, { firstMs, lastMs }, report) {
  const spanMs = lastMs - firstMs;
  const ranges = [
    ['1,000,000 readings', firstMs, lastMs],
    ['a tenth of it', firstMs + 0.4 * spanMs, firstMs + 0.5 * spanMs],
    ['a thousandth of it', firstMs + 0.4 * spanMs, firstMs + 0.401 * spanMs],
  ];
  for (const [what, fromMs, toMs] of ranges) {
    const window = { fromMs: Math.round(fromMs), toMs: Math.round(toMs), pixels: PIXELS };
    const times = [];
    for (let round = 0; round < 9; round++) {
      const query = () => {
        for (let tagId = 1; tagId <= TAGS; tagId++) {
          queryTrend(store.reader, { kind: 'readings', ownerId: tagId }, window);
        }
      };
      times.push(await secondsOf(query));
    }
    report({
      what: `chart of ${TAGS} tags, ${PIXELS} pixels: ${what}`,
      seconds: medianOf(times),
      limit: 0.1,
    });
  }
}
