import type { Checkpoint } from '@core/checkpoint.ts';
import { findUnknownColumns } from '@core/samples/known-columns.ts';
import type { LeftOutTag, RunSummary } from '@shared/contract/runs.ts';
import { AppFailure } from '@shared/errors.ts';
import { type DataRange, loadSamples, type LoadedSamples } from './load-samples.ts';
import type { RunStore } from './run-store.ts';

type Tags = RunSummary['tags'];

export interface KnownSamples {
  readonly loaded: LoadedSamples;
  /** The tags of its columns. */
  readonly tags: Tags;
  /** Of the tags that were asked for, those that the training range says next to nothing about. */
  readonly leftOut: readonly LeftOutTag[];
}

/**
 * Samples of tags over a range, as `loadSamples` gives them, without the tags that hardly have a reading in the training
 * range: one of them would otherwise keep all from being learnt from. What is left is read again without them, so the
 * samples are those that a choice without them gives. Throws `invalid-input` where the load tag that was asked for is
 * one of them, and as `loadSamples` does.
 */
export async function loadKnownSamples(
  store: Pick<RunStore, 'readChunks'>,
  asked: Tags,
  range: DataRange,
  loadTagId: number | null | 'auto' | undefined,
  checkpoint: Checkpoint,
  ...reading: [begun?: Parameters<typeof loadSamples>[4], onMany?: () => void]
): Promise<KnownSamples> {
  let tags = asked;
  let loaded = await loadSamples(store, tags, range, checkpoint, ...reading);
  const leftOut: LeftOutTag[] = [];
  for (;;) {
    const { samples, trainFrom, trainTo } = loaded;
    const unknown = findUnknownColumns(samples, trainFrom, trainTo);
    if (unknown.length === 0) return { loaded, tags, leftOut };
    const left = unknown.flatMap(({ column, knownCount }): LeftOutTag[] => {
      const tag = tags[column];
      return tag === undefined ? [] : [{ id: tag.id, name: tag.name, knownSamples: knownCount }];
    });
    const load = left.find(({ id }) => id === loadTagId);
    if (load !== undefined) throw unknownLoad(load);
    leftOut.push(...left);
    tags = tags.filter(({ id }) => !left.some((one) => one.id === id));
    loaded = await loadSamples(store, tags, range, checkpoint);
  }
}

const unknownLoad = ({ name, knownSamples }: LeftOutTag): AppFailure =>
  new AppFailure({
    kind: 'invalid-input',
    message:
      `${name} is to tell the load but has ${knownSamples === 0 ? 'no reading' : `only ${knownSamples} readings`} in the training range. ` +
      'Choose another load tag or another training range.',
  });
