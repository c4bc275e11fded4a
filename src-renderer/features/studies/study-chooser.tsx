import type { StudySummary } from '@shared/contract/studies.ts';
import { Button, Select } from '@mantine/core';
import { addFailure } from '../../api/notices.ts';
import { failureOf } from '../../api/plant-client.ts';
import { removeStudy } from '../../api/study-actions.ts';
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
  if (studies.length === 0) return null;
  const remove = async (studyId: number): Promise<void> => {
    try {
      await removeStudy(studyId);
      onShow(null);
    } catch (caught) {
      addFailure(failureOf(caught));
    }
  };
  return (
    <div className={styles['chooser']}>
      <Select
        aria-label="Study"
        w={520}
        allowDeselect={false}
        value={String(shown)}
        data={[
          { value: 'new', label: newLabel },
          ...studies.map((study) => ({ value: String(study.id), label: nameStudy(study) })),
        ]}
        onChange={(value) => onShow(value === 'new' ? 'new' : Number(value))}
      />
      {shown !== 'new' && (
        <>
          <Button variant="default" onClick={() => onShow('new')}>
            {newLabel}…
          </Button>
          <Button variant="default" onClick={() => void remove(shown)}>
            Delete
          </Button>
        </>
      )}
    </div>
  );
}
