import { GAP_STEPS } from '../../chunks/chunk-header.ts';
import { countOf } from '../messages.ts';
import { cutText } from '../text/text.ts';

/** Steps from which the usual one is told. */
const TRIAL_STEPS = 64;
/** Of the trial steps, those that must be the usual one, so that the times count as regular. */
const REGULAR_SHARE = 0.5;
const FEWEST_STEPS = 3;
const LIKE_USUAL = 0.2;

/** Gaps in the times of one series, in the order of the file; times that step back do not count. */
export class TimeGaps {
  /** A longer step is to be noted. Until the usual step is known every one is. */
  limitMs = -1;
  count = 0;
  /** Of all gaps together. */
  totalMs = 0;
  longestMs = 0;
  /** The last time before the longest gap, UTC ms. */
  longestFromMs = NaN;
  /** The usual step, ms; 0 while it is not known, or where there is none. */
  usualMs = 0;
  private readonly trial: { readonly stepMs: number; readonly fromMs: number }[] = [];

  /** A step forward to `utcMs` that is longer than `limitMs`. */
  note(stepMs: number, utcMs: number): void {
    if (!Number.isFinite(stepMs)) return;
    if (this.limitMs >= 0) {
      this.addGap(stepMs, utcMs - stepMs);
      return;
    }
    this.trial.push({ stepMs, fromMs: utcMs - stepMs });
    if (this.trial.length === TRIAL_STEPS) this.settle();
  }

  /** Ends the trial of a short series. */
  finish(): void {
    if (this.limitMs < 0) this.settle();
  }

  private settle(): void {
    const { trial } = this;
    const sorted = trial.map(({ stepMs }) => stepMs).sort((a, b) => a - b);
    const usual = sorted.at((sorted.length - 1) >> 1) ?? 0;
    const alike = sorted.filter((step) => Math.abs(step - usual) <= LIKE_USUAL * usual).length;
    const isRegular = sorted.length >= FEWEST_STEPS && alike > REGULAR_SHARE * sorted.length;
    this.usualMs = isRegular ? usual : 0;
    this.limitMs = isRegular ? GAP_STEPS * usual : Infinity;
    for (const { stepMs, fromMs } of trial.splice(0)) if (stepMs > this.limitMs) this.addGap(stepMs, fromMs);
  }

  private addGap(stepMs: number, fromMs: number): void {
    this.count++;
    this.totalMs += stepMs;
    if (stepMs <= this.longestMs) return;
    this.longestMs = stepMs;
    this.longestFromMs = fromMs;
  }
}

/** The gaps of the times that all tags of a file share, or of one tag. */
export interface NamedGaps {
  readonly tagName: string | null;
  readonly gaps: TimeGaps;
}

const UNITS: readonly (readonly [string, number])[] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
];

/** `40 min`, `2 h 5 min`, `0.5 s` */
function spanText(durationMs: number): string {
  const place = UNITS.findIndex(([, unitMs]) => durationMs >= unitMs);
  const [unit, unitMs] = UNITS.at(place) ?? ['s', 1000];
  const [next, nextMs] = UNITS.at(place + 1) ?? ['s', 1000];
  if (place < 0 || unit === 's') return `${Number((durationMs / 1000).toPrecision(3))} s`;
  const whole = Math.floor(durationMs / unitMs);
  const rest = Math.floor((durationMs - whole * unitMs) / nextMs);
  return `${whole} ${unit}${rest === 0 ? '' : ` ${rest} ${next}`}`;
}

/** What is told of the gaps of a file that reaches over `spanMs`; null when there are none. */
export function describeGaps(all: readonly NamedGaps[], spanMs: number): string | null {
  for (const { gaps } of all) gaps.finish();
  const found = all.filter(({ gaps }) => gaps.count > 0);
  const worst = found.toSorted((a, b) => b.gaps.longestMs - a.gaps.longestMs).at(0);
  if (worst === undefined) return null;
  const { longestMs, longestFromMs, usualMs, totalMs } = worst.gaps;
  const count = found.reduce((sum, { gaps }) => sum + gaps.count, 0);
  const from = new Date(longestFromMs).toISOString().slice(0, 19).replace('T', ' ');
  const who =
    worst.tagName === null
      ? `The times have ${countOf(count, 'gap')}`
      : `${countOf(found.length, 'tag has', 'tags have')} ${countOf(count, 'gap')} in ${found.length === 1 ? 'its' : 'their'} times`;
  const owner = worst.tagName === null ? '' : ` is in "${cutText(worst.tagName)}" and`;
  const percent = Math.min(100, (100 * totalMs) / spanMs);
  return `${who}: the longest${owner} lasts ${spanText(longestMs)} from ${from} UTC, where a reading comes every ${spanText(usualMs)}; together ${percent < 0.05 ? 'under 0.1' : percent.toFixed(1)} % of ${worst.tagName === null ? 'the' : 'its'} time.`;
}
