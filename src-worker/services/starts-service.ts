import { type Checkpoint, noCheckpoint } from '@core/checkpoint.ts';
import type { ReadingStore } from '@core/reading-store.ts';
import { overlayStarts } from '@core/starts/compare-starts.ts';
import { courseSource } from '@core/starts/course-source.ts';
import { reportStarts } from '@core/starts/plant-starts.ts';
import type { ReadTag, StartOverlay, StartsReport } from '@core/starts/start-report.ts';
import type { OverlayRequest, StartsRequest } from '../worker-api.ts';
import { readBlock } from './read-readings.ts';

const readFrom =
  (store: ReadingStore, checkpoint: Checkpoint): ReadTag =>
  (tagId, fromMs, toMs) =>
    readBlock(
      (from, to) => store.readChunks(tagId, from, to),
      Math.floor(fromMs),
      Math.ceil(toMs),
      // How far all is, says the report; a long tag must let a cancel in all the same.
      () => checkpoint(0, 'Reading'),
    );

/** Start-ups of a plant, each compared with its golden one. */
export function findStarts(
  store: ReadingStore,
  request: StartsRequest,
  checkpoint: Checkpoint,
): Promise<StartsReport> {
  let done = 0;
  const inPlace: Checkpoint = (_done, label) => checkpoint(done, label);
  const ahead: Checkpoint = (reached, label) => checkpoint((done = Math.max(done, reached)), label);
  return reportStarts({ ...request, read: readFrom(store, inPlace) }, ahead);
}

/** A start-up over its golden one. */
export const overlay = (
  store: ReadingStore,
  { tags, start, starts, stepMs }: OverlayRequest,
): Promise<StartOverlay> =>
  overlayStarts(courseSource(readFrom(store, noCheckpoint)), tags, start, starts, stepMs);
