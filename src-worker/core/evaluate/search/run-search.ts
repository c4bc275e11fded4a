import type { DetectorOptions } from '@shared/contract/runs.ts';
import type { SearchRequest, SearchResult, Trial } from '@shared/contract/studies.ts';
import { AppFailure } from '@shared/errors.ts';
import type { SampleRange } from '../../analyse-samples.ts';
import { type Checkpoint, portion } from '../../checkpoint.ts';
import type { Detector } from '../../detectors/detector.ts';
import type { ScoreAll } from '../../scoring/score-in-chunks.ts';
import { drawOptions } from './draw-options.ts';
import { type JudgedRows, judgeSetting, trainingPart } from './judge-setting.ts';
import { bestTrial, countTrials, nextTrial } from './plan.ts';

export interface SearchInput {
  readonly data: SampleRange;
  readonly detector: Detector;
  readonly request: Pick<SearchRequest, 'space' | 'strategy' | 'trialCount' | 'mostSeconds' | 'seed'>;
  readonly tuning: JudgedRows;
  readonly heldOut: JudgedRows;
  /** What an earlier part of this search has tried. */
  readonly done: readonly Trial[];
  readonly keep: (trial: Trial) => Promise<void>;
  readonly nowMs: () => number;
  /** The host's way to score many rows; absent = on this thread. */
  readonly scoreAll?: ScoreAll | undefined;
}

export type SearchOutcome = Pick<SearchResult, 'best' | 'defaults' | 'trialCount' | 'endedBy'>;

/**
 * Tries settings one after the other, each judged on the tuning rows alone, and keeps every trial; then measures the
 * best and the usual setting once on the rows that no trial has seen. What is tried follows from request and earlier
 * trials, so a search that was stopped goes on as if it had not been. Throws `cancelled` when the checkpoint does, and
 * `invalid-input` when no setting can be fitted.
 */
export async function runSearch(input: SearchInput, checkpoint: Checkpoint): Promise<SearchOutcome> {
  const { data, detector, request, tuning, keep, nowMs } = input;
  const { strategy, trialCount, mostSeconds, seed, space } = request;
  const trials = [...input.done];
  const total = countTrials(strategy, trialCount);
  let endedBy: SearchOutcome['endedBy'] = 'trials';
  for (;;) {
    const next = nextTrial(strategy, trialCount, trials);
    if (next === null) break;
    if (mostSeconds !== null && trials.reduce((sum, { seconds }) => sum + seconds, 0) >= mostSeconds) {
      endedBy = 'time';
      break;
    }
    const options = drawOptions(space, detector.defaultOptions, seed, next.number);
    const part = portion(checkpoint, trials.length / (total + 1), (trials.length + 1) / (total + 1));
    const label = `Trial ${trials.length + 1} of ${total}${describeBest(trials)}`;
    const startedMs = nowMs();
    const figures = await judgeSetting(
      detector,
      options,
      trainingPart(data, next.trainShare),
      seed,
      [tuning],
      (done) => part(done, label),
      input.scoreAll,
    );
    const trial: Trial = {
      ...next,
      options,
      criterion: typeof figures === 'string' || Number.isNaN(figures[0]) ? null : figures[0],
      failure: typeof figures === 'string' ? figures : null,
      seconds: (nowMs() - startedMs) / 1000,
    };
    trials.push(trial);
    await keep(trial);
  }
  const best = bestTrial(trials);
  if (best === null)
    throw new AppFailure({
      kind: 'invalid-input',
      message: `No setting could be fitted. ${trials[0]?.failure ?? 'Nothing was tried.'}`,
    });
  const last = portion(checkpoint, total / (total + 1), 1);
  const bestFigures = await measureSetting(input, best.options, portion(last, 0, 0.5));
  const defaults = await measureSetting(input, detector.defaultOptions, portion(last, 0.5, 1));
  return { best: { ...bestFigures, number: best.number }, defaults, trialCount: trials.length, endedBy };
}

const describeBest = (trials: readonly Trial[]): string => {
  const best = bestTrial(trials);
  return best?.criterion === undefined || best.criterion === null
    ? ''
    : `, best ${best.criterion.toFixed(3)}`;
};

/** A setting on all training rows, on both parts. */
async function measureSetting(
  { data, detector, request, tuning, heldOut, scoreAll }: SearchInput,
  options: DetectorOptions,
  checkpoint: Checkpoint,
): Promise<SearchResult['defaults']> {
  const training = trainingPart(data, 1);
  const rows = [tuning, heldOut];
  const figures = await judgeSetting(
    detector,
    options,
    training,
    request.seed,
    rows,
    (done) => checkpoint(done, 'Measuring on the held-out rows'),
    scoreAll,
  );
  const known = (value: number): number | null => (Number.isNaN(value) ? null : value);
  return typeof figures === 'string'
    ? { options, tuned: null, heldOut: null }
    : { options, tuned: known(figures[0]), heldOut: known(figures[1]) };
}
