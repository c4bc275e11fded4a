import type { Evidence, ImportOverrides, ImportPreview } from '@core/csv/import-plan.ts';
import { Autocomplete, NumberInput } from '@mantine/core';
import { ChoiceField } from '../../ui/choice-field.tsx';
import { ownZone } from '../../ui/format-time.ts';
import styles from './imports.module.css';
import {
  dateForms,
  dateOrders,
  decimals,
  delimiters,
  duplicatePolicies,
  encodings,
  layouts,
  quoteOf,
  quotes,
  reasonFor,
  mergedCells,
  repeatedTimes,
  skippedTimes,
  withQuote,
} from './imports-model.ts';
import { SamplingFields } from './sampling-fields.tsx';

const zones = [...new Set([ownZone(), 'UTC', 'Asia/Kolkata', ...Intl.supportedValuesOf('timeZone')])];

interface PlanFieldsProps {
  readonly preview: ImportPreview;
  /** Who made the choices that the detection did not: "Your choice", "From profile X". */
  readonly chosenBy: string;
  readonly onChange: (overrides: ImportOverrides) => void;
}

/** Every part of the plan with the reason why it was chosen, open to correction. */
export function PlanFields({ preview, chosenBy, onChange }: PlanFieldsProps) {
  const { plan } = preview;
  const why = (about: Evidence['about']): string => reasonFor(preview, about, chosenBy);
  const lineField = (
    label: string,
    reason: string | null,
    value: number | null,
    set: (line: number | null) => ImportOverrides,
  ) => (
    <NumberInput
      label={label}
      description={reason}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      placeholder="none"
      min={1}
      allowDecimal={false}
      value={value ?? ''}
      onChange={(next) => onChange(set(typeof next === 'number' ? next : null))}
    />
  );
  const isCalendar = plan.dateForm === 'calendar';
  return (
    <div className={styles['plan']}>
      <ChoiceField
        label="Layout"
        description={why('layout')}
        choices={layouts}
        value={plan.layout}
        onChange={(layout) => onChange({ layout })}
      />
      {!preview.isWorkbook && (
        <ChoiceField
          label="Delimiter"
          description={why('delimiter')}
          choices={delimiters}
          value={plan.delimiter}
          onChange={(delimiter) => onChange({ delimiter })}
        />
      )}
      <ChoiceField
        label="Decimal sign"
        description={why('decimal')}
        choices={decimals}
        value={plan.decimal}
        onChange={(decimal) => onChange({ decimal })}
      />
      {!preview.isWorkbook && (
        <ChoiceField
          label="Encoding"
          description={why('encoding')}
          choices={encodings}
          value={plan.encoding}
          onChange={(encoding) => onChange({ encoding })}
        />
      )}
      {lineField('Header on line', why('header'), plan.headerLine, (headerLine) => ({ headerLine }))}
      {lineField('Units on line', null, plan.unitsLine, (unitsLine) => ({ unitsLine }))}
      {lineField('Readings from line', null, plan.firstDataLine, (line) => ({ firstDataLine: line ?? 1 }))}
      <ChoiceField
        label="Times are"
        description={why('date-form')}
        choices={dateForms}
        value={plan.dateForm}
        onChange={(dateForm) => onChange({ dateForm })}
      />
      {isCalendar && (
        <ChoiceField
          label="Order in dates"
          description={why('date-order')}
          choices={dateOrders}
          value={plan.dateOrder}
          onChange={(dateOrder) => onChange({ dateOrder })}
        />
      )}
      <Autocomplete
        size="xs"
        label="Zone of the times"
        description={why('zone')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        data={zones}
        limit={40}
        defaultValue={plan.zone}
        key={plan.zone}
        onOptionSubmit={(zone) => onChange({ zone })}
        onBlur={(event) => {
          const zone = event.currentTarget.value.trim();
          if (zone !== '' && zone !== plan.zone) onChange({ zone });
        }}
      />
      <ChoiceField
        label="Times that the clocks skipped"
        choices={skippedTimes}
        value={plan.skippedTimes}
        onChange={(skipped) => onChange({ skippedTimes: skipped })}
      />
      <ChoiceField
        label="Times that happened twice"
        choices={repeatedTimes}
        value={plan.repeatedTimes}
        onChange={(repeated) => onChange({ repeatedTimes: repeated })}
      />
      <ChoiceField
        label="Rows with a blank time or tag"
        choices={mergedCells}
        value={plan.mergedCells ?? 'reject'}
        onChange={(rule) => onChange({ mergedCells: rule })}
      />
      <ChoiceField
        label="Duplicates"
        choices={duplicatePolicies}
        value={plan.duplicates ?? 'keep-last'}
        onChange={(duplicates) => onChange({ duplicates })}
      />
      <SamplingFields plan={plan} onChange={onChange} />
      {!preview.isWorkbook && (
        <ChoiceField
          label="Cells are held together by"
          choices={quotes}
          value={quoteOf(plan) ?? '"'}
          onChange={(mark) => onChange(withQuote(mark))}
        />
      )}
    </div>
  );
}
