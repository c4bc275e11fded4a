import { type FittedDetector, scoreRows } from '../detectors/detector.ts';
import { findDetector } from '../detectors/registry.ts';
import { type Matrix, toShared } from '../matrix.ts';
import { serveWork, type SideJob, type SideReply } from './side-work.ts';

/**
 * One scoring that several threads work on. A message of it copies nothing but the detector: samples, scores and
 * control lie in shared memory. Threads take chunks of rows one after the other, so a slow one takes fewer.
 */
export interface ScoringJob {
  readonly detectorId: string;
  /** What the detector's `toParts` gave, or else its `toJSON`. */
  readonly fitted: { readonly parts: unknown } | { readonly json: unknown };
  readonly samples: Matrix;
  /** One per row. */
  readonly scores: Float64Array;
  readonly chunkRows: number;
  /** The chunk to be taken next, 1 when nobody is to take any more, then 1 for each chunk that is scored. */
  readonly control: Int32Array;
}

const NEXT = 0;
const STOPPED = 1;
const DONE = 2;

export const chunkCountOf = (job: ScoringJob): number => Math.ceil(job.samples.rowCount / job.chunkRows);

export function createJob(fitted: FittedDetector, samples: Matrix, chunkRows: number): ScoringJob {
  const chunkCount = Math.ceil(samples.rowCount / chunkRows);
  return {
    detectorId: fitted.detectorId,
    fitted: fitted.toParts === undefined ? { json: fitted.toJSON() } : { parts: fitted.toParts() },
    samples: toShared(samples),
    scores: new Float64Array(new SharedArrayBuffer(samples.rowCount * 8)),
    chunkRows,
    control: new Int32Array(new SharedArrayBuffer((DONE + chunkCount) * 4)),
  };
}

/** The next chunk that nobody has taken; null when there is none or the job was stopped. */
export function takeChunk(job: ScoringJob): number | null {
  if (Atomics.load(job.control, STOPPED) === 1) return null;
  const chunk = Atomics.add(job.control, NEXT, 1);
  return chunk < chunkCountOf(job) ? chunk : null;
}

/** Scores a chunk. Two threads may do so for the same one, since they write the same bits. */
export function scoreChunk(job: ScoringJob, fitted: FittedDetector, chunk: number): void {
  const from = chunk * job.chunkRows;
  const to = Math.min(from + job.chunkRows, job.samples.rowCount);
  job.scores.set(scoreRows(fitted, job.samples, from, to), from);
  Atomics.store(job.control, DONE + chunk, 1);
}

export const isScored = (job: ScoringJob, chunk: number): boolean =>
  Atomics.load(job.control, DONE + chunk) === 1;

/** Nobody takes a chunk any more. */
export const stopJob = (job: ScoringJob): void => void Atomics.store(job.control, STOPPED, 1);

function restoreDetector({ detectorId, fitted }: ScoringJob): FittedDetector {
  const detector = findDetector(detectorId);
  if ('json' in fitted) return detector.fromJSON(fitted.json);
  if (detector.fromParts === undefined) throw new Error(`${detectorId} cannot be restored from its parts`);
  return detector.fromParts(fitted.parts);
}

/** What another thread does with a job: scores chunks until none is left. Throws what the detector throws. */
function helpWith(job: ScoringJob): void {
  const fitted = restoreDetector(job);
  for (let chunk = takeChunk(job); chunk !== null; chunk = takeChunk(job)) scoreChunk(job, fitted, chunk);
}

/** What a thread of the pool does with every message. `nowMs` tells how long work takes. Throws what a detector throws. */
export function serveThread(
  job: ScoringJob | SideJob,
  reply: (reply: SideReply) => void,
  nowMs: () => number,
): void {
  if ('work' in job) void serveWork(job, reply, nowMs);
  else helpWith(job);
}
