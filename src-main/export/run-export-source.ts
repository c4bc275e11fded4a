import type { Plant } from '@shared/contract/plants.ts';
import type { ImportSummary } from '@shared/contract/readings.ts';
import type { Anomaly, RunSummary } from '@shared/contract/runs.ts';
import type { ReadingBlock } from '@core/reading-block.ts';

/** A run with all that its export tells, read a portion at a time. */
export interface RunExportSource {
  readonly run: RunSummary;
  readonly plant: Plant;
  /** Of the plant, oldest first. */
  readonly imports: readonly ImportSummary[];
  readonly programVersion: string;
  readonly exportedMs: number;
  /** By start. */
  anomalies(): Iterable<Anomaly>;
  scores(): Iterable<ReadingBlock>;
  readings(tagId: number, fromMs: number, toMs: number): Iterable<ReadingBlock>;
}
