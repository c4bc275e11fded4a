import { GOLDEN_START_KIND, GOOD_START_KIND, type Label } from '@shared/contract/labels.ts';
import type { StartMark } from './start-report.ts';

/** What labels say about start-ups. */
export const marksOfLabels = (
  labels: readonly Pick<Label, 'kind' | 'startMs' | 'endMs'>[],
): readonly StartMark[] =>
  labels.flatMap(({ kind, startMs, endMs }): StartMark[] =>
    kind === GOLDEN_START_KIND || kind === GOOD_START_KIND
      ? [{ kind: kind === GOLDEN_START_KIND ? 'golden' : 'good', startMs, endMs }]
      : [],
  );
