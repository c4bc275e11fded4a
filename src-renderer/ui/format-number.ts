const MOST_DECIMALS = 6;
const SAMPLE = 400;

const formatters = new Map<number, Intl.NumberFormat>();

const withDecimals = (decimals: number): Intl.NumberFormat => {
  const known = formatters.get(decimals);
  if (known !== undefined) return known;
  const made = new Intl.NumberFormat('en-GB', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    useGrouping: 'min2',
  });
  formatters.set(decimals, made);
  return made;
};

const grouped = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

/** 12345 -> "12,345". */
export const formatCount = (count: number): string => grouped.format(count);

const plain = new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 8 });

/** A number as it was set: 65536 -> "65,536", 0.00001 -> "0.00001". */
export const formatBound = (value: number): string => plain.format(value);

/** Count with its noun: 1 -> "1 anomaly", 12 -> "12 anomalies". */
export const formatCounted = (count: number, one: string, many: string): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`;

/** 1234567 -> "1.2 M", 8400 -> "8,400". */
export function formatLargeCount(count: number): string {
  if (count >= 1e9) return `${withDecimals(1).format(count / 1e9)} G`;
  if (count >= 1e6) return `${withDecimals(1).format(count / 1e6)} M`;
  return formatCount(count);
}

/** 4,194,304 -> "4.2 MB". */
export function formatBytes(bytes: number): string {
  if (bytes >= 1e9) return `${withDecimals(1).format(bytes / 1e9)} GB`;
  if (bytes >= 1e6) return `${withDecimals(1).format(bytes / 1e6)} MB`;
  if (bytes >= 1e3) return `${withDecimals(0).format(bytes / 1e3)} kB`;
  return `${bytes} B`;
}

const decimalsForSize = (largest: number): number => {
  if (largest === 0 || !Number.isFinite(largest)) return 1;
  return Math.min(MOST_DECIMALS, Math.max(0, 3 - Math.ceil(Math.log10(largest))));
};

const needsMore = (value: number, decimals: number): boolean => {
  const scaled = value * 10 ** decimals;
  return Math.abs(scaled - Math.round(scaled)) > 1e-6 * Math.max(1, Math.abs(scaled));
};

/** Decimals that the readings were recorded with; values without a recorded precision get about four figures. */
export function decimalsOf(values: ArrayLike<number>): number {
  const step = Math.max(1, Math.floor(values.length / SAMPLE));
  let decimals = 0;
  let largest = 0;
  for (let index = 0; index < values.length; index += step) {
    const value = values[index] ?? NaN;
    if (!Number.isFinite(value)) continue;
    largest = Math.max(largest, Math.abs(value));
    while (decimals < MOST_DECIMALS && needsMore(value, decimals)) decimals += 1;
  }
  return Math.min(decimals, decimalsForSize(largest) + 1);
}

/** A reading with a fixed number of decimals, below zero with a minus as wide as a figure; a missing one is a dash. */
export const formatReading = (value: number | null, decimals: number): string =>
  value === null || !Number.isFinite(value) ? '–' : withDecimals(decimals).format(value).replace('-', '−');

/** Figures that stand beside each other get the same decimals, about four figures for the largest. */
export function formatTogether(values: readonly (number | null)[]): readonly string[] {
  const known = values.filter((value): value is number => value !== null && Number.isFinite(value));
  const largest = Math.max(0, ...known.map(Math.abs));
  const decimals = Math.min(decimalsForSize(largest) + (largest >= 100 ? 1 : 0), decimalsOf(known));
  return values.map((value) => formatReading(value, decimals));
}

/** A unit as it is shown; "1" marks a pure number and none is shown. */
export const unitText = (unit: string | null): string => (unit === null || unit === '1' ? '' : unit);

/** 0.05 -> "5 %", 0.0125 -> "1.25 %". */
export const formatPercent = (share: number): string =>
  `${new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 }).format(share * 100)} %`;

/** What stands behind a number of days that is typed into a field. */
export const daysAfter = (typed: number | string): string => (Number(typed) === 1 ? ' day' : ' days');
