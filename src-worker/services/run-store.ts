import type { ReadingStore } from '@core/reading-store.ts';

/** What a run asks of the store. */
export type RunStore = Pick<
  ReadingStore,
  | 'readChunks'
  | 'readScores'
  | 'beginRun'
  | 'getRun'
  | 'leaveOutTags'
  | 'resumeRun'
  | 'loadTraining'
  | 'saveTraining'
  | 'saveDetector'
  | 'loadDetector'
  | 'saveOperation'
  | 'appendScores'
  | 'appendAnomalies'
  | 'finishRun'
  | 'endRun'
>;
