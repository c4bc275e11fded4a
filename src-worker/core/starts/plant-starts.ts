import { type Checkpoint, portion } from '../checkpoint.ts';
import type { ReadingBlock } from '../reading-block.ts';
import { usableValue } from '../samples/average-steps.ts';
import { ratedLoadOf } from '../samples/operating-modes.ts';
import { findLoadTag } from '../samples/tag-roles.ts';
import { usualStepMs } from '../stats/usual-step.ts';
import { compareStart, goldenFor, goodBeside } from './compare-starts.ts';
import { courseSource } from './course-source.ts';
import { findStarts, type FoundStart, MILESTONES } from './find-starts.ts';
import { findLightUp, type LightUp, tellsLightUp } from './light-up.ts';
import { startClassOf } from './start-class.ts';
import type { StartMark } from '@shared/start-marks.ts';
import type { ReadTag, Start, StartsReport, StartTag } from './start-report.ts';

const HOUR_MS = 3_600_000;
/** The aligned clock is never finer. */
const FINEST_STEP_MS = 60_000;
/** A light-up is looked for this long before synchronisation. */
const LONGEST_LEAD_MS = 24 * HOUR_MS;

export interface StartsInput {
  readonly tags: readonly StartTag[];
  readonly marks: readonly StartMark[];
  readonly fromMs: number;
  readonly toMs: number;
  readonly read: ReadTag;
}

interface LoadSeries {
  readonly tag: StartTag;
  readonly timesMs: Float64Array;
  readonly load: Float64Array;
}

const empty = (emptyReason: string): StartsReport => ({ starts: [], load: null, emptyReason });

/** Every start-up of a plant, each compared with its golden start where one is marked. */
export async function reportStarts(input: StartsInput, checkpoint: Checkpoint): Promise<StartsReport> {
  const { tags, marks, read } = input;
  if (tags.length === 0) return empty('This plant holds no readings.');
  const series = await readLoad(input, portion(checkpoint, 0, 0.2));
  if (series === null)
    return empty(
      'No tag tells the load: none is named power or load with a unit such as MW or %, or steam flow, and varies.',
    );
  const rated = ratedLoadOf(series.load);
  const found = findStarts(series.timesMs, series.load, rated);
  const { name: tagName, unit } = series.tag;
  const stepMs = Math.max(FINEST_STEP_MS, usualStepMs(series.timesMs));
  const load = { tagName, unit, rated, stepMs };
  if (found.length === 0)
    return {
      starts: [],
      load,
      emptyReason: `The unit never starts in these readings: ${tagName} does not come back from below 3 % of its rated value.`,
    };
  const starts: Start[] = [];
  for (const [at, one] of found.entries()) {
    await checkpoint(0.2 + (0.3 * at) / found.length, 'Looking for light-ups');
    starts.push(asStart(one, at + 1, await lightUpOf(one, tags, read), marks));
  }
  const source = courseSource(read);
  const compared: Start[] = [];
  for (const [at, start] of starts.entries()) {
    const golden = start.mark === 'golden' ? null : goldenFor(start, starts);
    const part = portion(
      checkpoint,
      0.5 + (0.5 * at) / starts.length,
      0.5 + (0.5 * (at + 1)) / starts.length,
    );
    const comparison =
      golden === null
        ? null
        : await compareStart(
            source,
            tags,
            { start, golden, good: goodBeside(golden, start, starts), stepMs },
            part,
          );
    compared.push({ ...start, comparison });
  }
  await checkpoint(1, 'Compared');
  return { starts: compared, load, emptyReason: null };
}

/** The load over the whole range: of the best tag that varies. */
async function readLoad(
  { tags, read, fromMs, toMs }: StartsInput,
  checkpoint: Checkpoint,
): Promise<LoadSeries | null> {
  const constant = new Set<number>();
  for (;;) {
    await checkpoint(constant.size / tags.length, 'Reading the load');
    const place = findLoadTag(tags, (at) => !constant.has(at));
    if (place === null) return null;
    const tag = tags[place];
    const block = await read(tag.id, fromMs, toMs);
    const load = usableValues(block);
    const first = load.find((value) => !Number.isNaN(value));
    if (load.some((value) => value !== first && !Number.isNaN(value)))
      return { tag, timesMs: block.timesMs, load };
    constant.add(place);
  }
}

const usableValues = ({ values, qualities }: ReadingBlock): Float64Array =>
  values.map((value, at) => usableValue(value, qualities[at]));

async function lightUpOf(
  { offFromMs, syncMs, endMs }: FoundStart,
  tags: readonly StartTag[],
  read: ReadTag,
): Promise<LightUp | null> {
  const fromMs = Math.max(offFromMs ?? -Infinity, syncMs - LONGEST_LEAD_MS);
  const watched = [];
  for (const tag of tags.filter(tellsLightUp))
    watched.push({ tag, block: await read(tag.id, fromMs, endMs) });
  return findLightUp(watched, fromMs, syncMs);
}

function asStart(
  found: FoundStart,
  number: number,
  lightUp: LightUp | null,
  marks: readonly StartMark[],
): Start {
  const { offFromMs, syncMs, endMs, steadyMs, outcome, milestonesMs } = found;
  const own = marks.filter((mark) => mark.startMs <= syncMs && mark.endMs >= syncMs);
  return {
    number,
    syncMs,
    endMs,
    steadyMs,
    offFromMs,
    lightUpMs: lightUp?.lightUpMs ?? null,
    lightUpTag: lightUp?.tagName ?? null,
    startClass: offFromMs === null ? null : startClassOf(syncMs - offFromMs),
    outcome,
    milestones: MILESTONES.map((share, at) => ({ share, timeMs: milestonesMs[at] })),
    mark: own.some(({ kind }) => kind === 'golden') ? 'golden' : own.length > 0 ? 'good' : null,
    comparison: null,
  };
}
