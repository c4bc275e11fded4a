import type { RunSummary } from '@shared/contract/runs.ts';
import { useMemo } from 'react';
import { queryClient, useCall } from './queries.ts';
import { useWorkspace, workspace } from './workspace.ts';

const finished = (runs: readonly RunSummary[]): readonly RunSummary[] =>
  runs
    .filter((run) => run.status === 'finished')
    .sort((left, right) => right.startedMs - left.startedMs || right.id - left.id);

const choose = (runs: readonly RunSummary[], runId: number | null): RunSummary | null =>
  runs.find((run) => run.id === runId) ?? runs[0] ?? null;

/** The finished runs of a plant, the latest first; undefined until they are known. */
export function useFinishedRuns(plantId: number): readonly RunSummary[] | undefined {
  const { data } = useCall('runs.list', { plantId });
  return useMemo(() => (data === undefined ? undefined : finished(data)), [data]);
}

/** The run whose scores and anomalies are shown: the chosen one, else the latest; null without any. */
export function useSelectedRun(plantId: number): RunSummary | null {
  const runs = useFinishedRuns(plantId);
  const runId = useWorkspace((state) => state.runId);
  return runs === undefined ? null : choose(runs, runId);
}

/** The same run, for a command that is given outside of a component. */
export function shownRunId(): number | null {
  const { plantId, runId } = workspace.get();
  const runs = queryClient.getQueryData<readonly RunSummary[]>(['runs.list', { plantId }]);
  return choose(finished(runs ?? []), runId)?.id ?? null;
}
