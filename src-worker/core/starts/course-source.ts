import type { ReadingBlock } from '../reading-block.ts';
import { type AlignedClock, alignCourse } from './course.ts';
import type { ReadTag, Start, StartTag } from './start-report.ts';

/** Courses of tags on a clock, read from the store or kept from before. */
export interface CourseSource {
  course(tag: StartTag, start: Start, clock: AlignedClock): Promise<Float64Array>;
}

/** Reads courses; readings of marked starts, which are asked for again and again, are kept. */
export function courseSource(read: ReadTag): CourseSource {
  const kept = new Map<string, { fromMs: number; toMs: number; block: ReadingBlock }>();
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
      if (mark !== null) kept.set(key, { ...wide, block });
      return alignCourse(block, syncMs, clock);
    },
  };
}
