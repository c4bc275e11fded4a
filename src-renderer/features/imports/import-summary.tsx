import type { ImportSummary } from '@shared/contract/readings.ts';
import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { showNewReadings } from '../../api/analysis-actions.ts';
import { addFailure, addNotice } from '../../api/notices.ts';
import { call, failureOf } from '../../api/plant-client.ts';
import { AskFirst } from '../../ui/ask-first.tsx';
import { FactList } from '../../ui/fact-list.tsx';
import { formatCount } from '../../ui/format-number.ts';
import { formatTime } from '../../ui/format-time.ts';
import { removeEntries } from './import-queue.ts';
import styles from './imports.module.css';
import { closeQueue } from './run-queue.ts';

interface ImportSummaryViewProps {
  readonly entryId: string;
  readonly summary: ImportSummary;
}

/** What an import brought, what was noticed, and what can be done with it now. */
export function ImportSummaryView({ entryId, summary }: ImportSummaryViewProps) {
  const [isAsking, setIsAsking] = useState(false);
  const { firstMs, lastMs, rejectedCount } = summary;
  return (
    <section className={styles['dialog']} aria-label={`Import #${summary.id}`}>
      <h3>
        Imported as #{summary.id}
        {firstMs !== null &&
          lastMs !== null &&
          `, ${formatTime(firstMs, true)} to ${formatTime(lastMs, true)}`}
      </h3>
      <FactList
        facts={[
          { name: 'Rows', value: formatCount(summary.rowCount) },
          { name: 'Readings', value: formatCount(summary.readingCount) },
          { name: 'Missing', value: formatCount(summary.missingCount) },
          { name: 'Rejected rows', value: formatCount(rejectedCount) },
          { name: 'Duplicates', value: formatCount(summary.duplicateCount) },
        ]}
      />
      {summary.notices.length > 0 && (
        <ul className={styles['notices']}>
          {summary.notices.map((notice) => (
            <li key={notice}>{notice}</li>
          ))}
        </ul>
      )}
      <Group gap={8}>
        <Button
          variant="default"
          onClick={() => {
            showNewReadings(summary);
            closeQueue();
          }}
        >
          Show on the trend
        </Button>
        {rejectedCount > 0 && (
          <Button variant="default" onClick={() => void showRejects(summary.id)}>
            Show the reject file
          </Button>
        )}
        {!isAsking && (
          <Button variant="default" onClick={() => setIsAsking(true)}>
            Take back…
          </Button>
        )}
      </Group>
      {isAsking && (
        <AskFirst
          name={`Take back import #${summary.id}`}
          question={`Take back import #${summary.id} with its ${formatCount(summary.readingCount)} readings? What lay below it is read again.`}
          answers={[{ label: 'Take back', run: () => void takeBack(entryId, summary) }]}
          keep={{ label: 'Keep', run: () => setIsAsking(false) }}
        />
      )}
    </section>
  );
}

async function takeBack(entryId: string, { id }: ImportSummary): Promise<void> {
  try {
    const { fileName, readingCount } = await call('imports.undo', { importId: id });
    removeEntries((entry) => entry.id === entryId);
    addNotice('done', `Took back import #${id}`, [`${fileName}: ${formatCount(readingCount)} readings.`]);
  } catch (caught) {
    addFailure(failureOf(caught));
  }
}

async function showRejects(importId: number): Promise<void> {
  try {
    await call('imports.showRejects', { importId });
  } catch (caught) {
    addFailure(failureOf(caught));
  }
}
