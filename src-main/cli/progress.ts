import { setImmediate as nextTurn } from 'node:timers/promises';
import { cancelled, type Checkpoint } from '@core/checkpoint.ts';
import type { Console } from './console.ts';

const REPORT_EVERY_MS = 200;
const YIELD_EVERY_MS = 50;

/** Time spent in one step, ms. */
export interface StepTiming {
  readonly step: string;
  readonly ms: number;
}

export interface Progress {
  readonly checkpoint: Checkpoint;
  /** Ends the line of progress and gives the time that each step took, in the order of their beginning. */
  readonly finish: () => readonly StepTiming[];
}

/**
 * Shows progress: on a terminal one line that is replaced, elsewhere one line for each step. The label names the step.
 * The checkpoint throws `cancelled` once `signal` is aborted.
 */
export function createProgress(target: Console, signal: AbortSignal): Progress {
  const timings = new Map<string, number>();
  const begun = new Set<string>();
  let step = '';
  let stepSince = performance.now();
  let reportedAt = -Infinity;
  let yieldedAt = performance.now();
  let isLineOpen = false;

  function closeStep(now: number): void {
    if (step !== '') timings.set(step, (timings.get(step) ?? 0) + now - stepSince);
    stepSince = now;
  }

  function report(done: number, isNewStep: boolean, now: number): void {
    if (!target.isTerminal) {
      if (isNewStep && !begun.has(step)) target.tell(`${step}\n`);
      begun.add(step);
      return;
    }
    if (!isNewStep && now - reportedAt < REPORT_EVERY_MS) return;
    reportedAt = now;
    isLineOpen = true;
    target.tell(`\r\u001b[K${step} ${Math.round(100 * done)} %`);
  }

  return {
    checkpoint: async (done, label) => {
      const now = performance.now();
      const isNewStep = label !== step;
      if (isNewStep) {
        closeStep(now);
        step = label;
      }
      report(done, isNewStep, now);
      if (now - yieldedAt >= YIELD_EVERY_MS) {
        await nextTurn();
        yieldedAt = performance.now();
      }
      if (signal.aborted) throw cancelled();
    },
    finish: () => {
      closeStep(performance.now());
      step = '';
      if (isLineOpen) target.tell('\r\u001b[K');
      isLineOpen = false;
      return [...timings].map(([name, ms]) => ({ step: name, ms: Math.round(10 * ms) / 10 }));
    },
  };
}
