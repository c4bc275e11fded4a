import type { Matrix } from '../matrix.ts';
import { columnOf } from '../samples/columns.ts';
import { OPERATING_MODES } from '../samples/operating-modes.ts';
import type { TagRole } from '../samples/tag-roles.ts';
import { isProcessDirection } from '../sensor-health/find-drifts.ts';
import type { SensorFinding } from '../sensor-health/sensor-finding.ts';
import { amountText, MODE_CLAUSES, nameList, recordedDecimals } from './describe.ts';
import { durationText, figureText, readingText } from './figures.ts';
import type { Operation } from './operation.ts';

/** What is wrong with a sensor, with the figures and the tags that tell it. */
export function sensorSentence(finding: SensorFinding, operation: Operation, durationMs: number): string {
  const { column, fault, value, compared } = finding;
  const { name, unit } = operation.tags[column];
  const decimals = recordedDecimals(operation, column);
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
      return `${name} reads ${amountText(value, operation, column)} ${value < 0 ? 'less' : 'more'} than ${witnesses} ${verb(finding, 'tells', 'tell')}, for ${span}: drift`;
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
  const { name } = operation.tags[column];
  const span = durationText(durationMs);
  if (fault === 'noise') {
    return `${name} swings with a period, ${figureText(value / compared, 1)} times as wide as it usually scatters, for ${span}; the other tags stay calm`;
  }
  const role = operation.sensors.roles[column];
  const cause =
    role === null || !isProcessDirection(role, Math.sign(value), operation.sensors.roles)
      ? null
      : CAUSES[role];
  const amount = amountText(value, operation, column);
  const told = nameList(witnesses.map((other) => operation.tags[other].name));
  return `${name} reads ${amount} ${value < 0 ? 'less' : 'more'} than ${told} ${verb(finding, 'tells', 'tell')}, for ${span}${cause === null || cause === undefined ? '; other tags depart too' : `, as ${cause} does`}`;
}

/** Why a stretch is outside of what training knows. */
export function unknownSentence(operation: Operation, samples: Matrix, from: number, to: number): string {
  const { loadColumn, tags, baseline, modes } = operation;
  const clause = MODE_CLAUSES[OPERATING_MODES[modes[from]] ?? 'unknown'];
  if (loadColumn === null || baseline.loadRange === null) return 'Outside of everything in training';
  const { name, unit } = tags[loadColumn];
  const decimals = recordedDecimals(operation, loadColumn);
  const loads = columnOf(samples, loadColumn)
    .subarray(from, to)
    .filter((value) => !Number.isNaN(value));
  const [low, high] = baseline.loadRange;
  const trained = `training knows ${figureText(low, decimals)} to ${readingText(high, decimals, unit)}`;
  const highest = loads.reduce((most, value) => Math.max(most, value), -Infinity);
  const lowest = loads.reduce((least, value) => Math.min(least, value), Infinity);
  if (highest > high) return `${name} up to ${readingText(highest, decimals, unit)}; ${trained}`;
  if (lowest < low) return `${name} down to ${readingText(lowest, decimals, unit)}; ${trained}`;
  return `${clause === null ? 'The unit runs steadily' : clause.replace('the', 'The')}, which does not occur in training`;
}
