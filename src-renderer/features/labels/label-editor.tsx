import type { Plant } from '@shared/contract/plants.ts';
import { Button, Modal, Select, Textarea } from '@mantine/core';
import { useState } from 'react';
import { removeLabels, saveLabel } from '../../api/labels.ts';
import { useCall } from '../../api/queries.ts';
import { useWorkspace, workspace, type LabelDraft } from '../../api/workspace.ts';
import { formatDuration } from '../../ui/format-time.ts';
import { FormEnd } from '../../ui/form-end.tsx';
import forms from '../../ui/form.module.css';
import { TimeField } from '../../ui/time-field.tsx';
import { fieldsOf, kindChoices } from './labels-model.ts';

const close = (): void => workspace.set({ labelDraft: null });

/** The label that is being made or changed, whoever asked for it: the trend, the list, an anomaly. */
export function LabelEditor({ plant }: { plant: Plant }) {
  const draft = useWorkspace((state) => state.labelDraft);
  if (draft === null) return null;
  return (
    <Modal
      opened
      onClose={close}
      title={draft.id === null ? 'Label a stretch' : 'Change the label'}
      size={460}
    >
      <LabelForm key={draft.id ?? 'new'} plant={plant} draft={draft} />
    </Modal>
  );
}

function LabelForm({ plant, draft }: { plant: Plant; draft: LabelDraft }) {
  const tags = useCall('tags.list', { plantId: plant.id });
  const [kind, setKind] = useState(draft.kind);
  const [tagName, setTagName] = useState(draft.tagName);
  const [startMs, setStartMs] = useState<number | null>(draft.startMs);
  const [endMs, setEndMs] = useState<number | null>(draft.endMs);
  const [note, setNote] = useState(draft.note);
  const fields = fieldsOf({ id: draft.id, kind, tagName, note }, startMs, endMs);
  const problem = typeof fields === 'string' ? fields : null;
  const tagNames = tags.data?.map((tag) => tag.name) ?? [];
  const save = async (): Promise<void> => {
    if (typeof fields !== 'string' && (await saveLabel(plant.id, draft.id, fields))) close();
  };
  const remove = async (id: number): Promise<void> => {
    if (await removeLabels([id])) close();
  };
  return (
    <form
      className={forms['form']}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Select
        label="Kind"
        placeholder="What was it?"
        data-autofocus
        searchable
        allowDeselect={false}
        maxDropdownHeight={300}
        data={kindChoices(draft.kind)}
        value={kind}
        onChange={setKind}
      />
      <Select
        label="Tag"
        placeholder="The whole plant"
        searchable
        clearable
        data={[...new Set(draft.tagName === null ? tagNames : [...tagNames, draft.tagName])]}
        value={tagName}
        onChange={setTagName}
      />
      <TimeField label="From" valueMs={startMs} onChange={setStartMs} />
      <TimeField label="To" valueMs={endMs} onChange={setEndMs} />
      <Textarea
        className={forms['wide'] ?? ''}
        label="Note"
        autosize
        minRows={2}
        maxRows={5}
        maxLength={2000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <FormEnd
        problem={null}
        note={problem ?? `${formatDuration(Math.max(0, (endMs ?? 0) - (startMs ?? 0)))} long.`}
      >
        {draft.id !== null && (
          <Button variant="default" onClick={() => draft.id !== null && void remove(draft.id)}>
            Delete
          </Button>
        )}
        <Button variant="default" onClick={close}>
          Close
        </Button>
        <Button type="submit" disabled={problem !== null}>
          Save label
        </Button>
      </FormEnd>
    </form>
  );
}
