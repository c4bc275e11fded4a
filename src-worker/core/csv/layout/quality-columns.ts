import type { ColumnPlan } from '../import-plan.ts';
import type { ReadContext, Row } from '../read-context.ts';
import { statusText } from './statuses.ts';
import type { TagSeries } from '../rows/tag-series.ts';

/** The quality columns that speak of the value in a column: its own and those of the whole row. */
export function qualitiesByValue(
  columns: readonly ColumnPlan[],
): (valueIndex: number) => readonly ColumnPlan[] {
  const qualities = columns.filter(({ role, qualityScale }) => role === 'quality' && qualityScale !== null);
  const known = new Map<number, readonly ColumnPlan[]>();
  return (valueIndex) => {
    const found =
      known.get(valueIndex) ??
      qualities.filter(({ qualityOf }) => qualityOf === null || qualityOf === valueIndex);
    known.set(valueIndex, found);
    return found;
  };
}

/** Applies the plan's quality columns to readings that have just been stored. */
export class QualityColumns {
  readonly exist: boolean;
  private readonly context: ReadContext;
  private readonly qualitiesOf: ReturnType<typeof qualitiesByValue>;

  constructor(context: ReadContext) {
    this.context = context;
    this.qualitiesOf = qualitiesByValue(context.plan.columns);
    this.exist = context.plan.columns.some(
      ({ role, qualityScale }) => role === 'quality' && qualityScale !== null,
    );
  }

  /** For the reading of `series` at `slot`, whose value stood in column `valueIndex`. */
  apply(series: TagSeries, slot: number, { bytes, cells }: Row, valueIndex: number): void {
    for (const { index, qualityScale, name } of this.qualitiesOf(valueIndex)) {
      if (index >= cells.count || qualityScale === null) continue;
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
