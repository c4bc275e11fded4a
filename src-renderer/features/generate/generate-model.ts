export type Amount = 'classic' | 'starts' | 'year' | 'custom';

export interface Generation {
  readonly signals: 'classic' | 'full';
  readonly rowCount: number;
  readonly stepMs: number;
  readonly outages: 'none' | 'weekly';
}

const MINUTE_MS = 60_000;
export const MOST_ROWS = 5_000_000;

/** The usual amounts: 1,000 rows with the classic columns, eight weeks with an outage in each, a year at one minute. */
export const presets: Readonly<Record<Exclude<Amount, 'custom'>, Generation>> = {
  classic: { signals: 'classic', rowCount: 1000, stepMs: 10 * MINUTE_MS, outages: 'none' },
  starts: { signals: 'full', rowCount: 56 * 24 * 60, stepMs: MINUTE_MS, outages: 'weekly' },
  year: { signals: 'full', rowCount: 365 * 24 * 60, stepMs: MINUTE_MS, outages: 'none' },
};

/** Why nothing can be generated with these figures; null when it can. */
export function findProblem(
  rowCount: number,
  stepSeconds: number,
  seed: number,
  startMs: number | null,
): string | null {
  if (!Number.isInteger(rowCount) || rowCount < 1 || rowCount > MOST_ROWS)
    return `Rows: a whole number from 1 to ${MOST_ROWS.toLocaleString('en-GB')}.`;
  if (!(stepSeconds >= 0.1 && stepSeconds <= 86_400)) return 'Step: from 0.1 s to 86,400 s.';
  if (!Number.isInteger(seed) || seed < 0 || seed > 2 ** 32 - 1)
    return 'Seed: a whole number from 0 to 4,294,967,295.';
  if (startMs === null) return 'Start: a date and a time are needed.';
  return null;
}
