import type { AppError } from '@shared/errors.ts';
import { Button, Group, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { FailureMessage } from '../../api/failure-message.tsx';
import { call, failureOf } from '../../api/plant-client.ts';
import type { ImportEntry } from './import-entry.ts';
import { patchEntry } from './import-queue.ts';
import styles from './imports.module.css';
import { profileOf } from './imports-model.ts';

/** Keeps the choices made for a file under a name; files of its shape are then read by it. */
export function SaveProfile({ entry, onClose }: { entry: ImportEntry; onClose: () => void }) {
  const [name, setName] = useState(entry.profile ?? '');
  const [error, setError] = useState<AppError | null>(null);
  const isTaken = error?.kind === 'conflict';
  const save = async (): Promise<void> => {
    if (entry.preview === null || name.trim() === '') return;
    try {
      const replaces = isTaken || name.trim() === entry.profile;
      const fields = profileOf(entry.preview, entry.shape);
      const saved = await call('profiles.save', { name: name.trim(), ...fields, replaces });
      patchEntry(entry.id, { profile: saved.name, isTouched: false, refused: null });
      onClose();
    } catch (caught) {
      setError(failureOf(caught));
    }
  };
  return (
    <Modal opened onClose={onClose} title="Save as profile" size="min(460px, 92vw)">
      <form
        className={styles['dialog']}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextInput
          label="Name of the profile"
          placeholder="NTPC PI wide"
          data-autofocus
          maxLength={80}
          value={name}
          onChange={(event) => {
            setName(event.currentTarget.value);
            setError(null);
          }}
        />
        <p className={styles['soft']}>
          Files with the same columns are then read with these choices, here and with the command line&rsquo;s
          --profile.
        </p>
        {error !== null && <FailureMessage error={error} />}
        <Group gap={8} justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={name.trim() === ''}>
            {isTaken ? 'Replace' : 'Save'}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
