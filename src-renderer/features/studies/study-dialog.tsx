import type { Plant, Tag } from '@shared/contract/plants.ts';
import type { StudyKind, StudySummary } from '@shared/contract/studies.ts';
import { Modal } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { FailureMessage } from '../../api/failure-message.tsx';
import { failureOf } from '../../api/plant-client.ts';
import { useCall } from '../../api/queries.ts';
import { heldRange } from '../../api/time-range.ts';
import { useDetectors } from '../../api/use-detectors.ts';
import { WaitingMessage } from '../../api/waiting-message.tsx';
import { closeDialog, type TimeRange } from '../../api/workspace.ts';
import type { DetectorInfo } from '../../../src-worker/worker-api.ts';
import { StudyChooser } from './study-chooser.tsx';
import styles from './studies.module.css';

/** What the form of a new study starts from. */
export interface StudyGround {
  readonly plantId: number;
  readonly tags: readonly Tag[];
  readonly held: TimeRange;
  /** At least one. */
  readonly detectors: readonly DetectorInfo[];
}

interface StudyDialogProps {
  readonly plant: Plant;
  readonly kind: StudyKind;
  readonly title: string;
  /** Of the entry that asks for a new one: "New comparison". */
  readonly newLabel: string;
  /** The study to show until one is chosen; undefined = a new one. */
  readonly first: (studies: readonly StudySummary[]) => number | undefined;
  /** `onShow` shows a study, or with null what `first` says. */
  readonly form: (ground: StudyGround, onShow: (study: number | null) => void) => ReactNode;
  readonly outcome: (studyId: number) => ReactNode;
}

/** The latest one that has an outcome. */
export const latestFinished = (studies: readonly StudySummary[]): number | undefined =>
  studies.find((study) => study.status === 'finished')?.id;

/** The frame of comparisons, searches and back-tests: earlier ones to choose from, and the form of a new one. */
export function StudyDialog({ plant, kind, title, newLabel, first, form, outcome }: StudyDialogProps) {
  const tags = useCall('tags.list', { plantId: plant.id });
  const detectors = useDetectors();
  const studies = useCall('studies.list', { plantId: plant.id, kind });
  const [chosen, setChosen] = useState<number | 'new' | null>(null);
  const held = tags.data === undefined ? null : heldRange(tags.data);
  const isEmpty = tags.data !== undefined && held === null;
  const known = studies.data ?? [];
  const shown = chosen ?? first(known) ?? 'new';
  const failure = tags.error ?? studies.error;
  return (
    <Modal
      opened
      onClose={closeDialog}
      title={`${title}: ${plant.name}`}
      size="min(1320px, 97vw)"
      classNames={{ body: isEmpty ? '' : (styles['body'] ?? '') }}
    >
      {failure !== null && <FailureMessage error={failureOf(failure)} />}
      {held === null || tags.data === undefined || detectors.length === 0 ? (
        <WaitingMessage tags={tags.data} />
      ) : (
        <>
          <StudyChooser studies={known} shown={shown} newLabel={newLabel} onShow={setChosen} />
          {shown === 'new'
            ? form({ plantId: plant.id, tags: tags.data, held, detectors }, setChosen)
            : outcome(shown)}
        </>
      )}
    </Modal>
  );
}
