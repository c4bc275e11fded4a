import type { ImportOverrides, ImportPreview } from '@core/csv/import-plan.ts';
import type { Plant } from '@shared/contract/plants.ts';
import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { FailureMessage } from '../../api/failure-message.tsx';
import { failureOf } from '../../api/plant-client.ts';
import { clearImports, nextImport, useWorkspace } from '../../api/workspace.ts';
import type { FileSource } from '../../../src-worker/worker-api.ts';
import { formatBytes } from '../../ui/format-number.ts';
import { Message } from '../../ui/message.tsx';
import { ColumnTable } from './column-table.tsx';
import styles from './imports.module.css';
import { correct, findObstacle, sourceKey, sourceName, type Answers } from './imports-model.ts';
import { PlanFields } from './plan-fields.tsx';
import { PreviewTable } from './preview-table.tsx';
import { Questions } from './questions.tsx';
import { useImportRunner, usePreview, type ImportRunner } from './use-imports.ts';

/** Shows how each waiting file would be read, lets the user correct it, and imports it. */
export function ImportDialog({ plant }: { plant: Plant }) {
  const queue = useWorkspace((state) => state.importQueue);
  const runner = useImportRunner(plant.id);
  const [source] = queue;
  if (source === undefined || runner.isRunning) return null;
  const waiting = queue.length === 1 ? '' : ` (${queue.length} files wait)`;
  return (
    <Modal
      opened
      onClose={clearImports}
      title={`Import ${sourceName(source)}${waiting}`}
      size="min(1120px, 94vw)"
      classNames={{ title: styles['title'] ?? '' }}
    >
      <ImportForm
        key={sourceKey(source)}
        plant={plant}
        source={source}
        queued={queue.length}
        runner={runner}
      />
    </Modal>
  );
}

interface ImportFormProps {
  readonly plant: Plant;
  readonly source: FileSource;
  readonly queued: number;
  readonly runner: ImportRunner;
}

function ImportForm({ plant, source, queued, runner }: ImportFormProps) {
  const [overrides, setOverrides] = useState<ImportOverrides>({});
  const [answers, setAnswers] = useState<Answers>({});
  const preview = usePreview(source, overrides);
  const change = (next: ImportOverrides): void => setOverrides(correct(overrides, next));
  const waiting = preview.error === null ? 'Reading the file.' : 'Nothing was imported.';
  const obstacle = preview.data === undefined ? waiting : findObstacle(preview.data, answers);
  const canImport = obstacle === null && preview.error === null && !preview.isPlaceholderData;
  return (
    <div className={styles['dialog']}>
      {preview.error !== null && (
        <FailureMessage
          error={failureOf(preview.error)}
          action={{ label: 'Read again', run: () => void preview.refetch() }}
        />
      )}
      {preview.isPending && <p className={styles['soft']}>Reading the start of the file.</p>}
      {preview.data !== undefined && (
        <Details
          preview={preview.data}
          answers={answers}
          onAnswer={(about, choice, next) => {
            setAnswers({ ...answers, [about]: choice });
            change(next);
          }}
          onChange={change}
        />
      )}
      <div className={styles['end']}>
        <p className={styles['soft']} role="status">
          {obstacle ?? `The readings go to ${plant.name}.`}
        </p>
        {queued > 1 && (
          <Button variant="default" onClick={nextImport}>
            Leave this file out
          </Button>
        )}
        <Button variant="default" onClick={clearImports}>
          Close
        </Button>
        {queued > 1 && (
          <Button
            variant="default"
            disabled={!canImport}
            onClick={() => preview.data !== undefined && void runner.runAll(preview.data.plan)}
          >
            Import all {queued} files
          </Button>
        )}
        <Button
          data-autofocus
          disabled={!canImport}
          onClick={() => preview.data !== undefined && void runner.runOne(preview.data.plan)}
        >
          Import
        </Button>
      </div>
    </div>
  );
}

interface DetailsProps {
  readonly preview: ImportPreview;
  readonly answers: Answers;
  readonly onAnswer: (about: keyof Answers, choice: number, overrides: ImportOverrides) => void;
  readonly onChange: (overrides: ImportOverrides) => void;
}

function Details({ preview, answers, onAnswer, onChange }: DetailsProps) {
  return (
    <>
      <Questions questions={preview.questions} answers={answers} onAnswer={onAnswer} />
      {preview.notices.length > 0 && (
        <Message tone="attention" title="What was found in the file">
          {preview.notices.join('\n')}
        </Message>
      )}
      <section aria-label="How the file is read">
        <h3>How the file is read</h3>
        <p className={styles['soft']}>{formatBytes(preview.fileBytes)}. Every choice can be corrected.</p>
        <PlanFields preview={preview} onChange={onChange} />
      </section>
      <section aria-label="First rows">
        <h3>First rows, as they will be stored</h3>
        <PreviewTable preview={preview} />
      </section>
      <section aria-label="Columns">
        <h3>Columns</h3>
        <ColumnTable plan={preview.plan} onChange={onChange} />
      </section>
    </>
  );
}
