import type { Anomaly, RunSummary } from '@shared/contract/runs.ts';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { AppFailure } from '@shared/errors.ts';
import { askWorker } from '../../api/analysis-client.ts';
import { EXPLANATION } from '../../api/queries.ts';
import { withContext } from '../../api/time-range.ts';
import { tellingContributions } from './anomalies-model.ts';
import type { Explanation } from '../../../src-worker/worker-api.ts';

const MOST_TAGS = 3;

/** Actual against expected readings of the tags that contribute most, with what came before and after. */
export function useExplanation(run: RunSummary, anomaly: Anomaly): UseQueryResult<Explanation> {
  const stepMs = (run.toMs - run.fromMs) / Math.max(1, run.sampleCount - 1);
  const range = withContext({ fromMs: anomaly.startMs, toMs: anomaly.endMs }, stepMs);
  const tagNames = tellingContributions(anomaly)
    .slice(0, MOST_TAGS)
    .map((contribution) => contribution.tagName);
  return useQuery({
    queryKey: [EXPLANATION, anomaly.id, run.finishedMs],
    queryFn: async () => {
      const result = await askWorker((api) => api.explain({ runId: run.id, ...range, tagNames }));
      if (result.ok) return result.value;
      throw new AppFailure(result.error);
    },
    enabled: tagNames.length > 0,
  });
}
