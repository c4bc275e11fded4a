import type { Tag } from '@shared/contract/plants.ts';
import { Checkbox, NumberInput } from '@mantine/core';
import { useState } from 'react';
import { useWorkspace, type TimeRange } from '../../api/workspace.ts';
import { ConditionFields } from '../../ui/condition-fields.tsx';
import { ChoiceField } from '../../ui/choice-field.tsx';
import { formatCount, unitText } from '../../ui/format-number.ts';
import { PickList } from '../../ui/pick-list.tsx';
import { RangeFields, RangePreset } from '../../ui/range-fields.tsx';
import { firstOf, type StudySetup } from './study-setup.ts';
import styles from './studies.module.css';

const rules = {
  usual: 'the usual rule of each detector',
  'training-limit': 'the usual limit of the training scores',
  contamination: 'a share of the training samples',
} as const;

interface StudyFieldsProps {
  readonly tags: readonly Tag[];
  readonly held: TimeRange;
  readonly setup: StudySetup;
  readonly onChange: (change: Partial<StudySetup>) => void;
  /** Name of the second range: what the detectors learn from. */
  readonly trainingName: string;
}

/** Tags, ranges, threshold rule and seed of a study. */
export function StudyFields({ tags, held, setup, onChange, trainingName }: StudyFieldsProps) {
  const visible = useWorkspace((state) => state.range);
  const [version, setVersion] = useState(0);
  const take = (change: Partial<StudySetup>): void => {
    onChange(change);
    setVersion(version + 1);
  };
  const { fromMs, toMs } = setup.range;
  const whole = fromMs !== null && toMs !== null && fromMs < toMs ? { fromMs, toMs } : held;
  return (
    <>
      <PickList
        name="Tags"
        items={tags.map((tag) => ({
          id: tag.id,
          name: tag.name,
          detail: [unitText(tag.unit), `${formatCount(tag.readingCount)} readings`]
            .filter(Boolean)
            .join(', '),
        }))}
        chosen={setup.tagIds}
        onChoose={(tagIds) => onChange({ tagIds })}
      />
      <div className={styles['ranges']} key={version}>
        <RangeFields name="Data" range={setup.range} onChange={(range) => onChange({ range })}>
          <RangePreset
            label="All readings"
            onUse={() => take({ range: held, training: firstOf(held, 0.3) })}
          />
          <RangePreset
            label="On the screen"
            isDisabled={visible === null}
            onUse={() => visible !== null && take({ range: visible, training: firstOf(visible, 0.3) })}
          />
        </RangeFields>
        <RangeFields
          name={trainingName}
          range={setup.training}
          onChange={(training) => onChange({ training })}
        >
          <RangePreset label="First 30 %" onUse={() => take({ training: firstOf(whole, 0.3) })} />
          <RangePreset label="First half" onUse={() => take({ training: firstOf(whole, 0.5) })} />
          <RangePreset label="All data" onUse={() => take({ training: whole })} />
        </RangeFields>
        <ChoiceField
          label="Threshold"
          choices={rules}
          value={setup.rule}
          onChange={(rule) => onChange({ rule })}
        />
        {setup.rule === 'contamination' && (
          <NumberInput
            label="Contamination"
            suffix=" %"
            min={0.01}
            max={50}
            decimalScale={4}
            value={setup.percent}
            onChange={(percent) => onChange({ percent })}
          />
        )}
        <NumberInput
          label="Alarms count as early"
          suffix=" min before a fault"
          min={0}
          value={setup.earlyMinutes}
          onChange={(earlyMinutes) => onChange({ earlyMinutes })}
        />
        <NumberInput
          label="Seed"
          min={0}
          allowDecimal={false}
          value={setup.seed}
          onChange={(seed) => onChange({ seed })}
        />
        <ConditionFields
          tags={tags.filter((tag) => setup.tagIds.includes(tag.id))}
          conditions={setup.conditions}
          onChange={(change) => onChange({ conditions: { ...setup.conditions, ...change } })}
        >
          <Checkbox
            label="A threshold for each mode"
            checked={setup.conditions.hasModeThresholds}
            onChange={(event) =>
              onChange({
                conditions: { ...setup.conditions, hasModeThresholds: event.currentTarget.checked },
              })
            }
          />
        </ConditionFields>
      </div>
    </>
  );
}
