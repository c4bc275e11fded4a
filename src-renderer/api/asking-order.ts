import type { CallName } from '@shared/contract/contract.ts';

/** The rows of a table before the lines of a chart, both before all else. */
const RANKS: Partial<Record<CallName, number>> = {
  'anomalies.list': 0,
  'trends.query': 1,
  'trends.scores': 1,
  'anomalies.bands': 1,
};
const LAST = 2;

interface Waiting {
  readonly rank: number;
  readonly go: () => void;
}

let waiting: Waiting[] = [];

function letGo(): void {
  const all = waiting.toSorted((one, other) => one.rank - other.rank);
  waiting = [];
  for (const { go } of all) go();
}

/**
 * Resolves when it is the turn of a call: of those made in one go, as when a new run is shown, what is looked at first
 * comes first, since the store answers one after the other. Otherwise in the order in which they are made.
 */
export function turnOf(name: CallName): Promise<void> {
  return new Promise((go) => {
    if (waiting.length === 0) queueMicrotask(letGo);
    waiting.push({ rank: RANKS[name] ?? LAST, go });
  });
}
