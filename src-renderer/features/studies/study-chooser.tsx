import type { StudySummary } from '@shared/contract/studies.ts';
import { Button, Select } from '@mantine/core';
import { useRef, useState } from 'react';
import { addFailure } from '../../api/notices.ts';
import { failureOf } from '../../api/plant-client.ts';
import { removeStudy } from '../../api/study-actions.ts';
import { AskFirst } from '../../ui/ask-first.tsx';
import { formatTime } from '../../ui/format-time.ts';
import styles from './studies.module.css';

interface StudyChooserProps {
  readonly studies: readonly StudySummary[];
  readonly shown: number | 'new';
  readonly newLabel: string;
  readonly onShow: (study: number | 'new' | null) => void;
}

const nameStudy = (study: StudySummary): string =>
  `#${study.id} ${study.title}, ${formatTime(study.startedMs)}${study.status === 'finished' ? '' : `, ${study.status}`}`;

/** Earlier studies of the plant, and a new one. */
export function StudyChooser({ studies, shown, newLabel, onShow }: StudyChooserProps) {
  const [asked, setAsked] = useState<number | null>(null);
  const chooser = useRef<HTMLInputElement>(null);
  if (studies.length === 0) return null;
  const show = (study: number | 'new' | null): void => {
    setAsked(null);
    onShow(study);
  };
  const remove = async (studyId: number): Promise<void> => {
    try {
      await removeStudy(studyId);
      show(null);
      chooser.current?.focus();
    } catch (caught) {
      addFailure(failureOf(caught));
    }
  };
  return (
    <>
      <div className={styles['chooser']}>
        <Select
          ref={chooser}
          aria-label="Study"
          className={styles['study'] ?? ''}
          allowDeselect={false}
          value={String(shown)}
          data={[
            { value: 'new', label: newLabel },
            ...studies.map((study) => ({ value: String(study.id), label: nameStudy(study) })),
          ]}
          onChange={(value) => show(value === 'new' ? 'new' : Number(value))}
        />
        {shown !== 'new' && (
          <>
            <Button variant="default" onClick={() => show('new')}>
              {newLabel}…
            </Button>
            <Button variant="default" onClick={() => setAsked(shown)}>
              Delete…
            </Button>
          </>
        )}
      </div>
      {asked === shown && (
        <AskFirst
          name="Delete the study"
          question={`Delete #${asked} for good? Its figures can only be computed anew. Runs that were adopted from it stay.`}
          answers={[{ label: 'Delete', run: () => void remove(asked) }]}
          keep={{ label: 'Keep', run: () => setAsked(null) }}
        />
      )}
    </>
  );
}
