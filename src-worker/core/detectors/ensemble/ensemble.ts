import { type DetectorOption, namesInSet, usualValues } from '@shared/detector-options.ts';
import { eventOptions, smoothingOption } from '../common-options.ts';
import type { DetectorOptions } from '@shared/contract/runs.ts';
import { AppFailure } from '@shared/errors.ts';
import { type Calibration, calibrate, NO_CALIBRATION, toCommonScale } from '../../anomalies/calibration.ts';
import { portion } from '../../checkpoint.ts';
import { type Matrix, newMatrix } from '../../matrix.ts';
import { examineColumns, keptColumns } from '../../samples/channel-hygiene.ts';
import { aakr } from '../aakr/aakr.ts';
import { adaptiveZ } from '../adaptive-z.ts';
import { cusum } from '../cusum.ts';
import type { Detector, FittedDetector } from '../detector.ts';
import {
  applyEventRules,
  eventContextRows,
  type EventRules,
  noEventRules,
  openEventRules,
  readEventRules,
  saveEventRules,
} from '../event-rules.ts';
import { isolationForest } from '../isolation-forest/isolation-forest.ts';
import { knn } from '../knn.ts';
import { mewma } from '../mewma.ts';
import { readOptions } from '../read-options.ts';
import { mahalanobis, pca } from '../pca/pca.ts';
import { pickColumns } from '../../samples/columns.ts';
import { prepareScoring, prepareTraining } from '../prepare-samples.ts';
import { robustZ } from '../robust-z.ts';
import { markRows, rollingMeans } from '../rolling-mean.ts';
import { openSaved, type SavedReader } from '../saved-detector.ts';
import { smoothedZ } from '../smoothed-z.ts';
import { type Combination, combinations, combineScores, fitScales, type MemberScale } from './combine.ts';

const FORMAT = 'boilerhouse.ensemble';

/** Detectors that can be members. */
const candidates: readonly Detector[] = [
  isolationForest,
  mahalanobis,
  knn,
  smoothedZ,
  aakr,
  pca,
  mewma,
  cusum,
  adaptiveZ,
  robustZ,
];

interface Member extends MemberScale {
  readonly fitted: FittedDetector;
}

interface SavedEnsemble {
  readonly medians: Float32Array;
  /** Columns that hygiene left, which is all that the members see. */
  readonly kept: readonly number[];
  readonly combination: Combination;
  readonly windowRows: number;
  readonly members: readonly Member[];
  readonly calibration: Calibration;
  readonly events: EventRules;
}

const combinationTitles: Readonly<Record<Combination, string>> = {
  mean: 'Mean of the scores',
  maximum: 'Largest score',
  rank: 'Rarity of the scores in training, joined after Fisher',
  agreement: 'Mean weighted by agreement with the others',
};

const OPTIONS: readonly DetectorOption[] = [
  {
    kind: 'set',
    name: 'members',
    title: 'Members',
    explanation: 'Detectors whose scores are joined; each adds its own time.',
    usual: 'smoothed-z,mahalanobis,knn',
    choices: candidates.map(({ id, title }) => ({ value: id, title })),
  },
  {
    kind: 'choice',
    name: 'combine',
    title: 'Combination',
    explanation: 'How the scores of the members, brought to the common scale, become one.',
    usual: 'mean',
    choices: combinations.map((value) => ({ value, title: combinationTitles[value] })),
  },
  smoothingOption(20),
  ...eventOptions,
];

/**
 * Several detectors on the tags that channel hygiene leaves; how their scores are joined is in `combine.ts`. The joined
 * score is averaged over the last samples and follows events by the rules of `event-rules.ts`; the members' own event
 * rules are off.
 *
 * Options: `members`, ids separated by commas; `combine`, how; `smoothSamples` as in PCA; the event rules as in
 * smoothed z. Missing values: see `missing-values.ts`.
 */
export const ensemble: Detector = {
  id: 'ensemble',
  title: 'Ensemble',
  guide: {
    sees: 'by default what smoothed z, Mahalanobis distance and nearest neighbours see together over 20 samples, without drifting tags; members and combination (mean, maximum, rank, agreement) are options',
    misses: 'what only one member sees; short events',
    useWhen: 'many tags and time to score three times; in Tennessee Eastman ahead of every single one',
  },
  options: OPTIONS,
  defaultOptions: usualValues(OPTIONS),
  usualThreshold: { kind: 'training-limit' },

  async fit(samples, options, seed, checkpoint) {
    const { number: read, text } = readOptions('The ensemble', options, OPTIONS);
    const members = readMembers(text('members'));
    const combination = readCombination(text('combine'));
    const windowRows = read('smoothSamples');
    const events = readEventRules({ number: read });
    await checkpoint(0, 'Examining tags');
    const { filled, usable, medians } = prepareTraining(samples);
    const kept = keptColumns(examineColumns(usable));
    const training = pickColumns(usable, kept);
    const fittedMembers: FittedDetector[] = [];
    for (const [index, member] of members.entries()) {
      const step = portion(checkpoint, index / members.length, (index + 1) / members.length);
      fittedMembers.push(await member.fit(training, memberOptions(member), seed, step));
    }
    const scores = fittedMembers.map((member) => member.scoreSamples(training));
    const scales = fitScales(scores);
    const joined = fittedMembers.map((member, at) => ({ ...scales[at], fitted: member }));
    const plain = { medians, kept, combination, windowRows, members: joined };
    const calibration = calibrate(smoothedScores(plain, samples, filled.unscoredRows)) ?? NO_CALIBRATION;
    return fitted({ ...plain, calibration, events });
  },

  fromJSON(json) {
    const saved = openSaved(json, FORMAT, 1, 2);
    const base = {
      medians: Float32Array.from(saved.numbers('medians', saved.number('columnCount'))),
      kept: Array.from(saved.numbers('kept', saved.number('keptCount'))),
      windowRows: saved.number('windowRows'),
    };
    if (saved.version === 1) {
      return fitted({
        ...base,
        combination: 'mean',
        members: [isolationForest, mahalanobis, knn].map((member) => openMemberOfVersion1(saved, member)),
        calibration: NO_CALIBRATION,
        events: noEventRules,
      });
    }
    return fitted({
      ...base,
      combination: readCombination(saved.text('combine')),
      members: readMembers(saved.text('memberIds')).map((member) => openMember(saved, member)),
      calibration: { median: saved.number('median'), width: saved.number('width') },
      events: openEventRules(saved),
    });
  },
};

const invalid = (message: string): AppFailure => new AppFailure({ kind: 'invalid-input', message });

function readMembers(wanted: string): Detector[] {
  const ids = namesInSet(wanted);
  const known = candidates.map(({ id }) => id).join(', ');
  if (ids.length === 0 || new Set(ids).size < ids.length) {
    throw invalid(`The members of the ensemble must be different ones of: ${known}.`);
  }
  return ids.map((id) => {
    const found = candidates.find((candidate) => candidate.id === id);
    if (found === undefined) throw invalid(`"${id}" cannot be a member of the ensemble. Members: ${known}.`);
    return found;
  });
}

function readCombination(wanted: string): Combination {
  const found = combinations.find((combination) => combination === wanted);
  if (found !== undefined) return found;
  throw invalid(`The option "combine" must be one of ${combinations.join(', ')}; it is ${wanted}.`);
}

/** The ensemble follows events itself. */
const memberOptions = (member: Detector): DetectorOptions =>
  'eventSamples' in member.defaultOptions
    ? { ...member.defaultOptions, eventSamples: 0 }
    : member.defaultOptions;

function openMember(saved: SavedReader, member: Detector): Member {
  const part = openSaved(saved.any(member.id), 'member', 2);
  const knots = part.number('knots');
  return {
    fitted: member.fromJSON(part.any('fitted')),
    calibration: { median: part.number('median'), width: part.number('width') },
    rank: { scores: part.numbers('rankScores', knots), surprises: part.numbers('rankSurprises', knots) },
    weight: part.number('weight'),
  };
}

/** Only the mean was known, which needs neither ranks nor weights. */
function openMemberOfVersion1(saved: SavedReader, member: Detector): Member {
  const part = openSaved(saved.any(member.id), 'member', 1);
  return {
    fitted: member.fromJSON(part.any('fitted')),
    calibration: { median: part.number('median'), width: part.number('width') },
    rank: { scores: Float64Array.of(0, 1), surprises: Float64Array.of(0, 1) },
    weight: 1 / 3,
  };
}

type Plain = Omit<SavedEnsemble, 'calibration' | 'events'>;

/** Joined and averaged scores before the event rules; NaN for the unscored rows. */
function smoothedScores(
  { medians, kept, combination, windowRows, members }: Plain,
  samples: Matrix,
  unscoredRows: readonly number[],
): Float64Array {
  const picked = pickColumns(prepareScoring(samples, medians).samples, kept);
  // To the members such a row is missing altogether, so that what it does hold moves no mean over the rows behind it.
  for (const row of unscoredRows) picked.data.fill(NaN, row * kept.length, (row + 1) * kept.length);
  const joined = combineScores(
    combination,
    members,
    members.map((member) => member.fitted.scoreSamples(picked)),
  );
  const scores = rollingMeans(joined, 1, windowRows, markRows(samples.rowCount, unscoredRows));
  for (const row of unscoredRows) scores[row] = NaN;
  return scores;
}

function fitted(saved: SavedEnsemble): FittedDetector {
  const { medians, kept, windowRows, members, calibration, events } = saved;
  const columnCount = medians.length;
  const memberContext = Math.max(...members.map((member) => member.fitted.contextRows));
  const expecting = members.find(({ fitted: member }) => member.expectedValues !== undefined)?.fitted;

  return {
    detectorId: ensemble.id,
    columnCount,
    contextRows: memberContext + windowRows - 1 + eventContextRows(events),
    scoreSamples(samples) {
      const { unscoredRows } = prepareScoring(samples, medians);
      const scores = smoothedScores(saved, samples, unscoredRows);
      return applyEventRules(
        scores.map((score) => toCommonScale(calibration, score)),
        events,
      );
    },
    /** What the first member expects that expects anything. */
    expectedValues(samples) {
      const expected = newMatrix(samples.rowCount, columnCount);
      expected.data.fill(NaN);
      const own = expecting?.expectedValues?.(pickColumns(prepareScoring(samples, medians).samples, kept));
      if (own === undefined) return expected;
      for (let at = 0; at < own.data.length; at++) {
        const row = Math.floor(at / kept.length);
        expected.data[row * columnCount + kept[at % kept.length]] = own.data[at];
      }
      return expected;
    },
    toJSON: () => ({
      format: FORMAT,
      formatVersion: 2,
      columnCount,
      keptCount: kept.length,
      medians: Array.from(medians),
      kept: Array.from(kept),
      windowRows,
      combine: saved.combination,
      memberIds: members.map((member) => member.fitted.detectorId).join(','),
      median: calibration.median,
      width: calibration.width,
      ...saveEventRules(events),
      ...Object.fromEntries(members.map((member) => [member.fitted.detectorId, describeMember(member)])),
    }),
  };
}

const describeMember = ({ fitted: member, calibration, rank, weight }: Member): unknown => ({
  format: 'member',
  formatVersion: 2,
  fitted: member.toJSON(),
  median: calibration.median,
  width: calibration.width,
  knots: rank.scores.length,
  rankScores: Array.from(rank.scores),
  rankSurprises: Array.from(rank.surprises),
  weight,
});
