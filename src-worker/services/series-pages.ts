import type { EncodedChunk } from '@core/chunks/chunk.ts';

export interface SeriesPage {
  readonly chunks: readonly EncodedChunk[];
  readonly nextFromMs: number | null;
}

export type ReadPage = (fromMs: number, toMs: number) => Promise<SeriesPage>;

/**
 * The pages of a series in their order. The first is asked for at once and each next one as soon as the one before is
 * there, so that the store fetches while the caller decodes.
 */
export function openPages(readPage: ReadPage, fromMs: number, toMs: number): AsyncIterable<SeriesPage> {
  const ask = (from: number): Promise<SeriesPage> => {
    const page = readPage(from, toMs);
    // Whoever does not come to this page does not hear of its failure either.
    page.catch(() => undefined);
    return page;
  };
  const first = ask(fromMs);
  return {
    async *[Symbol.asyncIterator]() {
      let coming: Promise<SeriesPage> | null = first;
      while (coming !== null) {
        const page: SeriesPage = await coming;
        coming = page.nextFromMs === null ? null : ask(page.nextFromMs);
        yield page;
      }
    },
  };
}
