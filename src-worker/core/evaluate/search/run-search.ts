import type { DetectorOptions } from '@shared/contract/runs.ts';
import type { SearchRequest, SearchResult, Trial } from '@shared/contract/searches.ts';
import { AppFailure } from '@shared/errors.ts';
import type { SampleRange } from '../../analyse-samples.ts';
import { type Checkpoint, portion } from '../../checkpoint.ts';
import type { Detector } from '../../detectors/detector.ts';
import type { RowModes } from '../keep-modes.ts';
import { drawOptions } from './draw-options.ts';
import { type JudgedRows, type SettingJudgement, type SettingWork, trainingPart } from './judge-setting.ts';
import { bestTrial, countTrials, openTrials } from './plan.ts';
import {
  beginJudging,
  type BegunTrial,
  countLanes,
  mostBegun,
  nextToTake,
  type SearchPool,
  trialOf,
} from './trial-runner.ts';

export interface SearchInput {
  readonly data: SampleRange & RowModes;
  readonly detector: Detector;
  readonly request: Pick<
    SearchRequest,
    'space' | 'strategy' | 'trialCount' | 'mostSeconds' | 'seed' | 'threshold'
  >;
  readonly tuning: JudgedRows;
  readonly heldOut: JudgedRows;
  /** What an earlier part of this search has tried. */
  readonly done: readonly Trial[];
  /** Called once for each trial as it ends, in no certain order. */
  readonly keep: (trial: Trial) => Promise<void>;
  readonly nowMs: () => number;
  /** Threads that try settings beside this one; absent = there are none. */
  readonly pool?: SearchPool | undefined;
}

export type SearchOutcome = Pick<SearchResult, 'best' | 'defaults' | 'trialCount' | 'endedBy'>;

/**
 * Tries settings, as many at a time as there are threads, each judged on the tuning rows alone, and keeps every trial;
 * then measures the best and the usual setting once on the rows that no trial has seen. What is tried follows from
 * request and earlier trials, so the outcome is the same for any number of threads, and a search that was stopped goes
 * on as if it had not been; but for a limit of time. Throws `cancelled` when the checkpoint does, and `invalid-input`
 * when no setting can be fitted.
 */
export async function runSearch(input: SearchInput, checkpoint: Checkpoint): Promise<SearchOutcome> {
  const { strategy, trialCount } = input.request;
  const total = countTrials(strategy, trialCount);
  const share = total / (total + 1);
  const { trials, endedBy } = await runTrials(input, total, portion(checkpoint, 0, share));
  const best = bestTrial(trials);
  if (best === null) {
    const first = trials.toSorted((one, other) => one.rung - other.rung || one.number - other.number).at(0);
    throw new AppFailure({
      kind: 'invalid-input',
      message: `No setting could be fitted. ${first?.failure ?? 'Nothing was tried.'}`,
    });
  }
  const figures = await measureBoth(input, best, portion(checkpoint, share, 1));
  return { ...figures, trialCount: trials.length, endedBy };
}

/** Tries what is to be tried. While this thread is at a trial, its checkpoint takes in what others have done. */
async function runTrials(
  input: SearchInput,
  total: number,
  checkpoint: Checkpoint,
): Promise<{ readonly trials: readonly Trial[]; readonly endedBy: SearchOutcome['endedBy'] }> {
  const { request, pool, nowMs } = input;
  const trials = [...input.done];
  const begun: BegunTrial[] = [];
  const earlierSeconds = secondsOf(input.done);
  const startedMs = nowMs();
  const searchedSeconds = (): number => earlierSeconds + (nowMs() - startedMs) / 1000;
  let endedBy: SearchOutcome['endedBy'] = 'trials';

  const keepReady = async (): Promise<void> => {
    for (const one of begun.filter(({ later }) => later.state() === 'settled')) {
      const place = begun.indexOf(one);
      if (place < 0) continue;
      begun.splice(place, 1);
      const trial = trialOf(one, await one.later.wait(), searchedSeconds());
      trials.push(trial);
      await input.keep(trial);
    }
  };
  const beginMore = (): void => {
    const open = openTrials(request.strategy, request.trialCount, trials).filter(
      ({ number }) => !begun.some(({ plan }) => plan.number === number),
    );
    if (open.length > 0 && request.mostSeconds !== null && searchedSeconds() >= request.mostSeconds) {
      endedBy = 'time';
      giveUpFree(begun);
      return;
    }
    const isOnly = open.length + begun.length === 1;
    for (const plan of open.slice(0, Math.max(0, mostBegun(pool) - begun.length))) {
      const options = optionsOf(input, plan.number);
      const work = workOf(input, options, plan.trainShare, [input.tuning]);
      begun.push({ plan, options, later: beginJudging(work, nowMs, isOnly, pool) });
    }
  };
  let label = '';
  const goOn = async (): Promise<void> => {
    await keepReady();
    beginMore();
    label = describeTrials(trials, Math.min(begun.length, countLanes(pool)), total);
  };
  // Called after every batch of a training: it must cost nothing where no trial has ended.
  const tend: Checkpoint = async (done) => {
    if (begun.some(({ later }) => later.state() === 'settled')) await goOn();
    await checkpoint((trials.length + done) / total, label);
  };

  try {
    for (;;) {
      await goOn();
      const next = nextToTake(begun);
      if (next === undefined) return { trials, endedBy };
      await next.later.take(tend);
    }
  } finally {
    for (const { later } of begun) later.stop();
  }
}

/** Time that the parts before took; of a search that tried one setting after the other it is the sum. */
const secondsOf = (done: readonly Trial[]): number =>
  done.some((trial) => trial.atSeconds !== undefined)
    ? Math.max(...done.map((trial) => trial.atSeconds ?? 0))
    : done.reduce((sum, { seconds }) => sum + seconds, 0);

/** Trials that no thread has begun are left for another time. */
function giveUpFree(begun: BegunTrial[]): void {
  for (const one of begun.filter(({ later }) => later.state() === 'free')) {
    one.later.stop();
    begun.splice(begun.indexOf(one), 1);
  }
}

const optionsOf = ({ detector, request }: SearchInput, number: number): DetectorOptions =>
  drawOptions(request.space, detector.defaultOptions, request.seed, number);

function workOf(
  { data, detector, request }: SearchInput,
  options: DetectorOptions,
  trainShare: number,
  rows: readonly JudgedRows[],
): SettingWork {
  const training = trainingPart(data, trainShare);
  const { trainTo, rowModes } = data;
  return {
    detectorId: detector.id,
    options,
    training,
    seed: request.seed,
    rows,
    ...(rowModes === null
      ? {}
      : {
          byMode: {
            threshold: request.threshold,
            rowModes,
            trainingModes: rowModes.subarray(trainTo - training.rowCount, trainTo),
          },
        }),
  };
}

function describeTrials(trials: readonly Trial[], atWork: number, total: number): string {
  const first = Math.min(total, trials.length + 1);
  const which = atWork > 1 ? `Trials ${first} to ${trials.length + atWork}` : `Trial ${first}`;
  const best = bestTrial(trials)?.criterion ?? null;
  return `${which} of ${total}${best === null ? '' : `, best ${best.toFixed(3)}`}`;
}

/** The best and the usual setting on all training rows, on both parts, side by side where there is a thread. */
async function measureBoth(
  input: SearchInput,
  best: Trial,
  checkpoint: Checkpoint,
): Promise<Pick<SearchResult, 'best' | 'defaults'>> {
  const { tuning, heldOut, nowMs, pool, detector } = input;
  const measure = (done: number): Promise<void> => checkpoint(done, 'Measuring on the held-out rows');
  const begin = (options: DetectorOptions) =>
    beginJudging(workOf(input, options, 1, [tuning, heldOut]), nowMs, countLanes(pool) === 1, pool);
  const both = { best: begin(best.options), defaults: begin(detector.defaultOptions) };
  try {
    const defaults = await both.defaults.take((done) => measure(done / 2));
    const bestFigures = await both.best.take((done) => measure((1 + done) / 2));
    return {
      best: { ...settingFigures(best.options, bestFigures), number: best.number },
      defaults: settingFigures(detector.defaultOptions, defaults),
    };
  } finally {
    both.best.stop();
    both.defaults.stop();
  }
}

function settingFigures(options: DetectorOptions, { figures }: SettingJudgement): SearchResult['defaults'] {
  const known = (value: number): number | null => (Number.isNaN(value) ? null : value);
  return typeof figures === 'string'
    ? { options, tuned: null, heldOut: null }
    : { options, tuned: known(figures[0]), heldOut: known(figures[1]) };
}
