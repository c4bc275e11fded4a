import type { ImportSummary } from '@shared/contract/readings.ts';
import { useState } from 'react';
import { useCall } from '../../api/queries.ts';
import { formatCount, formatCounted } from '../../ui/format-number.ts';
import { formatTime } from '../../ui/format-time.ts';
import { ImportActions } from './import-actions.tsx';
import styles from './plant-info.module.css';

const FIRST = 5;

/** Where the readings came from: every import with its number, file, hash and what was noticed. */
export function ImportList({ plantId }: { plantId: number }) {
  const imports = useCall('imports.list', { plantId });
  const [showsAll, setShowsAll] = useState(false);
  const all = [...(imports.data ?? [])].sort((left, right) => right.id - left.id);
  if (all.length === 0) return null;
  return (
    <section>
      <h2>Imports</h2>
      {(showsAll ? all : all.slice(0, FIRST)).map((summary) => (
        <ImportEntry key={summary.id} summary={summary} />
      ))}
      {all.length > FIRST && !showsAll && (
        <button type="button" className={styles['more']} onClick={() => setShowsAll(true)}>
          {`${formatCount(all.length - FIRST)} more`}
        </button>
      )}
    </section>
  );
}

function ImportEntry({ summary }: { summary: ImportSummary }) {
  const origin = summary.source === 'generated' ? 'simulated' : summary.fileName;
  return (
    <details className={styles['import']}>
      <summary title={origin}>
        <span className={styles['number']}>#{summary.id}</span>
        <span className={styles['file']}>{origin}</span>
        <span className={styles['soft']}>{formatCounted(summary.rowCount, 'row', 'rows')}</span>
      </summary>
      <p className={styles['soft']}>
        {formatTime(summary.finishedMs)}, {formatCount(summary.readingCount)} readings,{' '}
        {formatCount(summary.missingCount)} missing, {formatCount(summary.rejectedCount)} rejected,{' '}
        {formatCount(summary.duplicateCount)} duplicates
      </p>
      <p className={styles['soft']} title={summary.fileSha256}>
        SHA-256 <code>{summary.fileSha256.slice(0, 12)}</code>
      </p>
      {summary.notices.map((notice) => (
        <p key={notice} className={styles['notice']}>
          {notice}
        </p>
      ))}
      <ImportActions summary={summary} />
    </details>
  );
}
