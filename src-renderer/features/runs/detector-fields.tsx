import type { DetectorOptions } from '@shared/contract/runs.ts';
import { Button, Select } from '@mantine/core';
import { firstFocus } from '../../ui/first-focus.ts';
import { OptionFields } from '../../ui/option-fields.tsx';
import type { DetectorInfo } from '../../../src-worker/worker-api.ts';
import { automaticFirst } from './runs-model.ts';
import styles from './runs.module.css';

interface DetectorFieldsProps {
  readonly detectors: readonly DetectorInfo[];
  readonly detector: DetectorInfo;
  readonly options: DetectorOptions;
  readonly onChoose: (detector: DetectorInfo) => void;
  readonly onChange: (options: DetectorOptions) => void;
}

/** Which detector, what it is for, and its options. */
export function DetectorFields({ detectors, detector, options, onChoose, onChange }: DetectorFieldsProps) {
  const { guide, options: offered, defaultOptions } = detector;
  const isChanged = offered.some(({ name, usual }) => options[name] !== usual);
  return (
    <fieldset className={styles['detector']}>
      <div className={styles['detector-head']}>
        <Select
          label="Detector"
          {...firstFocus}
          allowDeselect={false}
          value={detector.id}
          data={automaticFirst(detectors).map((other) => ({ value: other.id, label: other.title }))}
          onChange={(id) => onChoose(detectors.find((other) => other.id === id) ?? detector)}
        />
        <dl className={styles['guide']} aria-label={`About ${detector.title}`}>
          <dt>Sees</dt>
          <dd>{guide.sees}</dd>
          <dt>Misses</dt>
          <dd>{guide.misses}</dd>
          <dt>Use it when</dt>
          <dd>{guide.useWhen}</dd>
        </dl>
      </div>
      {offered.length === 0 ? (
        <p className={styles['note']}>It has no options.</p>
      ) : (
        <>
          <OptionFields key={detector.id} options={offered} values={options} onChange={onChange} />
          <Button
            variant="default"
            size="compact-xs"
            className={styles['reset-all'] ?? ''}
            disabled={!isChanged}
            onClick={() => onChange(defaultOptions)}
          >
            Reset all options to default
          </Button>
        </>
      )}
    </fieldset>
  );
}
