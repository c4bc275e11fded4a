import type { FaultEvent } from './truth.ts';

/** An alarm as far as time matters: from its first to its last anomalous sample. */
export interface AlarmTimes {
  readonly startMs: number;
  readonly endMs: number;
}

export interface EventOutcome {
  readonly isHit: boolean;
  /** From the start of the fault to the first alarm of it, ms; negative when the alarm was first. Null when it was missed. */
  readonly delayMs: number | null;
}

export interface EventDetection {
  /** One per event. */
  readonly outcomes: readonly EventOutcome[];
  readonly hitCount: number;
  /** Alarms that belong to no event. */
  readonly falseAlarms: number;
}

/**
 * Which faults were alarmed, and how early. An alarm belongs to a fault when they overlap, or when it ends at most
 * `earlyMs` before the fault begins. The delay counts from the start of the fault to the first sample of the first such
 * alarm, but an alarm that was there long before tells nothing about this fault: no delay is below -`earlyMs`.
 * Alarms and events are in order of start.
 */
export function detectEvents(
  events: readonly FaultEvent[],
  alarms: readonly AlarmTimes[],
  earlyMs: number,
): EventDetection {
  const isTrue = new Uint8Array(alarms.length);
  const outcomes = events.map(({ startMs, endMs }): EventOutcome => {
    let delayMs: number | null = null;
    for (let at = 0; at < alarms.length && alarms[at].startMs <= endMs; at++) {
      if (alarms[at].endMs < startMs - earlyMs) continue;
      isTrue[at] = 1;
      delayMs ??= Math.max(alarms[at].startMs, startMs - earlyMs) - startMs;
    }
    return { isHit: delayMs !== null, delayMs };
  });
  return {
    outcomes,
    hitCount: outcomes.filter((outcome) => outcome.isHit).length,
    falseAlarms: isTrue.filter((hit) => hit === 0).length,
  };
}

/** Median of the delays of the faults that were found; null when none was. */
export function medianDelayMs(outcomes: readonly EventOutcome[]): number | null {
  const delays = outcomes
    .map((outcome) => outcome.delayMs)
    .filter((delay) => delay !== null)
    .sort((one, other) => one - other);
  if (delays.length === 0) return null;
  const middle = (delays.length - 1) / 2;
  return (delays[Math.floor(middle)] + delays[Math.ceil(middle)]) / 2;
}
