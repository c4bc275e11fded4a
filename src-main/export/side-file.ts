import type { RunExportSource } from './run-export-source.ts';
import type { WrittenFile } from './file-writer.ts';
import { isoTime } from './iso-time.ts';

/** Where the exported tables come from: all that is needed to judge and to repeat them. */
export function describeExport(source: RunExportSource, files: readonly WrittenFile[]): object {
  const { run, plant } = source;
  const { units, ...nameplate } = plant;
  const touchesRun = (from: number | null, to: number | null): boolean =>
    from !== null && to !== null && from <= run.toMs && to >= run.fromMs;
  return {
    format: 'boilerhouse-run-export',
    formatVersion: 1,
    program: { name: 'Boilerhouse', version: source.programVersion },
    exportedAt: isoTime(source.exportedMs),
    times: 'ISO 8601, UTC',
    files,
    plant: { ...nameplate, units },
    run: {
      id: run.id,
      programVersion: run.programVersion,
      startedAt: isoTime(run.startedMs),
      finishedAt: run.finishedMs === null ? null : isoTime(run.finishedMs),
      dataRange: { from: isoTime(run.fromMs), to: isoTime(run.toMs) },
      trainingRange: { from: isoTime(run.trainFromMs), to: isoTime(run.trainToMs) },
      tags: run.tags,
      leftOutTags: run.leftOutTags ?? [],
      detector: { id: run.detectorId, options: run.detectorOptions, seed: run.seed },
      contamination: run.contamination,
      threshold: run.threshold,
      commonScale: run.scale ?? null,
      counts: {
        samples: run.sampleCount,
        scored: run.scoredCount,
        anomalous: run.anomalousCount,
        anomalies: run.anomalyCount,
      },
      dataSha256: run.dataSha256,
    },
    imports: source.imports
      .filter(({ firstMs, lastMs }) => touchesRun(firstMs, lastMs))
      .map((one) => ({
        number: one.id,
        source: one.source,
        file: one.fileName,
        bytes: one.fileBytes,
        sha256: one.fileSha256,
        rows: one.rowCount,
        readings: one.readingCount,
        missing: one.missingCount,
        rejected: one.rejectedCount,
        duplicates: one.duplicateCount,
        from: one.firstMs === null ? null : isoTime(one.firstMs),
        to: one.lastMs === null ? null : isoTime(one.lastMs),
      })),
  };
}
