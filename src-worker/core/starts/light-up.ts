import type { ReadingBlock } from '../reading-block.ts';
import { usableValue } from '../samples/average-steps.ts';
import { roleOf, type TagFacts } from '../samples/tag-roles.ts';
import { quantileOf } from '../stats/quantile.ts';

export interface LightUp {
  readonly lightUpMs: number;
  /** The tag that tells it. */
  readonly tagName: string;
}

const FUEL = /\b(coal|fuel|oil|lignite|biomass|(?<!flue )gas|mill|feeder|burner)\b/;
const FLOW = /\/(h|hr|s|min)$|ph$|^kpph$|^klb/;
const OXYGEN = /\boxygen\b|\bo2\b/;
/** Fuel flows above this share of what it reads in operation; oxygen has fallen by this share of the way to its level in operation. */
const FUEL_SHARE = 0.05;
const OXYGEN_SHARE = 0.25;
/** Pressure or temperature has risen by this share of what it rises until synchronisation. */
const RISE_SHARE = 0.05;

const wordsOf = ({ name, description }: TagFacts): string =>
  `${name} ${description ?? ''}`.replace(/[_.\-/:]+/g, ' ').toLowerCase();

const isFuel = (tag: TagFacts): boolean =>
  FUEL.test(wordsOf(tag)) && FLOW.test((tag.unit ?? '').trim().toLowerCase());
const isOxygen = (tag: TagFacts): boolean =>
  OXYGEN.test(wordsOf(tag)) && (tag.unit ?? '').trim().startsWith('%');
const isSteamPressure = (tag: TagFacts): boolean => roleOf(tag) === 'steam-pressure';
const isSteamTemperature = (tag: TagFacts): boolean => roleOf(tag) === 'steam-temperature';

/** Whether a tag can tell a light-up. */
export const tellsLightUp = (tag: TagFacts): boolean =>
  isFuel(tag) || isOxygen(tag) || isSteamPressure(tag) || isSteamTemperature(tag);

interface Watched {
  readonly tag: TagFacts;
  readonly block: ReadingBlock;
}

/**
 * When the fire was lit before a synchronisation, from the first of these that a plant has: a fuel flow above 5 % of what it
 * reads in operation, without a break since; oxygen fallen by a quarter of the way to its level in operation; steam pressure, else steam
 * temperature, up by 5 % of its rise until synchronisation. `blocks` reach from the standstill into operation. Null where none tells it.
 */
export function findLightUp(watched: readonly Watched[], offFromMs: number, syncMs: number): LightUp | null {
  const inOrder = [
    [isFuel, sinceFuel],
    [isOxygen, sinceOxygen],
    [isSteamPressure, sinceRise],
    [isSteamTemperature, sinceRise],
  ] as const;
  for (const [isKind, find] of inOrder) {
    const found = watched
      .filter(({ tag }) => isKind(tag))
      .flatMap(({ tag, block }): LightUp[] => {
        const lightUpMs = find(block, offFromMs, syncMs);
        return lightUpMs === null ? [] : [{ lightUpMs, tagName: tag.name }];
      })
      .sort((one, other) => one.lightUpMs - other.lightUpMs);
    if (found.length > 0) return found[0];
  }
  return null;
}

const valueAt = ({ values, qualities }: ReadingBlock, at: number): number =>
  usableValue(values[at], qualities[at]);

function valuesBetween(block: ReadingBlock, fromMs: number, toMs: number): Float64Array {
  const { timesMs } = block;
  const values = new Float64Array(timesMs.length).fill(NaN);
  for (let at = 0; at < timesMs.length; at++)
    if (timesMs[at] >= fromMs && timesMs[at] <= toMs) values[at] = valueAt(block, at);
  return values;
}

/** Back from synchronisation to the last reading that `isOff`; the time of the one after it. */
function sinceOff(
  block: ReadingBlock,
  offFromMs: number,
  syncMs: number,
  isOff: (value: number) => boolean,
): number | null {
  let since: number | null = null;
  for (let at = block.timesMs.length - 1; at >= 0; at--) {
    const timeMs = block.timesMs[at];
    if (timeMs > syncMs) continue;
    if (timeMs < offFromMs) return null;
    const value = valueAt(block, at);
    if (Number.isNaN(value)) continue;
    if (isOff(value)) return since;
    since = timeMs;
  }
  return null;
}

function sinceFuel(block: ReadingBlock, offFromMs: number, syncMs: number): number | null {
  const running = quantileOf(valuesBetween(block, syncMs, Infinity), 0.95);
  return running > 0 ? sinceOff(block, offFromMs, syncMs, (value) => value <= FUEL_SHARE * running) : null;
}

function sinceOxygen(block: ReadingBlock, offFromMs: number, syncMs: number): number | null {
  const air = quantileOf(valuesBetween(block, offFromMs, syncMs), 0.9);
  const running = quantileOf(valuesBetween(block, syncMs, Infinity), 0.1);
  const limit = air - OXYGEN_SHARE * (air - running);
  return air > running ? sinceOff(block, offFromMs, syncMs, (value) => value >= limit) : null;
}

function sinceRise(block: ReadingBlock, offFromMs: number, syncMs: number): number | null {
  const still = valuesBetween(block, offFromMs, syncMs);
  const lowest = still.reduce((least, value) => (value < least ? value : least), Infinity);
  const atSync = still.findLast((value) => !Number.isNaN(value)) ?? NaN;
  const limit = lowest + RISE_SHARE * (atSync - lowest);
  return atSync > lowest ? sinceOff(block, offFromMs, syncMs, (value) => value <= limit) : null;
}
