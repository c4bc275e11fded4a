import type { Matrix } from '../matrix.ts';
import { columnOf } from '../samples/columns.ts';
import type { TagRole } from '../samples/tag-roles.ts';
import { medianOf } from '../stats/median.ts';
import { PER_MEDIAN } from './column-behaviour.ts';
import type { Peers } from './peers.ts';
import { overlap, type Stretch, stretchesWhere } from './stretch.ts';

/** Mean departure that is a drift, in robust standard deviations of a single reading, whatever training shows. */
const LEAST_DEPARTURE = 1;
const TIMES_TRAINING = 6;
/** A single departure counts as so many limits at most, so a drift fills at least two fifths of the window. */
const MOST_COUNTED = 2.5;
/** Share of its limit at which a vibration that departs beside a warm bearing is more than chance. */
const NEARLY = 0.7;
/** Others that depart for at least half of the time make it a matter of the plant. */
const SHARED = 0.5;

/**
 * Departures that a fault of the plant gives in one tag alone, by the direction in which it moves it: bearing wear and
 * imbalance, fouling of air heater and condenser (and the power it costs at the same steam flow), a tube leak
 * (feedwater beyond steam). Source: the fault signatures
 * that the simulator implements (`generate/faults`), which follow plant practice.
 */
const PROCESS_DIRECTION: Partial<Readonly<Record<TagRole, 1 | -1>>> = {
  vibration: 1,
  'bearing-temperature': 1,
  'flue-gas-temperature': 1,
  'condenser-pressure': 1,
  'feedwater-flow': 1,
  power: -1,
  load: -1,
};

/**
 * Whether a known fault of the plant moves the tag with this role, and hardly any other, in this direction. Wear that
 * warms a bearing shakes it too, so beside a vibration tag a bearing temperature alone is no sign of it.
 */
export function isProcessDirection(
  role: TagRole | null,
  sign: number,
  roles: readonly (TagRole | null)[],
): boolean {
  if (role === 'bearing-temperature' && roles.includes('vibration')) return false;
  return role !== null && PROCESS_DIRECTION[role] === sign;
}

interface AwayStretch extends Stretch {
  /** First row beyond the limit, without what was dated back. */
  readonly noticed: number;
}

export interface Drift extends AwayStretch {
  readonly column: number;
  /** Largest mean departure, in robust standard deviations, with its sign. */
  readonly departure: number;
  /** A fault of the plant explains it: by tag and direction, or since other tags depart as well. */
  readonly isProcess: boolean;
}

/** Mean of the last `window` values; NaN where less than half of them are known. */
export function trailingMeans(values: Float64Array, window: number): Float64Array {
  const means = new Float64Array(values.length).fill(NaN);
  let sum = 0;
  let count = 0;
  for (let row = 0; row < values.length; row++) {
    if (!Number.isNaN(values[row])) {
      sum += values[row];
      count++;
    }
    const gone = row >= window ? values[row - window] : NaN;
    if (!Number.isNaN(gone)) {
      sum -= gone;
      count--;
    }
    if (row >= window - 1 && count * 2 >= window) means[row] = sum / count;
  }
  return means;
}

/**
 * Tags that move away from all of their peers and stay away. `departed` are the departures of
 * all rows (see `departures`), `trainFrom`/`trainTo` the training rows among them, `window` the rows over which a
 * departure must last.
 */
export function findDrifts(
  departed: Matrix,
  trainFrom: number,
  trainTo: number,
  window: number,
  peers: Peers,
  roles: readonly (TagRole | null)[],
): Drift[] {
  const columns = peers.map((list, column) => {
    if (list.length === 0 && roles[column] !== 'vibration')
      return { means: new Float64Array(0), limit: Infinity, away: [] };
    const values = columnOf(departed, column);
    const training = trailingMeans(values.subarray(trainFrom, trainTo), window);
    const usual = PER_MEDIAN * medianOf(training.map(Math.abs));
    const limit = Math.max(LEAST_DEPARTURE, TIMES_TRAINING * usual || 0);
    // A short event, however large, must not look like a lasting one.
    const most = MOST_COUNTED * limit;
    const means = trailingMeans(
      values.map((value) => Math.max(-most, Math.min(most, value))),
      window,
    );
    const signs = list.length === 0 ? [] : [1, -1];
    return { means, limit, away: signs.flatMap((sign) => awayStretches(means, sign, limit, window)) };
  });
  const drifts = columns.flatMap(({ means, away }, column) =>
    away.map((stretch): Drift => {
      const departure = largest(means, stretch);
      const isShared = columns.some(
        (other, place) => place !== column && departsToo(stretch, column, other.away, peers[place]),
      );
      const isShaken =
        roles[column] === 'bearing-temperature' && departure > 0 && isVibrating(columns, roles, stretch);
      const isProcess =
        isShared || isShaken || isProcessDirection(roles[column], Math.sign(departure), roles);
      return { ...stretch, column, departure, isProcess };
    }),
  );
  // What several tags show is told once, by the tag that shows it most.
  return drifts.filter(
    (one) =>
      !one.isProcess ||
      !drifts.some(
        (other) =>
          other !== one &&
          other.isProcess &&
          2 * overlap(one, other) > one.to - one.from &&
          Math.abs(other.departure) > Math.abs(one.departure),
      ),
  );
}

/** Whether a vibration rises with the stretch: is on its way up at its end, or nearly departs by itself within it. */
const isVibrating = (
  columns: readonly { readonly means: Float64Array; readonly limit: number }[],
  roles: readonly (TagRole | null)[],
  { from, to }: Stretch,
): boolean =>
  columns.some(
    ({ means, limit }, place) =>
      roles[place] === 'vibration' &&
      (means[to - 1] > limit / 3 || means.subarray(from, to).some((mean) => mean > NEARLY * limit)),
  );

/** Stretches beyond the limit, begun earlier where the departure had already reached a third of it. */
function awayStretches(means: Float64Array, sign: number, limit: number, window: number): AwayStretch[] {
  return stretchesWhere(means.length, (row) => sign * means[row] > limit, window / 2, window / 2).map(
    ({ from, to }) => {
      let start = from;
      while (start > 0 && sign * means[start - 1] > limit / 3) start--;
      return { from: start, to, noticed: Math.min(to - 1, from + Math.floor(window / 2)) };
    },
  );
}

/** Whether another column departs in the same time by itself, and not only because this one is what it is compared with. */
function departsToo(
  stretch: Stretch,
  column: number,
  away: readonly Stretch[],
  peers: Peers[number],
): boolean {
  if (peers.every((peer) => peer.column === column)) return false;
  const shared = away.reduce((sum, other) => sum + overlap(stretch, other), 0);
  return shared >= SHARED * (stretch.to - stretch.from);
}

function largest(means: Float64Array, { from, to }: Stretch): number {
  let most = 0;
  for (let row = from; row < to; row++) if (Math.abs(means[row]) > Math.abs(most)) most = means[row];
  return most;
}
