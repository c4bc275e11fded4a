import type { Plant } from '@shared/contract/plants.ts';
import { Button, Modal, NumberInput, Radio } from '@mantine/core';
import { useState } from 'react';
import {
  CLASSIC_ROWS,
  DEFAULT_CAPACITY_MW,
  DEFAULT_SEED,
  generateReadings,
} from '../../api/analysis-actions.ts';
import { closeDialog } from '../../api/workspace.ts';
import { ChoiceField } from '../../ui/choice-field.tsx';
import { firstFocus } from '../../ui/first-focus.ts';
import { FormEnd } from '../../ui/form-end.tsx';
import forms from '../../ui/form.module.css';
import { TimeField } from '../../ui/time-field.tsx';
import { findProblem, presets, type Amount, type Generation } from './generate-model.ts';
import styles from './generate.module.css';

const signalChoices = {
  classic: 'the five classic quantities',
  full: 'every signal of the unit',
} satisfies Record<Generation['signals'], string>;

const outageChoices = {
  none: 'none',
  weekly: 'one a week, with its start',
} satisfies Record<Generation['outages'], string>;

const amounts: readonly { value: Amount; label: string; note: string }[] = [
  {
    value: 'classic',
    label: '1,000 rows, classic columns',
    note: 'One row every ten minutes, about a week.',
  },
  {
    value: 'starts',
    label: 'Eight weeks with outages',
    note: '80,640 rows at one minute with every signal; hot, warm and cold starts, two of eight faulty.',
  },
  { value: 'year', label: 'A year at one minute', note: '525,600 rows with every signal.' },
  { value: 'custom', label: 'As set below', note: 'Rows, step and signals of your choice.' },
];

/** Simulated readings of a thermal unit with known faults, for trying things out. */
export function GenerateDialog({ plant }: { plant: Plant }) {
  const [amount, setAmount] = useState<Amount>('classic');
  const [custom, setCustom] = useState<Generation>({ ...presets.classic, rowCount: 10_000 });
  const [seed, setSeed] = useState<string | number>(DEFAULT_SEED);
  const [startMs, setStartMs] = useState<number | null>(CLASSIC_ROWS.startMs);
  const chosen = amount === 'custom' ? custom : presets[amount];
  const problem = findProblem(
    chosen.rowCount,
    chosen.stepMs / 1000,
    Number(seed === '' ? NaN : seed),
    startMs,
  );
  const start = (): void => {
    if (startMs === null) return;
    closeDialog();
    const capacityMw = plant.capacityMw ?? DEFAULT_CAPACITY_MW;
    void generateReadings({ plantId: plant.id, ...chosen, startMs, seed: Number(seed), capacityMw });
  };
  return (
    <Modal opened onClose={closeDialog} title={`Generate readings for ${plant.name}`} size={520}>
      <form
        className={forms['form']}
        onSubmit={(event) => {
          event.preventDefault();
          start();
        }}
      >
        <p className={styles['note']}>
          Simulated readings, not measurements: a unit of {plant.capacityMw ?? DEFAULT_CAPACITY_MW} MW whose
          quantities follow its load, with faults that are known and kept beside the data.
        </p>
        <Radio.Group value={amount} className={forms['wide'] ?? ''} aria-label="Amount">
          {amounts.map(({ value, label, note }) => (
            <Radio
              key={value}
              value={value}
              label={label}
              description={note}
              {...(value === amount ? firstFocus : {})}
              mb={8}
              onChange={() => setAmount(value)}
            />
          ))}
        </Radio.Group>
        {amount === 'custom' && (
          <>
            <NumberInput
              label="Rows"
              min={1}
              allowDecimal={false}
              thousandSeparator=","
              value={custom.rowCount}
              onChange={(rowCount) => setCustom({ ...custom, rowCount: Number(rowCount) })}
            />
            <NumberInput
              label="Step"
              suffix=" s"
              min={0.1}
              value={custom.stepMs / 1000}
              onChange={(seconds) => setCustom({ ...custom, stepMs: Math.round(Number(seconds) * 1000) })}
            />
            <ChoiceField
              label="Signals"
              choices={signalChoices}
              value={custom.signals}
              onChange={(signals) => setCustom({ ...custom, signals })}
            />
            <ChoiceField
              label="Outages"
              choices={outageChoices}
              value={custom.outages}
              onChange={(outages) => setCustom({ ...custom, outages })}
            />
          </>
        )}
        <TimeField label="Start" valueMs={startMs} onChange={setStartMs} />
        <NumberInput label="Seed" min={0} allowDecimal={false} value={seed} onChange={setSeed} />
        <FormEnd problem={problem} note="The same seed gives the same readings.">
          <Button variant="default" onClick={closeDialog}>
            Close
          </Button>
          <Button type="submit" disabled={problem !== null}>
            Generate
          </Button>
        </FormEnd>
      </form>
    </Modal>
  );
}
