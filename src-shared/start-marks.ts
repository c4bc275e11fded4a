import { GOLDEN_START_KIND, GOOD_START_KIND, type Label } from './contract/labels.ts';

/** A stretch that somebody marked: the start-up whose synchronisation lies in it is meant. */
export interface StartMark {
  readonly kind: 'golden' | 'good';
  readonly startMs: number;
  readonly endMs: number;
}

/** What labels say about start-ups. */
export const marksOf = (labels: readonly Pick<Label, 'kind' | 'startMs' | 'endMs'>[]): StartMark[] =>
  labels.flatMap(({ kind, startMs, endMs }): StartMark[] =>
    kind === GOLDEN_START_KIND || kind === GOOD_START_KIND
      ? [{ kind: kind === GOLDEN_START_KIND ? 'golden' : 'good', startMs, endMs }]
      : [],
  );
