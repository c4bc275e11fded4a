import { nameOfTag } from '@shared/tag-words.ts';
import { closeDialog, showRange } from '../../api/workspace.ts';
import { DataTable, type TableColumn } from '../../ui/data-table.tsx';
import { formatDuration, formatTime } from '../../ui/format-time.ts';
import type { Start } from '../../../src-worker/worker-api.ts';
import {
  clockText,
  deviationText,
  durationMs,
  firstOut,
  milestoneMs,
  offText,
  rangeOf,
  worstOf,
} from './starts-model.ts';
import styles from './starts.module.css';

const duration = (ms: number | null): string => (ms === null ? 'not reached' : formatDuration(ms));

function Deviation({ start }: { start: Start }) {
  const worst = worstOf(start);
  if (start.mark === 'golden') return <span className={styles['soft']}>is the golden start</span>;
  if (start.comparison === null) return <span className={styles['soft']}>no golden start</span>;
  if (!start.comparison.isSameClass)
    return <span className={styles['soft']}>no golden {start.startClass} start</span>;
  if (worst === null) return 'within the band';
  return (
    <span className={styles['out']}>
      {nameOfTag(worst)} {deviationText(worst)}
    </span>
  );
}

const columns: readonly TableColumn<Start>[] = [
  {
    id: 'number',
    label: 'No.',
    isNumber: true,
    width: '34px',
    cell: (start) => start.number,
    sortBy: (start) => start.number,
  },
  {
    id: 'mark',
    label: 'Mark',
    width: '70px',
    cell: ({ mark }) => (mark === 'golden' ? '★ golden' : (mark ?? '')),
    sortBy: ({ mark }) => mark ?? '',
  },
  {
    id: 'sync',
    label: 'Synchronised',
    about: 'First reading at which load has left zero',
    width: '124px',
    cell: (start) => formatTime(start.syncMs),
    sortBy: (start) => start.syncMs,
  },
  {
    id: 'class',
    label: 'Class',
    about: 'Hot up to 8 h without load, warm up to 48 h, cold after longer',
    width: '62px',
    cell: ({ startClass }) => startClass ?? 'not known',
    sortBy: ({ startClass }) => startClass ?? '',
  },
  {
    id: 'off',
    label: 'Off before',
    isNumber: true,
    width: '84px',
    cell: offText,
    sortBy: (start) => (start.offFromMs === null ? null : start.syncMs - start.offFromMs),
  },
  {
    id: 'lead',
    label: 'Light-up to sync.',
    isNumber: true,
    width: '104px',
    cell: (start) =>
      start.lightUpMs === null ? 'not known' : formatDuration(start.syncMs - start.lightUpMs),
    title: ({ lightUpTag }) => (lightUpTag === null ? 'No tag tells the light-up' : `Told by ${lightUpTag}`),
    sortBy: (start) => (start.lightUpMs === null ? null : start.syncMs - start.lightUpMs),
  },
  {
    id: 'running',
    label: 'Sync. to 40 %',
    isNumber: true,
    width: '96px',
    cell: (start) => duration(milestoneMs(start, 0.4)),
    sortBy: (start) => milestoneMs(start, 0.4),
  },
  {
    id: 'duration',
    label: 'Start-up',
    about: 'From light-up, or else synchronisation, until the unit had been above 40 % for 15 minutes',
    isNumber: true,
    width: '84px',
    cell: (start) => (start.outcome === 'completed' ? formatDuration(durationMs(start)) : start.outcome),
    sortBy: durationMs,
  },
  {
    id: 'first',
    label: 'Left the band first',
    width: 'minmax(120px, 1fr)',
    cell: (start) => {
      const first = start.comparison?.isSameClass === true ? firstOut(start) : null;
      return first === null ? '' : `${nameOfTag(first)}, ${clockText(first.leavesAtMs ?? 0)}`;
    },
    title: (start) => start.comparison?.sentences.join(' ') ?? '',
  },
  {
    id: 'deviation',
    label: 'Largest deviation',
    about: 'By what the tag covers in the golden start',
    width: 'minmax(150px, 1.2fr)',
    cell: (start) => <Deviation start={start} />,
    title: (start) => start.comparison?.sentences.join(' ') ?? '',
    sortBy: (start) => worstOf(start)?.severity ?? 0,
  },
];

interface StartListProps {
  readonly starts: readonly Start[];
  readonly shown: Start;
  readonly onShow: (start: Start) => void;
}

/** All start-ups of the plant. Enter or a double click shows one on the trend. */
export function StartList({ starts, shown, onShow }: StartListProps) {
  return (
    <DataTable
      name="Start-ups"
      columns={columns}
      rows={starts}
      keyOf={(start) => String(start.syncMs)}
      selectedKey={String(shown.syncMs)}
      onSelect={onShow}
      onOpen={showStart}
    />
  );
}

export function showStart(start: Start): void {
  closeDialog();
  showRange(rangeOf(start));
}
