import type { Anomaly, AnomalyFilter, AnomalySort } from '@shared/contract/runs.ts';
import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { call } from '../../api/plant-client.ts';
import { PAGE, pagesFor } from './anomalies-model.ts';

export interface AnomalyView {
  readonly runId: number;
  readonly filter: AnomalyFilter;
  readonly sort: AnomalySort;
}

export interface AnomalyRows {
  readonly total: number;
  readonly isPending: boolean;
  readonly failure: Error | null;
  /** Undefined while its page is on the way. */
  readonly rowAt: (index: number) => Anomaly | undefined;
}

const pageQuery = (view: AnomalyView, page: number) => ({
  queryKey: ['anomalies.list', view, page] as const,
  queryFn: () => call('anomalies.list', { ...view, offset: page * PAGE, limit: PAGE }),
});

/** How many anomalies a view has; the last figure stays while a new one is on the way. */
export function useAnomalyTotal(view: AnomalyView): number {
  const first = useQuery({ ...pageQuery(view, 0), placeholderData: keepPreviousData });
  return first.data?.total ?? 0;
}

/** The rows of a view between two positions, page by page. */
export function useAnomalyRows(
  view: AnomalyView,
  total: number,
  firstRow: number,
  lastRow: number,
): AnomalyRows {
  const pages = pagesFor(firstRow, lastRow, total);
  const answers = useQueries({ queries: pages.map((page) => pageQuery(view, page)) });
  const byPage = new Map(pages.map((page, index) => [page, answers[index]?.data?.rows]));
  return {
    total,
    isPending: answers.some((answer) => answer.isPending),
    failure: answers.find((answer) => answer.error !== null)?.error ?? null,
    rowAt: (index) => byPage.get(Math.floor(index / PAGE))?.[index % PAGE],
  };
}
