import type { RunExportSource } from '../../export/run-export-source.ts';
import { eachAnomaly } from '../runs/anomalies.ts';
import { listImports } from '../imports/imports.ts';
import type { Store } from '../open-store.ts';
import { getPlant } from '../plants.ts';
import { getRun } from '../runs/runs.ts';
import { readBlocks } from './series-groups.ts';

/** A finished run as the export reads it: all through the reading connection, a portion at a time. */
export function createExportSource(store: Store, runId: number): RunExportSource {
  const { reader } = store;
  const run = getRun(reader, runId);
  return {
    run,
    plant: getPlant(reader, run.plantId),
    imports: listImports(reader, run.plantId).toReversed(),
    programVersion: store.programVersion,
    exportedMs: store.now(),
    anomalies: () => eachAnomaly(reader, runId),
    scores: () => readBlocks(reader, { kind: 'scores', ownerId: runId }, run.fromMs, run.toMs),
    readings: (tagId, fromMs, toMs) => readBlocks(reader, { kind: 'readings', ownerId: tagId }, fromMs, toMs),
  };
}
