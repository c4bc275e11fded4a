import type { OptionReader } from './read-options.ts';
import { markRows, rollingMeans } from './rolling-mean.ts';
import type { SavedReader } from './saved-detector.ts';

/** How a detector follows an event through its scores; see the two rules below. */
export interface EventRules {
  /** Samples that are remembered, the current one included; 0 switches both rules off. */
  readonly windowRows: number;
  /** A score below this share of the mean of the last ones is what is left of an event; 0 = off. */
  readonly aftermathShare: number;
  /** An event ends when the score falls below this share of what it was; 1 = off. */
  readonly holdShare: number;
}

/** The rules that the options of `eventOptions` ask for. */
export const readEventRules = ({ number: read }: Pick<OptionReader, 'number'>): EventRules => ({
  windowRows: read('eventSamples'),
  aftermathShare: read('aftermathShare'),
  holdShare: read('holdShare'),
});

/** What a saved detector holds of them. */
export const saveEventRules = ({ windowRows, aftermathShare, holdShare }: EventRules) => ({
  eventRows: windowRows,
  aftermathShare,
  holdShare,
});

/** The rules from what `saveEventRules` gave. Throws `invalid-input` for what does not fit. */
export const openEventRules = (saved: SavedReader): EventRules => ({
  windowRows: saved.number('eventRows'),
  aftermathShare: saved.number('aftermathShare'),
  holdShare: saved.number('holdShare'),
});

export const noEventRules: EventRules = { windowRows: 0, aftermathShare: 0, holdShare: 1 };

/** Rows before a row that its score depends on when both rules are applied. */
export const eventContextRows = ({ windowRows }: EventRules): number => 2 * Math.max(0, windowRows - 1);

/** Both rules on scores of the common scale (0 = a usual training sample); NaN stays NaN. */
export const applyEventRules = (scores: Float64Array, rules: EventRules): Float64Array =>
  rules.windowRows === 0 ? scores : holdEvents(fadeAftermath(scores, rules), rules);

/** How fast the scores of an aftermath fade. */
const FADING = 3;

/**
 * Takes back scores that are small beside the event they follow: after a fault a process seldom returns to exactly
 * where it was in training, and what is left would keep the alarm up. With f = `aftermathShare` x mean of the last
 * scores (those below 0 counting as 0), a score s of at least f stays; one below becomes s (s / f)^3. So an event that
 * lasts, grows or slowly fades is not touched, and a single spike hardly moves the mean. The price: a second, much
 * smaller event within the window after a large one is not seen.
 */
export function fadeAftermath(
  scores: Float64Array,
  { windowRows, aftermathShare }: EventRules,
): Float64Array {
  const unscored: number[] = [];
  const positive = scores.map((score, row) => {
    if (Number.isNaN(score)) unscored.push(row);
    return score > 0 ? score : 0;
  });
  const means = rollingMeans(positive, 1, windowRows, markRows(scores.length, unscored));
  return scores.map((score, row) => {
    const least = aftermathShare * means[row];
    return score > 0 && score < least ? score * (score / least) ** FADING : score;
  });
}

/**
 * Hysteresis for every threshold at once: h(t) = max(s(t), min(h(t-1), s(t) / holdShare)), remembered over the window.
 * So h is above a threshold exactly when s has been above it and has not since fallen below `holdShare` times it: a
 * dead band as for alarms (ISA 18.2), whatever threshold is chosen later. Samples without a score are passed over.
 * The operator is the "play" of hysteresis theory (Krasnosel'skii and Pokrovskii) on a logarithmic scale.
 */
export function holdEvents(scores: Float64Array, { windowRows, holdShare }: EventRules): Float64Array {
  if (holdShare === 1) return scores;
  return scores.map((score, row) => {
    if (!(score > 0)) return score;
    let held = score;
    let allowed = score / holdShare;
    const first = Math.max(0, row - windowRows + 1);
    for (let before = row - 1; before >= first && allowed > held; before--) {
      const earlier = scores[before];
      if (Number.isNaN(earlier)) continue;
      held = Math.max(held, Math.min(earlier, allowed));
      allowed = Math.min(allowed, earlier / holdShare);
    }
    return held;
  });
}
