import type { ReadingBlock } from '../reading-block.ts';
import { type AlignedClock, alignCourse } from './course.ts';
import type { ReadTag, Start, StartTag } from './start-report.ts';

/** Courses of tags on a clock, read from the store or kept from before. */
export interface CourseSource {
  course(tag: StartTag, start: Start, clock: AlignedClock): Promise<Float64Array>;
}

/** Some 70 MB. */
const MOST_KEPT = 4_000_000;

/**
 * Reads courses. Readings of marked starts, which are asked for again and again, are kept, the latest `mostKept` of
 * them.
 */
export function courseSource(read: ReadTag, mostKept = MOST_KEPT): CourseSource {
  const kept = new Map<string, { fromMs: number; toMs: number; block: ReadingBlock }>();
  let keptCount = 0;
  const drop = (key: string): void => {
    keptCount -= kept.get(key)?.block.timesMs.length ?? 0;
    kept.delete(key);
  };
  return {
    course: async (tag, { syncMs, mark }, clock) => {
      const key = `${tag.id}/${syncMs}`;
      const before = kept.get(key);
      const fromMs = syncMs + (clock.firstStep - 1) * clock.stepMs;
      const toMs = syncMs + (clock.lastStep + 1) * clock.stepMs;
      if (before !== undefined && before.fromMs <= fromMs && before.toMs >= toMs)
        return alignCourse(before.block, syncMs, clock);
      const wide = {
        fromMs: Math.min(fromMs, before?.fromMs ?? fromMs),
        toMs: Math.max(toMs, before?.toMs ?? toMs),
      };
      const block = await read(tag.id, wide.fromMs, wide.toMs);
      if (mark !== null) {
        drop(key);
        kept.set(key, { ...wide, block });
        keptCount += block.timesMs.length;
        for (const oldest of kept.keys()) {
          if (keptCount <= mostKept) break;
          drop(oldest);
        }
      }
      return alignCourse(block, syncMs, clock);
    },
  };
}
