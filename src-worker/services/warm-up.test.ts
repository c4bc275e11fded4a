import { describe, expect, it } from 'vitest';
import { cancelled, type Checkpoint, noCheckpoint } from '@core/checkpoint.ts';
import { isolationForest } from '@core/detectors/isolation-forest/isolation-forest.ts';
import type { NewAnomaly } from '@core/reading-store.ts';
import { createJobRegistry } from './job-checkpoint.ts';
import { createMadeUpRun } from './made-up-run.ts';
import { analyse } from './run-service.ts';
import { createWarmUp } from './warm-up.ts';

describe('a made-up run', () => {
  it('goes the whole way of a run: reads, scores, finds anomalies of sensors and process and says why', async () => {
    const { id, defaultOptions } = isolationForest;
    const { store, request } = createMadeUpRun({ detectorId: id, detectorOptions: defaultOptions }, 16_384);
    const anomalies: NewAnomaly[] = [];
    let scored = 0;
    const recording = {
      ...store,
      appendAnomalies: (_: number, some: readonly NewAnomaly[]) => {
        anomalies.push(...some);
        return Promise.resolve();
      },
      appendScores: (_: number, chunks: readonly { header: { readingCount: number } }[]) => {
        scored += chunks.reduce((sum, { header }) => sum + header.readingCount, 0);
        return Promise.resolve();
      },
    };
    await analyse(recording, request, noCheckpoint);
    expect(scored).toBe(16_384);
    const kinds = new Set(anomalies.map((one) => one.judgement?.kind));
    expect(kinds).toContain('sensor');
    expect(kinds).toContain('process');
    expect(anomalies.every((one) => one.judgement?.sentence !== '')).toBe(true);
  });
});

describe('warming up', () => {
  /** Work of endless steps, each of which lets messages in. */
  const forever = async (checkpoint: Checkpoint): Promise<void> => {
    for (;;) {
      await checkpoint(0, 'warming up');
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
  };

  it('gives way to other work and starts again when it is asked to after it', async () => {
    let starts = 0;
    const warming = createWarmUp(createJobRegistry(), (checkpoint) => {
      starts++;
      return starts === 1 ? forever(checkpoint) : Promise.resolve();
    });
    const first = warming.start();
    const answer = await warming.giveWayTo(async () => {
      await first;
      await warming.start();
      return starts;
    });
    expect(answer).toBe(1);
    await warming.start();
    await warming.start();
    expect(starts).toBe(2);
  });

  it('ends without a word when it is stopped', async () => {
    const warming = createWarmUp(createJobRegistry(), () => Promise.reject(cancelled()));
    await expect(warming.start()).resolves.toBeUndefined();
  });
});
