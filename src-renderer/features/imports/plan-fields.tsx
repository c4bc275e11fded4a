import type { ImportOverrides, ImportPreview } from '@core/csv/import-plan.ts';
import { Autocomplete, NumberInput } from '@mantine/core';
import { ChoiceField } from '../../ui/choice-field.tsx';
import styles from './imports.module.css';
import {
  dateForms,
  dateOrders,
  decimals,
  delimiters,
  encodings,
  evidenceAbout,
  layouts,
} from './imports-model.ts';

const ownZone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
const zones = [
  ...new Set(['UTC', 'Asia/Kolkata', ownZone, 'Europe/London', 'Europe/Berlin', 'America/New_York']),
];

interface PlanFieldsProps {
  readonly preview: ImportPreview;
  readonly onChange: (overrides: ImportOverrides) => void;
}

/** Every part of the plan with the reason why it was chosen, open to correction. */
export function PlanFields({ preview, onChange }: PlanFieldsProps) {
  const { plan } = preview;
  const lineField = (label: string, value: number | null, set: (line: number | null) => ImportOverrides) => (
    <NumberInput
      label={label}
      placeholder="none"
      min={1}
      allowDecimal={false}
      value={value ?? ''}
      onChange={(next) => onChange(set(typeof next === 'number' ? next : null))}
    />
  );
  return (
    <div className={styles['plan']}>
      <ChoiceField
        label="Encoding"
        description={evidenceAbout(preview, 'encoding')}
        choices={encodings}
        value={plan.encoding}
        onChange={(encoding) => onChange({ encoding })}
      />
      <ChoiceField
        label="Delimiter"
        description={evidenceAbout(preview, 'delimiter')}
        choices={delimiters}
        value={plan.delimiter}
        onChange={(delimiter) => onChange({ delimiter })}
      />
      <ChoiceField
        label="Decimal sign"
        description={evidenceAbout(preview, 'decimal')}
        choices={decimals}
        value={plan.decimal}
        onChange={(decimal) => onChange({ decimal })}
      />
      <ChoiceField
        label="Layout"
        description={evidenceAbout(preview, 'layout')}
        choices={layouts}
        value={plan.layout}
        onChange={(layout) => onChange({ layout })}
      />
      {lineField('Header on line', plan.headerLine, (headerLine) => ({ headerLine }))}
      {lineField('Units on line', plan.unitsLine, (unitsLine) => ({ unitsLine }))}
      {lineField('Readings from line', plan.firstDataLine, (line) => ({ firstDataLine: line ?? 1 }))}
      <ChoiceField
        label="Times are"
        description={evidenceAbout(preview, 'date-form')}
        choices={dateForms}
        value={plan.dateForm}
        onChange={(dateForm) => onChange({ dateForm })}
      />
      <ChoiceField
        label="Order in dates"
        description={evidenceAbout(preview, 'date-order')}
        choices={dateOrders}
        value={plan.dateOrder}
        onChange={(dateOrder) => onChange({ dateOrder })}
      />
      <Autocomplete
        size="xs"
        label="Zone of the times"
        description={evidenceAbout(preview, 'zone')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        data={zones}
        defaultValue={plan.zone}
        key={plan.zone}
        onOptionSubmit={(zone) => onChange({ zone })}
        onBlur={(event) => {
          const zone = event.currentTarget.value.trim();
          if (zone !== '' && zone !== plan.zone) onChange({ zone });
        }}
      />
    </div>
  );
}
