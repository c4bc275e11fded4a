import type { Label } from '@shared/contract/labels.ts';
import type { Plant, Tag } from '@shared/contract/plants.ts';
import { marksOf } from '@shared/start-marks.ts';
import type { Result } from '@shared/result.ts';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { askWorker } from '../../api/analysis-client.ts';
import { runJobAs } from '../../api/jobs.ts';
import { heldRange } from '../../api/time-range.ts';
import type { Start, StartOverlay, StartsReport, StartTag } from '../../../src-worker/worker-api.ts';

export const STARTS_JOB = 'Find start-ups';

const startTags = (tags: readonly Tag[]): StartTag[] =>
  tags
    .filter(({ readingCount }) => readingCount > 0)
    .map(({ id, name, description, unit }) => ({ id, name, description, unit }));

const stateOf = (tags: readonly Tag[]): string =>
  tags.map(({ id, readingCount, lastMs, unit }) => `${id} ${readingCount} ${lastMs} ${unit}`).join(' ');

/** The start-ups of a plant, looked for again when its readings or marks change; the last answer stays meanwhile. */
export function useStarts(
  plant: Plant,
  tags: readonly Tag[] | undefined,
  labels: readonly Label[] | undefined,
): UseQueryResult<Result<StartsReport>> {
  const marks = marksOf(labels ?? []);
  return useQuery({
    queryKey: ['starts', plant.id, stateOf(tags ?? []), JSON.stringify(marks)],
    enabled: tags !== undefined && labels !== undefined,
    placeholderData: (before: Result<StartsReport> | undefined) => before,
    queryFn: () => {
      const held = heldRange(tags ?? []) ?? { fromMs: 0, toMs: 0 };
      const request = { tags: startTags(tags ?? []), marks, ...held };
      return runJobAs(crypto.randomUUID(), STARTS_JOB, (api, job) =>
        api.findStarts(request, job.id, job.onProgress),
      );
    },
  });
}

/** A start over its golden one. */
export const useOverlay = (
  tags: readonly Tag[],
  start: Start,
  report: StartsReport,
): UseQueryResult<Result<StartOverlay>> =>
  useQuery({
    queryKey: [
      'start-overlay',
      stateOf(tags),
      start.syncMs,
      report.starts.map(({ mark }) => mark ?? '-').join(' '),
    ],
    placeholderData: (before: Result<StartOverlay> | undefined) => before,
    queryFn: () =>
      askWorker((api) =>
        api.overlayStarts({
          tags: startTags(tags),
          start,
          starts: [...report.starts],
          stepMs: report.load?.stepMs ?? 60_000,
        }),
      ),
  });
