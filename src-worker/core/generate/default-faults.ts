import type { Random } from '../random.ts';
import type { FaultKind, FaultRequest } from './faults/fault.ts';
import type { PlannedOutage } from './outages/outage.ts';
import { CLASSIC_COUNT, SIGNAL_COUNT, type Signal } from './signals.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

interface Episode {
  readonly kind: FaultKind;
  /** Usual length; the place in the schedule may allow less. */
  readonly usualMs: number;
  readonly leastSamples: number;
  readonly mostSamples: number;
}

const ANY_NUMBER = Infinity;

/** What happens within a day or so. Each deck is dealt in a new order. */
const EPISODES: readonly Episode[] = [
  { kind: 'load-rejection', usualMs: 1.5 * HOUR_MS, leastSamples: 6, mostSamples: ANY_NUMBER },
  { kind: 'bearing-wear', usualMs: 2 * DAY_MS, leastSamples: 20, mostSamples: ANY_NUMBER },
  { kind: 'imbalance', usualMs: 2.5 * HOUR_MS, leastSamples: 8, mostSamples: ANY_NUMBER },
  { kind: 'spike', usualMs: 0, leastSamples: 1, mostSamples: 3 },
  { kind: 'stuck', usualMs: 4 * HOUR_MS, leastSamples: 30, mostSamples: ANY_NUMBER },
  { kind: 'spray-valve-oscillation', usualMs: 2 * HOUR_MS, leastSamples: 8, mostSamples: ANY_NUMBER },
  { kind: 'dropout', usualMs: 2 * HOUR_MS, leastSamples: 8, mostSamples: ANY_NUMBER },
  { kind: 'noise-burst', usualMs: 3 * HOUR_MS, leastSamples: 12, mostSamples: ANY_NUMBER },
  { kind: 'spike', usualMs: 0, leastSamples: 1, mostSamples: 3 },
];

/** What creeps for days or weeks, beside the episodes. A leak comes first: it is the one a short series can hold. */
const SLOW_KINDS: readonly FaultKind[] = ['tube-leak', 'fouling', 'drift', 'condenser-fouling'];
const SLOW_USUAL_MS: Readonly<Record<string, number>> = {
  'tube-leak': 4 * DAY_MS,
  fouling: 25 * DAY_MS,
  drift: 10 * DAY_MS,
  'condenser-fouling': 20 * DAY_MS,
};
const SENSOR_KINDS: ReadonlySet<FaultKind> = new Set(['drift', 'stuck', 'spike', 'noise-burst', 'dropout']);

const LEAST_SLOT_SAMPLES = 90;
const SLOTS_AT_1000 = 10;
/** An episode takes at most this share of its slot, so neighbours never overlap. */
const MOST_OF_SLOT = 0.34;
const LEAST_SLOW_SPAN_MS = 4 * DAY_MS;
const SLOW_SLOT_MS = 60 * DAY_MS;

function shuffled<T>(items: readonly T[], random: Random): T[] {
  const deck = [...items];
  for (let last = deck.length - 1; last > 0; last--) {
    const other = random.below(last + 1);
    [deck[last], deck[other]] = [deck[other], deck[last]];
  }
  return deck;
}

interface Series {
  readonly rowCount: number;
  readonly stepMs: number;
  readonly startMs: number;
}

/** A request at whole samples. */
function atSamples(
  series: Series,
  firstRow: number,
  samples: number,
  kind: FaultKind,
  tagName: string | null,
): FaultRequest {
  const startMs = series.startMs + firstRow * series.stepMs;
  const request = { kind, startMs, endMs: startMs + samples * series.stepMs };
  return tagName === null ? request : { ...request, tagName };
}

function episodes(series: Series, signals: readonly Signal[], random: Random): FaultRequest[] {
  const wanted = Math.round(SLOTS_AT_1000 * Math.sqrt(series.rowCount / 1000));
  const slotCount = Math.min(wanted, Math.floor(series.rowCount / LEAST_SLOT_SAMPLES));
  const slotSamples = Math.floor(series.rowCount / Math.max(1, slotCount));
  const requests: FaultRequest[] = [];
  let deck: Episode[] = [];
  // The first slot stays healthy: something to learn from.
  for (let slot = 1; slot < slotCount; slot++) {
    if (deck.length === 0) deck = shuffled(EPISODES, random);
    const episode = deck.pop();
    if (episode === undefined) break;
    const usual = Math.round((episode.usualMs / series.stepMs) * (0.8 + 0.4 * random.uniform()));
    const least = episode.leastSamples + random.below(Math.min(3, episode.mostSamples));
    const most = Math.min(episode.mostSamples, Math.floor(slotSamples * MOST_OF_SLOT));
    const samples = Math.min(most, Math.max(least, usual));
    const firstRow = slot * slotSamples + random.below(slotSamples - 2 * samples);
    const tagName = SENSOR_KINDS.has(episode.kind) ? signals[random.below(CLASSIC_COUNT)].tagName : null;
    requests.push(atSamples(series, firstRow, samples, episode.kind, tagName));
  }
  return requests;
}

function slowFaults(series: Series, signals: readonly Signal[], random: Random): FaultRequest[] {
  const spanMs = series.rowCount * series.stepMs;
  if (spanMs < LEAST_SLOW_SPAN_MS || series.rowCount < 2 * LEAST_SLOT_SAMPLES) return [];
  const slotCount = Math.max(1, Math.floor(spanMs / SLOW_SLOT_MS));
  const slotSamples = Math.floor(series.rowCount / slotCount);
  return Array.from({ length: slotCount }, (_, slot) => {
    const kind = SLOW_KINDS[slot % SLOW_KINDS.length];
    const usual = Math.round(SLOW_USUAL_MS[kind] / series.stepMs);
    const samples = Math.max(1, Math.min(usual, Math.floor(slotSamples / 4)));
    const firstRow =
      slot * slotSamples + Math.floor(slotSamples / 4) + random.below(Math.floor(slotSamples / 4));
    const tagName = SENSOR_KINDS.has(kind) ? signals[random.below(SIGNAL_COUNT)].tagName : null;
    return atSamples(series, firstRow, samples, kind, tagName);
  });
}

/** Faults without the short ones that would meet an outage or the start after it. */
export const outsideOutages = (
  requests: readonly FaultRequest[],
  outages: readonly PlannedOutage[],
): readonly FaultRequest[] =>
  requests.filter(
    ({ kind, startMs, endMs }) =>
      SLOW_KINDS.includes(kind) || !outages.some((outage) => startMs < outage.endMs && endMs > outage.stopMs),
  );

/**
 * A believable history: one episode in each slot, about ten in 1,000 samples and growing with the square root of the
 * length, and a slow fault every 60 days. Fewer than 180 samples stay healthy. At most one sensor is without readings
 * at a time. `signals` are those of the full set.
 */
export function defaultFaults(series: Series, signals: readonly Signal[], random: Random): FaultRequest[] {
  return [...episodes(series, signals, random.split(1)), ...slowFaults(series, signals, random.split(2))];
}
