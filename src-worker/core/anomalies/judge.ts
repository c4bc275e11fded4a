import type { FittedDetector } from '../detectors/detector.ts';
import { type Matrix, rowRange } from '../matrix.ts';
import { OPERATING_MODES } from '../samples/operating-modes.ts';
import type { SensorFinding } from '../sensor-health/sensor-finding.ts';
import { overlap } from '../sensor-health/stretch.ts';
import { usualAt } from './baseline.ts';
import type { ColumnContribution } from './contributions.ts';
import { durationText } from './figures.ts';
import { loadAt, nameList } from './describe.ts';
import { sensorSentence, unknownSentence } from './finding-sentences.ts';
import { zoneOf } from './iso-zones.ts';
import type { Judgement } from './judgement.ts';
import type { Interval } from './merge.ts';
import type { Operation } from './operation.ts';
import { processSentence, type Told, tellAtLoad } from './process-sentence.ts';
import { suddenLoad } from './sudden-load.ts';

export interface ExplainedInterval extends Interval {
  readonly contributions: readonly ColumnContribution[];
}

export interface JudgedInterval extends ExplainedInterval, Judgement {}

export interface JudgeInput {
  readonly timesMs: Float64Array;
  readonly samples: Matrix;
  readonly fitted: FittedDetector;
  /** Above which the sample of a row is anomalous. */
  readonly thresholdAt: (row: number) => number;
  readonly operation: Operation;
}

/** Findings may begin and end so many samples beside the anomaly they explain. */
const NEAR = 2;
/** Noise is dated to half of the window that it is measured over. */
const BESIDE_NOISE = 10;
const MOSTLY = 0.5;
const WORTH_A_ZONE = 0.1;

export interface Judge {
  /** Says of an interval what it is and why. Those that touch a finding are told in the order of time. */
  tell(interval: ExplainedInterval): JudgedInterval;
  /** Whether a fault of a sensor, or of the plant at a single tag, was found at or beside the interval. */
  touchesFinding(interval: Interval): boolean;
}

export function createJudge(input: JudgeInput): Judge {
  const { findings, processFindings } = input.operation;
  const ofSensors = byStart(findings);
  const all = byStart([...findings, ...processFindings]);
  const told = new Set<SensorFinding>();
  return {
    tell: (interval) => judgeInterval(interval, input, findingsNear(ofSensors, interval), told),
    touchesFinding: (interval) => findingsNear(all, interval).length > 0,
  };
}

interface FindingsByStart {
  readonly findings: readonly SensorFinding[];
  /** Rows of the longest one. */
  readonly longest: number;
}

const byStart = (findings: readonly SensorFinding[]): FindingsByStart => ({
  findings: findings.toSorted((one, other) => one.from - other.from),
  longest: findings.reduce((most, { from, to }) => Math.max(most, to - from), 0),
});

/** Those that touch the interval. */
function findingsNear(
  { findings, longest }: FindingsByStart,
  { startIndex, endIndex }: Interval,
): SensorFinding[] {
  const near: SensorFinding[] = [];
  for (let at = firstFrom(findings, startIndex - NEAR - longest); at < findings.length; at++) {
    if (findings[at].from > endIndex + NEAR) break;
    if (findings[at].to > startIndex - NEAR) near.push(findings[at]);
  }
  return near;
}

function firstFrom(findings: readonly SensorFinding[], row: number): number {
  let low = 0;
  let high = findings.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (findings[middle].from < row) low = middle + 1;
    else high = middle;
  }
  return low;
}

function judgeInterval(
  interval: ExplainedInterval,
  input: JudgeInput,
  findings: readonly SensorFinding[],
  told: Set<SensorFinding>,
): JudgedInterval {
  const { samples, operation } = input;
  const { peakIndex } = interval;
  const load = loadAt(operation, samples, peakIndex);
  const modeCode = operation.modes[peakIndex];
  const mode = OPERATING_MODES[modeCode] ?? 'unknown';
  const tags = tellAtLoad(interval.contributions, operation, load);
  const contributions = tags.map(({ column, share, actual, usual }) => ({ column, share, actual, usual }));
  const sudden = suddenLoad(interval, input, input.fitted.contextRows);
  const finding = sudden === null ? explainingFinding(interval, input, findings) : null;
  if (finding !== null) {
    const durationMs = durationOf(input.timesMs, finding);
    const isNew = !told.has(finding);
    told.add(finding);
    return {
      ...(isNew ? widened(interval, finding, input.timesMs) : interval),
      contributions,
      kind: 'sensor',
      sensorFault: finding.fault,
      mode,
      sentence: sensorSentence(finding, operation, durationMs),
      evidence: [
        `With the usual value of ${operation.tags[finding.column].name} in its place the sample is normal.`,
      ],
    };
  }
  if (sudden === null && isMostlyUnknown(interval, operation)) {
    const sentence = unknownSentence(operation, samples, interval.startIndex, interval.endIndex + 1);
    return { ...interval, contributions, kind: 'unknown', sensorFault: null, mode, sentence, evidence: [] };
  }
  const sentence = processSentence(tags, operation, {
    samples,
    startIndex: interval.startIndex,
    peakIndex,
    load,
    mode: modeCode,
    tellsRare: sudden === null,
  });
  return {
    ...interval,
    contributions,
    kind: 'process',
    sensorFault: null,
    mode,
    sentence: sudden === null ? sentence : `${sudden}; ${sentence}`,
    evidence: processEvidence(tags, input, interval, findings),
  };
}

/** An anomaly that a sensor fault explains lasts as long as the fault: the first one of several takes it whole. */
function widened(interval: ExplainedInterval, { from, to }: SensorFinding, timesMs: Float64Array) {
  const startIndex = Math.min(interval.startIndex, from);
  const endIndex = Math.max(interval.endIndex, to - 1);
  return { ...interval, startIndex, endIndex, startMs: timesMs[startIndex], endMs: timesMs[endIndex] };
}

const durationOf = (timesMs: Float64Array, { from, to }: { from: number; to: number }): number =>
  timesMs[to - 1] - timesMs[from];

/** The sensor fault that explains the interval: with the usual value in its place nothing abnormal is left at the peak. */
function explainingFinding(
  interval: ExplainedInterval,
  input: JudgeInput,
  findings: readonly SensorFinding[],
): SensorFinding | null {
  if (findings.length === 0) return null;
  const stretch = { from: interval.startIndex, to: interval.endIndex + 1 };
  const [first] = [...findings].sort(
    (one, other) =>
      shareOf(interval, other.column) - shareOf(interval, one.column) ||
      overlap(other, stretch) - overlap(one, stretch),
  );
  return scoreWithout(findings, interval.peakIndex, input) <= input.thresholdAt(interval.peakIndex)
    ? first
    : null;
}

const shareOf = ({ contributions }: ExplainedInterval, column: number): number =>
  contributions.find((one) => one.column === column)?.share ?? 0;

/**
 * Score of a row when what the findings doubt reads what is usual at the load. Only their own rows, as a level that
 * stays away before and after a faulty stretch is no fault of the sensor.
 */
function scoreWithout(
  findings: readonly SensorFinding[],
  row: number,
  { samples, fitted, operation }: JudgeInput,
): number {
  const { baseline, loadColumn } = operation;
  const first = Math.max(0, row - fitted.contextRows);
  const before = rowRange(samples, first, row + 1);
  const data = before.data.slice();
  const isLoadFaulty = findings.some(({ column }) => column === loadColumn);
  for (const { column, fault, from, to } of findings) {
    const beside = fault === 'noise' ? BESIDE_NOISE : NEAR;
    const end = Math.min(row + 1, to + beside);
    for (let at = Math.max(first, from - beside); at < end; at++) {
      const load = isLoadFaulty ? NaN : loadAt(operation, samples, at);
      data[(at - first) * before.columnCount + column] = usualAt(baseline, column, load).median;
    }
  }
  return fitted.scoreSamples({ ...before, data })[before.rowCount - 1];
}

function isMostlyUnknown({ startIndex, endIndex }: Interval, { unknown }: Operation): boolean {
  let count = 0;
  for (let row = startIndex; row <= endIndex; row++) count += unknown[row];
  return count > MOSTLY * (endIndex + 1 - startIndex);
}

function processEvidence(
  told: readonly Told[],
  { operation, timesMs }: JudgeInput,
  interval: ExplainedInterval,
  findings: readonly SensorFinding[],
): string[] {
  const nameOf = (column: number): string => operation.tags[column].name;
  const evidence: string[] = [];
  const out = told.filter((one) => one.isOut);
  if (out.length > 1)
    evidence.push(
      `${nameList(out.map((one) => nameOf(one.column)))} are outside of their usual range together.`,
    );
  for (const finding of findings) {
    evidence.push(
      `Besides, ${sensorSentence(finding, operation, durationOf(timesMs, finding))}; that alone does not explain it.`,
    );
  }
  if (findings.length === 0 && out.length === 1) {
    const lasts =
      interval.endMs > interval.startMs
        ? ` and it lasts ${durationText(interval.endMs - interval.startMs)}`
        : '';
    evidence.push(
      `${nameOf(out[0].column)} moves like a measured quantity: not stuck, no lone spike, no lost readings, no change of scatter${lasts}.`,
    );
  }
  for (const { column, actual, share } of told) {
    const zone =
      actual === null || share < WORTH_A_ZONE
        ? null
        : zoneOf(operation.tags[column], operation.sensors.roles[column], actual);
    if (zone !== null) evidence.push(`Zone ${zone.letter} of ${zone.standard} (${zone.note}).`);
  }
  return evidence;
}
