import { nameOfTag } from '@shared/tag-words.ts';
import { showInTrend } from '../../api/show-in-trend.ts';
import { DataTable, type TableColumn } from '../../ui/data-table.tsx';
import { formatPercent, formatReading } from '../../ui/format-number.ts';
import type { Start, TagDeviation } from '../../../src-worker/worker-api.ts';
import { clockText, deviationText } from './starts-model.ts';
import styles from './starts.module.css';

const columns: readonly TableColumn<TagDeviation>[] = [
  {
    id: 'tag',
    label: 'Tag',
    width: 'minmax(120px, 1fr)',
    cell: nameOfTag,
    title: (one) => one.tagName,
    sortBy: nameOfTag,
  },
  {
    id: 'largest',
    label: 'Largest',
    about: 'Largest difference from the golden start: outside the band, if it leaves it',
    isNumber: true,
    width: '92px',
    cell: deviationText,
    title: ({ largest, decimals, unit }) =>
      `${formatReading(largest.actual, decimals)} where the golden start read ${formatReading(largest.golden, decimals)} ${unit ?? ''}, ${clockText(largest.atMs)}`,
    sortBy: (one) => Math.abs(one.largest.actual - one.largest.golden),
  },
  {
    id: 'mean',
    label: 'Mean',
    about: 'Mean of this start less the golden one',
    isNumber: true,
    width: '64px',
    cell: (one) => formatReading(one.mean, one.decimals),
    sortBy: (one) => one.mean,
  },
  {
    id: 'leaves',
    label: 'Leaves band',
    about: 'Time since synchronisation at which it first left the band',
    isNumber: true,
    width: '92px',
    cell: (one) => (one.leavesAtMs === null ? 'within' : clockText(one.leavesAtMs)),
    title: (one) =>
      `${formatPercent(Math.round(one.outsideShare * 100) / 100)} of the compared readings are outside`,
    sortBy: (one) => one.leavesAtMs ?? Infinity,
  },
];

/** What is different about a start, in sentences and per tag. Enter on a tag shows the trend at that time. */
export function StartDetails({ start, goldenHint }: { start: Start; goldenHint: string }) {
  const { comparison } = start;
  if (comparison === null) return <p className={styles['hint']}>{goldenHint}</p>;
  return (
    <>
      <ul className={styles['sentences']} aria-label="Differences from the golden start">
        {comparison.sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <DataTable
        name="Deviations"
        columns={columns}
        rows={comparison.deviations}
        keyOf={(one) => String(one.tagId)}
        onOpen={(one) => {
          const fromMs = start.syncMs + (one.leavesAtMs ?? one.largest.atMs);
          showInTrend({ fromMs, toMs: start.syncMs + one.largest.atMs });
        }}
        isTall
      />
    </>
  );
}
