import type { Checkpoint } from '@core/checkpoint.ts';
import { generatePlant } from '@core/generate/generate-plant.ts';
import { BAD, GOOD } from '@core/quality.ts';
import type { ReadingStore } from '@core/reading-store.ts';
import type { ImportSummary } from '@shared/contract/readings.ts';
import { createSHA256 } from 'hash-wasm';
import type { GenerateRequest } from '../worker-api.ts';
import { createChunkWriter } from '@core/import/chunk-writer.ts';

const bytesOf = (values: Float64Array): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

const missingAsBad = (values: Float64Array): Uint8Array =>
  Uint8Array.from(values, (value) => (Number.isNaN(value) ? BAD : GOOD));

/** Simulates a plant into the store as one numbered import, with its faults as known events. */
export async function generateReadings(
  store: ReadingStore,
  request: GenerateRequest,
  checkpoint: Checkpoint,
): Promise<ImportSummary> {
  const { plantId, ...settings } = request;
  const plant = generatePlant({ ...settings, faults: 'default' }, checkpoint);
  const hash = await createSHA256();
  const importId = await store.beginImport({
    plantId,
    source: 'generated',
    fileName: `simulated, seed ${request.seed}`,
    settings,
    startedMs: Date.now(),
  });
  try {
    const tagIds = await store.resolveTags(
      plantId,
      plant.signals.map((signal) => ({
        name: signal.tagName,
        unit: signal.unit,
        description: signal.description,
        lowLimit: signal.limits[0],
        highLimit: signal.limits[1],
      })),
    );
    const writer = createChunkWriter(store, importId);
    let byteCount = 0;
    for await (const { timesMs, columns } of plant.portions) {
      hash.update(bytesOf(timesMs));
      byteCount += timesMs.byteLength;
      for (const [index, { values }] of columns.entries()) {
        const tagId = tagIds[index];
        if (tagId === undefined) throw new Error(`signal ${index} has no tag`);
        hash.update(bytesOf(values));
        byteCount += values.byteLength;
        await writer.add(tagId, { timesMs, values, qualities: missingAsBad(values), statuses: [] });
      }
    }
    await writer.finish();
    return await store.commitImport(importId, {
      fileBytes: byteCount,
      fileSha256: hash.digest('hex'),
      rowCount: request.rowCount,
      rejectedCount: 0,
      duplicateCount: writer.duplicateCount(),
      notices: ['Simulated readings: a computed plant with built-in faults, not a measurement.'],
      events: plant.events,
      finishedMs: Date.now(),
    });
  } catch (caught) {
    // What cannot be taken away now is invisible, and taken away before the next import or at the next start.
    await store.abortImport(importId).catch(() => undefined);
    throw caught;
  }
}
