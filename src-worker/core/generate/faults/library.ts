import { AppFailure } from '@shared/errors.ts';
import type { KnownEvent } from '../../reading-store.ts';
import type { Random } from '../../random.ts';
import type { Signal } from '../signals.ts';
import { makeFouling, makeLoadRejection, makeSprayValveOscillation, makeTubeLeak } from './boiler.ts';
import { makeCondenserFouling } from './condenser.ts';
import type { Fault, FaultKind, FaultRequest, MakeFault } from './fault.ts';
import { makeBearingWear, makeImbalance } from './rotating.ts';
import { makeDrift, makeDropout, makeNoiseBurst, makeSpike, makeStuck } from './sensor.ts';

const MAKERS: Readonly<Record<FaultKind, MakeFault>> = {
  'bearing-wear': makeBearingWear,
  imbalance: makeImbalance,
  'tube-leak': makeTubeLeak,
  fouling: makeFouling,
  'condenser-fouling': makeCondenserFouling,
  'spray-valve-oscillation': makeSprayValveOscillation,
  'load-rejection': makeLoadRejection,
  drift: makeDrift,
  stuck: makeStuck,
  spike: makeSpike,
  'noise-burst': makeNoiseBurst,
  dropout: makeDropout,
};

/** A fault with its place in time and in the ground truth. */
export interface PlannedFault {
  readonly fault: Fault;
  readonly kind: FaultKind;
  readonly startMs: number;
  readonly endMs: number;
}

function planFault(request: FaultRequest, signals: readonly Signal[], random: Random): PlannedFault {
  const { kind, startMs, endMs, tagName, magnitude = 1 } = request;
  if (!(endMs > startMs)) {
    throw new AppFailure({ kind: 'invalid-input', message: `The fault ${kind} ends before it starts.` });
  }
  if (!(magnitude > 0 && magnitude <= 10)) {
    throw new AppFailure({
      kind: 'invalid-input',
      message: `The magnitude of ${kind} must be above 0, 10 at most.`,
    });
  }
  const index = tagName === undefined ? -1 : signals.findIndex((signal) => signal.tagName === tagName);
  if (tagName !== undefined && index < 0) {
    throw new AppFailure({ kind: 'invalid-input', message: `There is no tag "${tagName}" to be faulty.` });
  }
  const sensor = index < 0 ? null : { index, signal: signals[index] };
  const fault = MAKERS[kind]({ durationS: (endMs - startMs) / 1000, magnitude, sensor, random });
  return { fault, kind, startMs, endMs };
}

/**
 * The requested faults in order of their start. `signals` are those that a sensor fault may name.
 * Throws `invalid-input` for an unknown tag, an empty period or a magnitude out of (0, 10].
 */
export function planFaults(
  requests: readonly FaultRequest[],
  signals: readonly Signal[],
  random: Random,
): readonly PlannedFault[] {
  return requests
    .map((request, index) => planFault(request, signals, random.split(index)))
    .sort((one, other) => one.startMs - other.startMs);
}

/** Ground truth: the faults that show in `signals`, with the tag where it is a single one. */
export function eventsOf(
  planned: readonly PlannedFault[],
  signals: readonly Signal[],
): readonly KnownEvent[] {
  return planned.flatMap(({ fault, kind, startMs, endMs }) => {
    const shown = fault.signalIndexes.filter((index) => index < signals.length);
    if (shown.length === 0) return [];
    const tagName = shown.length === 1 ? signals[shown[0]].tagName : null;
    return [{ kind, tagName, startMs, endMs, note: fault.note }];
  });
}
