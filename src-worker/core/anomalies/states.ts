import type { Matrix } from '../matrix.ts';
import { OPERATING_MODES } from '../samples/operating-modes.ts';
import { silentRows } from '../sensor-health/find-dropouts.ts';
import type { SensorFinding } from '../sensor-health/sensor-finding.ts';
import { overlap, type Stretch, stretchesMarked } from '../sensor-health/stretch.ts';
import { longestUsualStepMs } from '../stats/usual-step.ts';
import { usualAt } from './baseline.ts';
import type { ColumnContribution } from './contributions.ts';
import { loadAt } from './describe.ts';
import { processFindingSentence, sensorSentence, unknownSentence } from './finding-sentences.ts';
import { durationText } from './figures.ts';
import type { JudgedInterval } from './judge.ts';
import { defaultMergeRule, type Interval } from './merge.ts';
import type { Operation } from './operation.ts';
import { suddenLoad } from './sudden-load.ts';

/** Neighbouring stretches of one state are one where at most so many samples lie between. */
const BRIDGE = 3;

interface StateInput {
  readonly timesMs: Float64Array;
  readonly samples: Matrix;
  readonly scores: Float64Array;
  readonly operation: Operation;
}

/**
 * What is told apart from the detector's anomalies: sensor faults that it did not notice, stretches that training does
 * not know, and gaps. What the anomalies tell already is left out: `judged` are those at or beside a finding,
 * `intervals` all of them. In time order.
 */
export function findStates(
  judged: readonly JudgedInterval[],
  intervals: readonly Interval[],
  input: StateInput,
): JudgedInterval[] {
  const states = [
    ...sensorStates(judged, input),
    ...processStates(judged, input),
    ...unknownStates(intervals, input),
    ...gapStates(input),
  ];
  return states.sort((one, other) => one.startMs - other.startMs);
}

function sensorStates(judged: readonly JudgedInterval[], input: StateInput): JudgedInterval[] {
  const { timesMs, operation } = input;
  const told = judged.filter((one) => one.kind === 'sensor');
  return operation.findings
    .filter((finding) => !told.some((one) => tells(one, finding)))
    .map((finding) => {
      const interval = intervalOf(finding, input);
      return {
        ...interval,
        contributions: [contributionOf(finding, input)],
        kind: 'sensor',
        sensorFault: finding.fault,
        mode: OPERATING_MODES[operation.modes[interval.peakIndex]] ?? 'unknown',
        sentence: sensorSentence(finding, operation, timesMs[finding.to - 1] - timesMs[finding.from]),
        evidence: ['The detector raised no anomaly for it by itself.'],
      };
    });
}

/** The one tag, with its reading where the score is highest. */
function contributionOf(finding: SensorFinding, input: StateInput): ColumnContribution {
  const { samples, operation } = input;
  const { peakIndex } = intervalOf(finding, input);
  const usual = usualAt(operation.baseline, finding.column, loadAt(operation, samples, peakIndex)).median;
  const actual = samples.data[peakIndex * samples.columnCount + finding.column];
  const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);
  return { column: finding.column, share: 1, actual: orNull(actual), usual: orNull(usual) };
}

/** Single tags that a fault of the plant moves, slowly or with a period, where no anomaly of the detector covers most of it. */
function processStates(judged: readonly JudgedInterval[], input: StateInput): JudgedInterval[] {
  const { timesMs, operation } = input;
  const told = judged.filter((one) => one.kind === 'process');
  return operation.processFindings
    .filter((finding) => !told.some((one) => tells(one, finding)))
    .map((finding) => ({
      ...intervalOf(finding, input),
      contributions: [contributionOf(finding, input)],
      kind: 'process',
      sensorFault: null,
      mode: OPERATING_MODES[operation.modes[finding.from]] ?? 'unknown',
      sentence: processFindingSentence(finding, operation, timesMs[finding.to - 1] - timesMs[finding.from]),
      evidence: ['Found by comparing tags with each other; the detector raised no anomaly for most of it.'],
    }));
}

/** Whether an anomaly says already that this sensor is faulty, for most of the time. */
const tells = (one: JudgedInterval, finding: Stretch & { readonly column: number }): boolean =>
  one.contributions.some((contribution) => contribution.column === finding.column) &&
  2 * overlap({ from: one.startIndex - 1, to: one.endIndex + 2 }, finding) >= finding.to - finding.from;

function unknownStates(intervals: readonly Interval[], input: StateInput): JudgedInterval[] {
  const { unknown, modes } = input.operation;
  return stretchesMarked(unknown, BRIDGE)
    .filter(
      (stretch) =>
        !intervals.some(
          (one) =>
            2 * overlap({ from: one.startIndex, to: one.endIndex + 1 }, stretch) > stretch.to - stretch.from,
        ),
    )
    .map((stretch): JudgedInterval => {
      const interval = intervalOf(stretch, input);
      const mode = OPERATING_MODES[modes[stretch.from]] ?? 'unknown';
      const sudden = suddenLoad(interval, input);
      const base = { ...interval, contributions: [], sensorFault: null, mode };
      if (sudden !== null) {
        return {
          ...base,
          kind: 'process',
          sentence: sudden,
          evidence: ['No ramp of the unit moves the load as fast.'],
        };
      }
      return {
        ...base,
        kind: 'unknown',
        sentence: unknownSentence(input.operation, input.samples, stretch.from, stretch.to),
        evidence: ['The score stays below the threshold, but training says nothing about such operation.'],
      };
    });
}

/** Rows with too little to be judged, and silences between samples. */
function gapStates(input: StateInput): JudgedInterval[] {
  const { timesMs, samples, operation } = input;
  const silent = silentRows(samples.data, samples.rowCount, samples.columnCount);
  const base = { contributions: [], kind: 'gap', sensorFault: null, mode: 'unknown', evidence: [] } as const;
  const missing = stretchesMarked(silent).map((stretch) => ({
    ...intervalOf(stretch, input),
    ...base,
    peakScore: 0,
    sentence: `More than half of the ${operation.tags.length} tags give no reading`,
  }));
  const longestStepMs = longestUsualStepMs(timesMs, defaultMergeRule.gapSteps);
  const silences: JudgedInterval[] = [];
  for (let row = 1; row < timesMs.length; row++) {
    const span = timesMs[row] - timesMs[row - 1];
    if (!(span > longestStepMs) || longestStepMs === 0) continue;
    silences.push({
      ...base,
      startIndex: row - 1,
      endIndex: row,
      startMs: timesMs[row - 1],
      endMs: timesMs[row],
      peakIndex: row - 1,
      peakMs: timesMs[row - 1],
      peakScore: 0,
      sampleCount: 0,
      sentence: `No readings for ${durationText(span)}`,
    });
  }
  return [...missing, ...silences];
}

/** A stretch with the highest score in it; 0 where none is scored. Its anomalous samples are those of the detector's anomalies. */
function intervalOf({ from, to }: Stretch, { timesMs, scores }: StateInput) {
  let peak = from;
  for (let row = from; row < to; row++)
    if (scores[row] > (Number.isNaN(scores[peak]) ? -Infinity : scores[peak])) peak = row;
  return {
    startIndex: from,
    endIndex: to - 1,
    startMs: timesMs[from],
    endMs: timesMs[to - 1],
    peakIndex: peak,
    peakMs: timesMs[peak],
    peakScore: Number.isNaN(scores[peak]) ? 0 : scores[peak],
    sampleCount: 0,
  };
}
