import { Button, Tabs } from '@mantine/core';
import { useState } from 'react';
import { FailureMessage } from '../../api/failure-message.tsx';
import { formatBytes } from '../../ui/format-number.ts';
import { Message } from '../../ui/message.tsx';
import { answerQuestion, changeEntry, reopenAnswer, takeIn } from './change-entry.ts';
import { BareFields } from './bare-fields.tsx';
import { ColumnTable } from './column-table.tsx';
import { FileLines } from './file-lines.tsx';
import { entryBytes, type ImportEntry, openQuestions } from './import-entry.ts';
import { ImportProgress } from './import-progress.tsx';
import { ImportSummaryView } from './import-summary.tsx';
import styles from './imports.module.css';
import paneStyles from './panes.module.css';
import { PlanFields } from './plan-fields.tsx';
import { PreviewTable } from './preview-table.tsx';
import { ProfileBar } from './profile-bar.tsx';
import { Questions } from './questions.tsx';
import { openAsWorkbook, readAgain } from './read-entry.ts';

/** One file: how it is read, how far its import is, or what came of it. */
export function EntryView({ entry }: { entry: ImportEntry }) {
  const { stage } = entry;
  switch (stage.at) {
    case 'open':
      return <OpenEntry entry={entry} />;
    case 'waiting':
      return <p className={styles['soft']}>It waits for the files before it.</p>;
    case 'importing':
      return <ImportProgress entry={entry} jobId={stage.jobId} />;
    case 'done':
      return <ImportSummaryView entryId={entry.id} summary={stage.summary} />;
    case 'failed':
      return (
        <FailureMessage
          error={stage.error}
          action={{ label: 'Change its choices', run: () => takeIn(entry.id) }}
        />
      );
    case 'cancelled':
    case 'left-out':
      return (
        <div>
          <p>
            {stage.at === 'cancelled'
              ? 'The import was cancelled. The data are as they were.'
              : 'This file is left out. Nothing of it is imported.'}
          </p>
          <Button variant="default" onClick={() => takeIn(entry.id)}>
            Take it in again
          </Button>
        </div>
      );
  }
}

function OpenEntry({ entry }: { entry: ImportEntry }) {
  const { id, preview, error } = entry;
  const [line, setLine] = useState<number | null>(null);
  return (
    <>
      {error !== null && (
        <FailureMessage
          error={error}
          action={
            entry.isHiddenWorkbook
              ? { label: 'Open it as Excel', run: () => void openAsWorkbook(id) }
              : { label: 'Retry', run: () => void readAgain(id) }
          }
        />
      )}
      {entry.refused !== null && <Message tone="attention" title={entry.refused} />}
      <ProfileBar entry={entry} />
      <Questions
        questions={openQuestions(entry)}
        answers={entry.answers}
        onAnswer={(question, label, overrides) => answerQuestion(id, question, label, overrides)}
        onReopen={(answer) => reopenAnswer(id, answer)}
      />
      {(preview !== null || entry.lines.length > 0) && (
        <div className={paneStyles['panes']} aria-busy={entry.isReading}>
          <FileLines
            lines={entry.lines}
            plan={preview?.plan ?? null}
            isWorkbook={preview?.isWorkbook ?? false}
            selectedLine={line}
            onSelect={setLine}
            onChange={(change) => changeEntry(id, change)}
          />
          {preview !== null && <PreviewTable preview={preview} selectedLine={line} onSelect={setLine} />}
        </div>
      )}
      {preview !== null && <Choices entry={entry} preview={preview} />}
      {preview === null && error !== null && entry.lines.length > 0 && (
        <BareFields overrides={entry.overrides} onChange={(change) => changeEntry(id, change)} />
      )}
    </>
  );
}

interface ChoicesProps {
  readonly entry: ImportEntry;
  readonly preview: NonNullable<ImportEntry['preview']>;
}

function Choices({ entry, preview }: ChoicesProps) {
  const { id, profile } = entry;
  const { notices, plan } = preview;
  const chosenBy = profile === null ? 'Your choice' : `Your choice, or of profile '${profile}'`;
  return (
    <Tabs defaultValue="how" keepMounted={false} className={styles['tabs'] ?? ''}>
      <Tabs.List>
        <Tabs.Tab value="how">How it is read</Tabs.Tab>
        <Tabs.Tab value="columns">Columns ({plan.columns.length})</Tabs.Tab>
        <Tabs.Tab value="notices" disabled={notices.length === 0}>
          Noticed ({notices.length})
        </Tabs.Tab>
        <span className={styles['size']}>
          {formatBytes(entryBytes(entry))}. Every choice can be corrected.
        </span>
      </Tabs.List>
      <Tabs.Panel value="how" className={styles['panel'] ?? ''}>
        <PlanFields preview={preview} chosenBy={chosenBy} onChange={(change) => changeEntry(id, change)} />
      </Tabs.Panel>
      <Tabs.Panel value="columns" className={styles['panel'] ?? ''}>
        <ColumnTable plan={plan} onChange={(change) => changeEntry(id, change)} />
      </Tabs.Panel>
      <Tabs.Panel value="notices" className={styles['panel'] ?? ''}>
        <ul className={styles['notices']}>
          {notices.map((notice) => (
            <li key={notice}>{notice}</li>
          ))}
        </ul>
      </Tabs.Panel>
    </Tabs>
  );
}
