import { columnOf } from '../samples/columns.ts';
import type { Matrix } from '../matrix.ts';
import { MODE, OPERATING_MODES } from '../samples/operating-modes.ts';
import type { TagRole } from '../samples/tag-roles.ts';
import { isProcessDirection } from '../sensor-health/find-drifts.ts';
import type { SensorFinding } from '../sensor-health/sensor-finding.ts';
import type { Usual } from './baseline.ts';
import { usualAt } from './baseline.ts';
import type { ColumnContribution } from './contributions.ts';
import { durationText, figureText, readingText } from './figures.ts';
import { zoneOf } from './iso-zones.ts';
import type { Operation } from './operation.ts';

const MOST_NAMES = 3;
const WORTH_NAMING = 0.25;

/** "a", "a and b", "a, b and 4 others". */
export function nameList(names: readonly string[]): string {
  if (names.length <= 1) return names[0] ?? '';
  if (names.length <= MOST_NAMES) return `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
  return `${names.slice(0, MOST_NAMES - 1).join(', ')} and ${names.length - MOST_NAMES + 1} others`;
}

export const decimalsOfColumn = ({ sensors }: Operation, column: number): number =>
  sensors.behaviours[column].decimals;

export const loadAt = (operation: Operation, samples: Matrix, row: number): number =>
  operation.loadColumn === null ? NaN : samples.data[row * samples.columnCount + operation.loadColumn];

/** " at 72 MW", " at 91 % load"; nothing where the load is not known. */
export function atLoadText(operation: Operation, load: number): string {
  const { loadColumn, tags } = operation;
  if (loadColumn === null || Number.isNaN(load)) return '';
  const { unit, name } = tags[loadColumn];
  const decimals = decimalsOfColumn(operation, loadColumn);
  if (unit === '%') return ` at ${figureText(load, 0)} % load`;
  if (unit === null || unit === '1' || unit === '')
    return ` at ${figureText((100 * load) / (load > 2 ? operation.ratedLoad : 1), 0)} % load`;
  return /w(e|el)?$/i.test(unit)
    ? ` at ${readingText(load, Math.min(1, decimals), unit)}`
    : ` at ${name} ${readingText(load, decimals, unit)}`;
}

interface Told extends ColumnContribution {
  readonly range: Usual;
  /** Outside of what 95 % of the training samples at this load show. */
  readonly isOut: boolean;
}

/** Contributions with what is usual at the load of the row in the place of the median of all training. */
export function tellAtLoad(
  contributions: readonly ColumnContribution[],
  operation: Operation,
  load: number,
): Told[] {
  return contributions.map((contribution) => {
    // The load itself has no usual value at its own load.
    const at = contribution.column === operation.loadColumn ? NaN : load;
    const range = usualAt(operation.baseline, contribution.column, at);
    const overall = contribution.column === operation.loadColumn ? contribution.usual : range.median;
    const { actual } = contribution;
    return {
      ...contribution,
      usual: overall === null || Number.isNaN(overall) ? null : overall,
      range,
      isOut:
        actual !== null &&
        contribution.column !== operation.loadColumn &&
        (actual < range.low || actual > range.high),
    };
  });
}

/** Why a stretch is abnormal, from the readings at its peak. */
export function processSentence(
  told: readonly Told[],
  operation: Operation,
  load: number,
  mode: number,
  tellsRare: boolean,
): string {
  const out = told.filter((one) => one.isOut).sort((one, other) => other.share - one.share);
  const lead = [...out, ...told].at(0);
  if (lead === undefined) return 'No single tag explains it.';
  const parts = [leadText(lead, operation, load, out.length > 0 || !tellsRare)];
  const second = out.find((one) => one !== lead && one.share >= WORTH_NAMING);
  if (second !== undefined) parts.push(shortText(second, operation));
  if (mode !== MODE.unknown && mode !== MODE.steady) parts.push(`during ${OPERATING_MODES[mode] ?? ''}`);
  return parts.join('; ');
}

function leadText(lead: Told, operation: Operation, load: number, isOut: boolean): string {
  const tag = operation.tags[lead.column];
  const decimals = decimalsOfColumn(operation, lead.column);
  const actual = lead.actual === null ? 'missing' : readingText(lead.actual, decimals, tag.unit);
  const isLoad = lead.column === operation.loadColumn;
  const at = isLoad ? '' : atLoadText(operation, load);
  const zone = lead.actual === null ? null : zoneOf(tag, lead.actual);
  const zoneText = zone === null ? '' : `; zone ${zone.letter} of ${zone.standard}`;
  if (lead.usual === null) return `${tag.name} ${actual}${at}${zoneText}`;
  const usual = `${tag.name} ${actual} where ${figureText(lead.usual, decimals)} is usual${at}${zoneText}`;
  return isOut || isLoad || lead.actual === null
    ? usual
    : `${usual}; each tag is within its range, together they are rare`;
}

function shortText(one: Told, operation: Operation): string {
  const tag = operation.tags[one.column];
  const decimals = decimalsOfColumn(operation, one.column);
  const actual = one.actual === null ? 'missing' : readingText(one.actual, decimals, tag.unit);
  return one.usual === null
    ? `${tag.name} ${actual}`
    : `${tag.name} ${actual}, usual ${figureText(one.usual, decimals)}`;
}

/** What is wrong with a sensor, with the figures and the tags that tell it. */
export function sensorSentence(finding: SensorFinding, operation: Operation, durationMs: number): string {
  const { column, fault, value, compared } = finding;
  const { name, unit } = operation.tags[column];
  const decimals = decimalsOfColumn(operation, column);
  const rows = finding.to - finding.from;
  const span = `${rows === 1 ? '1 sample' : `${figureText(rows, 0)} samples`}${durationMs > 0 ? ` (${durationText(durationMs)})` : ''}`;
  const witnesses = nameList(finding.witnesses.map((other) => operation.tags[other].name));
  const isAlone = finding.witnesses.length === 0;
  switch (fault) {
    case 'stuck':
      return `${name} repeats ${readingText(value, decimals, unit)} for ${span}${isAlone ? ', without its usual noise' : ` while ${witnesses} ${verb(finding, 'moves', 'move')}`}: stuck sensor`;
    case 'spike':
      return `${name} jumps from ${figureText(compared, decimals)} to ${readingText(value, decimals, unit)} and back within ${span}${isAlone ? '' : '; no other tag jumps'}: spike`;
    case 'drift':
      return `${name} reads ${readingText(Math.abs(value), decimals, unit)} ${value < 0 ? 'less' : 'more'} than ${witnesses} ${verb(finding, 'tells', 'tell')}, for ${span}: drift`;
    case 'dropout':
      return `${name} gives no reading for ${span}${isAlone ? '' : ` while ${witnesses} ${verb(finding, 'does', 'do')}`}: dropout`;
    case 'out of range':
      return `${name} reads ${readingText(value, decimals, unit)}, beyond ${readingText(compared, decimals, unit)}, which the instrument cannot show: out of range`;
    case 'noise':
      return `${name} scatters ${figureText(value / compared, 1)} times as much as usual for ${span}${isAlone ? '' : '; the other tags stay calm'}: noise`;
  }
}

const verb = ({ witnesses }: SensorFinding, one: string, many: string): string =>
  witnesses.length === 1 ? one : many;

/** What a plant has when this tag alone departs in the direction in which a fault moves it. */
const CAUSES: Partial<Readonly<Record<TagRole, string>>> = {
  vibration: 'wear or imbalance of the rotor',
  'bearing-temperature': 'wear of the bearing',
  'flue-gas-temperature': 'fouling of the air heater',
  'condenser-pressure': 'fouling of the condenser',
  'feedwater-flow': 'a tube leak',
  power: 'lost vacuum or efficiency',
  load: 'lost vacuum or efficiency',
};

/** Why a single tag that a fault of the plant moves is out of line. */
export function processFindingSentence(
  finding: SensorFinding,
  operation: Operation,
  durationMs: number,
): string {
  const { column, fault, value, compared, witnesses } = finding;
  const { name, unit } = operation.tags[column];
  const span = durationText(durationMs);
  if (fault === 'noise') {
    return `${name} swings with a period, ${figureText(value / compared, 1)} times as wide as it usually scatters, for ${span}; the other tags stay calm`;
  }
  const role = operation.sensors.roles[column];
  const cause =
    role === null || !isProcessDirection(role, Math.sign(value), operation.sensors.roles)
      ? null
      : CAUSES[role];
  const amount = readingText(Math.abs(value), decimalsOfColumn(operation, column), unit);
  const told = nameList(witnesses.map((other) => operation.tags[other].name));
  return `${name} reads ${amount} ${value < 0 ? 'less' : 'more'} than ${told} ${verb(finding, 'tells', 'tell')}, for ${span}${cause === null || cause === undefined ? '; other tags depart too' : `, as ${cause} does`}`;
}

/** Why a stretch is outside of what training knows. */
export function unknownSentence(operation: Operation, samples: Matrix, from: number, to: number): string {
  const { loadColumn, tags, baseline, modes } = operation;
  const mode = OPERATING_MODES[modes[from]] ?? 'unknown';
  if (loadColumn === null || baseline.loadRange === null) return 'Outside of everything in training';
  const { name, unit } = tags[loadColumn];
  const decimals = decimalsOfColumn(operation, loadColumn);
  const loads = columnOf(samples, loadColumn)
    .subarray(from, to)
    .filter((value) => !Number.isNaN(value));
  const [low, high] = baseline.loadRange;
  const trained = `training knows ${figureText(low, decimals)} to ${readingText(high, decimals, unit)}`;
  const highest = loads.reduce((most, value) => Math.max(most, value), -Infinity);
  const lowest = loads.reduce((least, value) => Math.min(least, value), Infinity);
  if (highest > high) return `${name} up to ${readingText(highest, decimals, unit)}; ${trained}`;
  if (lowest < low) return `${name} down to ${readingText(lowest, decimals, unit)}; ${trained}`;
  return `Mode "${mode}" does not occur in training`;
}
