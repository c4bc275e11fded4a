import type { Plant } from '@shared/contract/plants.ts';
import { Button, Modal, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { FailureMessage } from '../../api/failure-message.tsx';
import { call, failureOf } from '../../api/plant-client.ts';
import { closeDialog, openPlant } from '../../api/workspace.ts';
import type { AppError } from '@shared/errors.ts';
import { emptyUnit, formOf, parseForm, type PlantForm, type UnitForm } from './plant-form-model.ts';
import { firstFocus } from '../../ui/first-focus.ts';
import { FormEnd } from '../../ui/form-end.tsx';
import forms from '../../ui/form.module.css';
import styles from './plants.module.css';

const fields: readonly { key: Exclude<keyof PlantForm, 'units' | 'notes'>; label: string }[] = [
  { key: 'name', label: 'Name' },
  { key: 'owner', label: 'Owner' },
  { key: 'fuel', label: 'Fuel' },
  { key: 'capacityMw', label: 'Capacity, MW' },
  { key: 'state', label: 'State' },
  { key: 'country', label: 'Country' },
  { key: 'latitude', label: 'Latitude, degrees north' },
  { key: 'longitude', label: 'Longitude, degrees east' },
  { key: 'commissioningYear', label: 'Commissioning year' },
  { key: 'sourceId', label: 'Identifier in the source' },
  { key: 'source', label: 'Source of these facts' },
];

/** A new plant, or the facts of one that exists. */
export function PlantDialog({ plant }: { plant: Plant | null }) {
  const [form, setForm] = useState(() => formOf(plant));
  const [failure, setFailure] = useState<AppError | null>(null);
  const parsed = parseForm(form);
  const save = async (): Promise<void> => {
    if (!parsed.ok) return;
    try {
      const saved =
        plant === null
          ? await call('plants.add', parsed.fields)
          : await call('plants.update', { ...parsed.fields, id: plant.id });
      closeDialog();
      openPlant(saved.id);
    } catch (caught) {
      setFailure(failureOf(caught));
    }
  };
  return (
    <Modal
      opened
      onClose={closeDialog}
      title={plant === null ? 'Add a plant' : `Edit ${plant.name}`}
      size={640}
    >
      <form
        className={forms['form']}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {fields.map(({ key, label }) => (
          <TextInput
            key={key}
            label={label}
            {...(key === 'name' ? firstFocus : {})}
            required={key === 'name'}
            placeholder={key === 'name' ? '' : 'not known'}
            value={form[key]}
            onChange={(event) => setForm({ ...form, [key]: event.currentTarget.value })}
          />
        ))}
        <Textarea
          className={forms['wide'] ?? ''}
          label="Notes"
          autosize
          minRows={2}
          value={form.notes}
          onChange={(event) => setForm({ ...form, notes: event.currentTarget.value })}
        />
        <UnitFields units={form.units} onChange={(units) => setForm({ ...form, units })} />
        {failure !== null && (
          <div className={forms['wide']}>
            <FailureMessage error={failure} />
          </div>
        )}
        <FormEnd problem={parsed.ok || (plant === null && form.name === '') ? null : parsed.problem} note="">
          <Button variant="default" onClick={closeDialog}>
            Close
          </Button>
          <Button type="submit" disabled={!parsed.ok}>
            {plant === null ? 'Add plant' : 'Save'}
          </Button>
        </FormEnd>
      </form>
    </Modal>
  );
}

interface UnitFieldsProps {
  readonly units: readonly UnitForm[];
  readonly onChange: (units: readonly UnitForm[]) => void;
}

function UnitFields({ units, onChange }: UnitFieldsProps) {
  const change = (index: number, to: Partial<UnitForm>): void =>
    onChange(units.map((unit, position) => (position === index ? { ...unit, ...to } : unit)));
  return (
    <div className={forms['wide']} role="group" aria-label="Units">
      {units.map((unit, index) => (
        <div key={index} className={styles['unit-row']}>
          <TextInput
            label="Unit"
            value={unit.name}
            onChange={(event) => change(index, { name: event.currentTarget.value })}
          />
          <TextInput
            label="Capacity, MW"
            placeholder="not known"
            value={unit.capacityMw}
            onChange={(event) => change(index, { capacityMw: event.currentTarget.value })}
          />
          <TextInput
            label="Year"
            placeholder="not known"
            value={unit.commissioningYear}
            onChange={(event) => change(index, { commissioningYear: event.currentTarget.value })}
          />
          <Button
            variant="default"
            aria-label={`Remove ${unit.name === '' ? 'this unit' : unit.name}`}
            onClick={() => onChange(units.filter((_unit, position) => position !== index))}
          >
            Remove
          </Button>
        </div>
      ))}
      <Button
        variant="default"
        size="compact-xs"
        onClick={() => onChange([...units, { ...emptyUnit, name: `Unit ${units.length + 1}` }])}
      >
        Add a unit
      </Button>
    </div>
  );
}
