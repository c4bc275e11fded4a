import type { LeftOutTag, RunSummary } from '@shared/contract/runs.ts';
import type { DetectorOption } from '@shared/detector-options.ts';
import { describeScale, formatScore } from '../../api/score-scale.ts';
import type { DetectorInfo } from '../../../src-worker/worker-api.ts';
import {
  formatBound,
  formatCount,
  formatCounted,
  formatPercent,
  formatReading,
} from '../../ui/format-number.ts';
import { describeZone, formatTime } from '../../ui/format-time.ts';

interface Fact {
  readonly name: string;
  readonly value: string | null;
}

const rangeText = (fromMs: number, toMs: number): string => `${formatTime(fromMs)} to ${formatTime(toMs)}`;

/** "Number of trees 100 trees, Subsample size 256 samples"; an option that this program does not know by its name in code. */
export function describeOptions(run: RunSummary, options: readonly DetectorOption[]): string {
  const told = Object.entries(run.detectorOptions).map(([name, value]) => {
    const option = options.find((known) => known.name === name);
    const text = typeof value === 'number' ? formatBound(value) : String(value);
    const unit = option?.kind === 'number' && option.unit !== null ? ` ${option.unit}` : '';
    return `${option?.title ?? name}: ${text}${unit}`;
  });
  return told.length === 0 ? 'none' : told.join('; ');
}

/** Where the threshold stands, on which scale, and which training samples lie above it. */
function describeThreshold(run: RunSummary): string {
  const own = formatReading(run.threshold, 3);
  const place =
    (run.scale ?? null) === null
      ? `${own} on the detector's own scale`
      : `${formatScore(run, run.threshold)} on the common scale, ${own} on the detector's own`;
  return `${place}; ${formatPercent(run.contamination)} of the training samples are above it`;
}

const knownText = ({ name, knownSamples }: LeftOutTag): string =>
  `${name} (${knownSamples === 0 ? 'no reading' : formatCounted(knownSamples, 'sample', 'samples')})`;

/** Which of the chosen tags took no part, and why; null where all did. */
export const describeLeftOut = ({ leftOutTags = [] }: Pick<RunSummary, 'leftOutTags'>): string | null =>
  leftOutTags.length === 0
    ? null
    : `${leftOutTags.map(knownText).join(', ')}: too little in the training range to learn from`;

/** What a run was made of, in the order in which one asks. */
export function runFacts(run: RunSummary, detector: DetectorInfo | undefined): readonly Fact[] {
  const modes = run.conditions?.modes ?? [];
  const perMode = (run.modeThresholds ?? []).map(
    ({ mode, threshold }) => `${mode} ${formatScore(run, threshold)}`,
  );
  const leftOut = describeLeftOut(run);
  const loadTag = run.tags.find(({ id }) => id === run.loadTagId)?.name;
  return [
    { name: 'Detector', value: detector?.title ?? run.detectorId },
    { name: 'Options', value: describeOptions(run, detector?.options ?? []) },
    { name: 'Seed', value: String(run.seed) },
    { name: 'Learnt from', value: rangeText(run.trainFromMs, run.trainToMs) },
    { name: 'Judged', value: rangeText(run.fromMs, run.toMs) },
    { name: 'Times in', value: describeZone() },
    { name: 'Samples', value: `${formatCount(run.sampleCount)}, ${formatCount(run.scoredCount)} scored` },
    { name: 'Modes', value: modes.length === 0 ? 'all' : `only ${modes.join(', ')}` },
    { name: 'Load told by', value: loadTag ?? 'no tag' },
    { name: 'Threshold', value: describeThreshold(run) },
    ...(perMode.length === 0 ? [] : [{ name: 'By mode', value: perMode.join('; ') }]),
    { name: 'Score', value: describeScale(run).full },
    { name: 'Tags', value: run.tags.map(({ name }) => name).join(', ') },
    ...(leftOut === null ? [] : [{ name: 'Left out', value: leftOut }]),
    { name: 'Program', value: run.programVersion },
    { name: 'SHA-256', value: run.dataSha256 },
  ];
}
