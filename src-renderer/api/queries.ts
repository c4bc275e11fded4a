import type { CallInput, CallName, CallOutput, DataChanged } from '@shared/contract/contract.ts';
import type { RunSummary } from '@shared/contract/runs.ts';
import { keepPreviousData, QueryClient, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useEffect } from 'react';
import { call, onEvent } from './plant-client.ts';

/** Answers stay until the store says that they changed; nothing is asked again on a timer or on focus. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Infinity,
      gcTime: 60_000,
      retry: false,
      refetchOnWindowFocus: false,
      networkMode: 'always',
      structuralSharing: false,
    },
    mutations: { networkMode: 'always', retry: false },
  },
});

/** Key of the questions that the trend asks together. */
export const TREND_VIEW = 'trend-view';
/** Key of what the worker reads to explain an anomaly. */
export const EXPLANATION = 'explanation';

const affected: Record<DataChanged['what'], readonly (CallName | typeof TREND_VIEW | typeof EXPLANATION)[]> =
  {
    plants: ['plants.list', 'plants.get', 'application.info'],
    tags: ['tags.list', 'data.summary', 'runs.list', 'retention.list'],
    readings: [
      'plants.list',
      'tags.list',
      'imports.list',
      'data.summary',
      TREND_VIEW,
      EXPLANATION,
      'labels.list',
      'application.info',
      'readings.countRange',
      'deletions.list',
      'retention.list',
      'retention.count',
      'store.space',
    ],
    labels: ['labels.list', 'anomalies.similar'],
    studies: ['studies.list', 'comparisons.get', 'searches.get', 'backTests.get'],
    store: ['store.health', 'store.space', 'backups.list', 'application.info'],
    profiles: ['profiles.list'],
    runs: [
      'runs.list',
      'runs.get',
      'runs.training',
      'runs.choice',
      'runs.resumable',
      'anomalies.list',
      'anomalies.position',
      'anomalies.similar',
      'runs.modes',
      TREND_VIEW,
      'data.summary',
    ],
  };

/** A view of readings alone, which no run can change: drawing it again would hold up what is wanted. */
function isViewWithoutRun([name, view]: readonly unknown[]): boolean {
  return (
    name === TREND_VIEW && typeof view === 'object' && view !== null && 'runId' in view && view.runId === null
  );
}

/** Asks again for what an event of the store touches. */
export function useStoreEvents(): void {
  useEffect(
    () =>
      onEvent('data.changed', (change) => {
        for (const name of affected[change.what]) {
          void queryClient.invalidateQueries({
            queryKey: [name],
            predicate: ({ queryKey }) => !(change.what === 'runs' && isViewWithoutRun(queryKey)),
          });
        }
      }),
    [],
  );
}

/** Puts a run as the store told it at its end into the list of runs, which is asked for again anyway. */
export function rememberRun(run: RunSummary): void {
  queryClient.setQueryData<CallOutput<'runs.list'>>(['runs.list', { plantId: run.plantId }], (runs) =>
    runs === undefined ? undefined : [run, ...runs.filter(({ id }) => id !== run.id)],
  );
}

export const refreshEverything = (): void => void queryClient.invalidateQueries();

interface CallOptions {
  /** Default true. */
  readonly isEnabled?: boolean;
  /** Show the last answer while the next one comes. */
  readonly keepsPrevious?: boolean;
  /** Ask again after so many ms while this is set: for the progress of something that the store does by itself. */
  readonly everyMs?: number;
}

/** The answer of the main process to a call, asked once and again when the data changes. */
export function useCall<N extends CallName>(
  name: N,
  input: CallInput<N>,
  options: CallOptions = {},
): UseQueryResult<CallOutput<N>> {
  return useQuery<CallOutput<N>>({
    queryKey: [name, input],
    queryFn: () => call(name, input),
    enabled: options.isEnabled ?? true,
    refetchInterval: options.everyMs ?? false,
    ...(options.keepsPrevious === true ? { placeholderData: keepPreviousData } : {}),
  });
}
