import type { SampleRange } from '@core/analyse-samples.ts';
import { type Checkpoint, portion } from '@core/checkpoint.ts';
import type { ReadingStore } from '@core/reading-store.ts';
import { alignSamples, type TagReadings } from '@core/samples/align-samples.ts';
import { AppFailure } from '@shared/errors.ts';
import type { AnalyseRequest } from '../worker-api.ts';
import { firstAtOrAfter, readBlock } from './read-readings.ts';
import { readSharedClock, type SharedClockSamples } from './read-shared-clock.ts';

export type DataRange = Pick<AnalyseRequest, 'fromMs' | 'toMs' | 'trainFromMs' | 'trainToMs'>;

export interface LoadedSamples extends SampleRange {
  readonly tagIds: readonly number[];
}

interface NamedTag {
  readonly id: number;
  readonly name: string;
}

/**
 * The samples of tags over a range, see `alignSamples`. `reading`: by `readSharedClock`, when it has begun already.
 * `onMany` is called early when they are many. Throws
 * `invalid-input` when there is no reading.
 */
export async function loadSamples(
  store: Pick<ReadingStore, 'readChunks'>,
  tags: readonly NamedTag[],
  range: DataRange,
  checkpoint: Checkpoint,
  reading?: Promise<SharedClockSamples | null>,
  onMany?: () => void,
): Promise<LoadedSamples> {
  const tagIds = tags.map((tag) => tag.id);
  const { timesMs, samples } =
    (await (reading ?? readSharedClock(store, tagIds, range, checkpoint, onMany))) ??
    alignSamples(await readEach(store, tags, range, checkpoint));
  if (samples.rowCount === 0) {
    throw new AppFailure({
      kind: 'invalid-input',
      message: 'There are no readings of these tags in this range.',
    });
  }
  return {
    tagIds,
    timesMs,
    samples,
    columnNames: tags.map((tag) => tag.name),
    trainFrom: firstAtOrAfter(timesMs, range.trainFromMs),
    trainTo: firstAtOrAfter(timesMs, range.trainToMs + 1),
  };
}

async function readEach(
  store: Pick<ReadingStore, 'readChunks'>,
  tags: readonly NamedTag[],
  range: DataRange,
  checkpoint: Checkpoint,
): Promise<TagReadings[]> {
  const readings: TagReadings[] = [];
  for (const [index, tag] of tags.entries()) {
    const block = await readBlock(
      (fromMs, toMs) => store.readChunks(tag.id, fromMs, toMs),
      range.fromMs,
      range.toMs,
      portion(checkpoint, index / tags.length, (index + 1) / tags.length),
    );
    readings.push({ name: tag.name, block });
  }
  return readings;
}
