import type { ImportProfile } from '@shared/contract/import-profiles.ts';
import type { AppError } from '@shared/errors.ts';
import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { FailureMessage } from '../../api/failure-message.tsx';
import { call, failureOf } from '../../api/plant-client.ts';
import { AskFirst } from '../../ui/ask-first.tsx';
import { formatCounted } from '../../ui/format-number.ts';
import { formatDay } from '../../ui/format-time.ts';
import styles from './imports.module.css';
import { LateInput } from './late-input.tsx';

interface ProfilesDialogProps {
  readonly profiles: readonly ImportProfile[];
  readonly onClose: () => void;
}

/** The import profiles of the store: what they are for, to rename and to delete. */
export function ProfilesDialog({ profiles, onClose }: ProfilesDialogProps) {
  const [error, setError] = useState<AppError | null>(null);
  const [leaving, setLeaving] = useState<string | null>(null);
  const attempt = async (change: () => Promise<null>): Promise<void> => {
    try {
      setError(null);
      await change();
    } catch (caught) {
      setError(failureOf(caught));
    }
  };
  return (
    <Modal opened onClose={onClose} title="Import profiles" size="min(640px, 94vw)">
      <div className={styles['dialog']}>
        {error !== null && <FailureMessage error={error} />}
        {profiles.length === 0 && (
          <p className={styles['soft']}>
            No profile is kept. Save the choices of a file with &ldquo;Save as profile&rdquo;.
          </p>
        )}
        {profiles.map((profile) => (
          <div key={profile.name} className={styles['kept']}>
            <LateInput
              name={`Name of profile ${profile.name}`}
              value={profile.name}
              onChange={(newName) => {
                if (newName !== '')
                  void attempt(() => call('profiles.rename', { name: profile.name, newName }));
              }}
            />
            <span className={styles['soft']}>{describeProfile(profile)}</span>
            <Button
              variant="default"
              aria-label={`Delete the profile ${profile.name}`}
              onClick={() => setLeaving(profile.name)}
            >
              Delete…
            </Button>
            {leaving === profile.name && (
              <div className={styles['wide']}>
                <AskFirst
                  name="Delete the profile"
                  question={`Delete the profile ${profile.name} for good?`}
                  answers={[
                    {
                      label: 'Delete',
                      run: () => void attempt(() => call('profiles.remove', { name: profile.name })),
                    },
                  ]}
                  keep={{ label: 'Keep the profile', run: () => setLeaving(null) }}
                />
              </div>
            )}
          </div>
        ))}
      </div>
    </Modal>
  );
}

function describeProfile({ shape, choices, savedMs }: ImportProfile): string {
  const files =
    shape === null
      ? 'not tied to a shape of files'
      : `for ${shape.layout} files of ${formatCounted(shape.names.length, 'column', 'columns')}`;
  const zone = choices.zone === undefined ? '' : `, ${choices.zone}`;
  return `${files}${zone}${savedMs === 0 ? '' : `, saved ${formatDay(savedMs)}`}`;
}
