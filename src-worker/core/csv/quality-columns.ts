import type { ColumnPlan } from './import-plan.ts';
import type { ReadContext, Row } from './read-context.ts';
import { statusText } from './statuses.ts';
import type { TagSeries } from './tag-series.ts';

/** Applies the plan's quality columns to readings that have just been stored. */
export class QualityColumns {
  readonly exist: boolean;
  private readonly context: ReadContext;
  private readonly columns: readonly ColumnPlan[];

  constructor(context: ReadContext) {
    this.context = context;
    this.columns = context.plan.columns.filter(
      ({ role, qualityScale }) => role === 'quality' && qualityScale !== null,
    );
    this.exist = this.columns.length > 0;
  }

  /** For the reading of `series` at `slot`, whose value stood in column `valueIndex`. */
  apply(series: TagSeries, slot: number, { bytes, cells }: Row, valueIndex: number): void {
    for (const { index, qualityOf, qualityScale, name } of this.columns) {
      if (index >= cells.count || qualityScale === null || (qualityOf !== null && qualityOf !== valueIndex))
        continue;
      const missingBefore = series.missingCount;
      const isKnown = series.applyQuality(
        slot,
        bytes,
        cells.starts[index],
        cells.ends[index],
        qualityScale,
        name,
      );
      if (series.missingCount > missingBefore) this.context.badQualityCount++;
      if (!isKnown && this.context.unknownQualities.size < 20)
        this.context.unknownQualities.add(statusText(bytes, cells.starts[index], cells.ends[index]));
    }
  }
}
