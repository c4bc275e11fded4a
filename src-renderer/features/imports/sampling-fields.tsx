import type { ImportOverrides, ImportPlan } from '@core/csv/import-plan.ts';
import { NumberInput } from '@mantine/core';
import { fromTypedTime, toTypedTime } from '../../ui/format-time.ts';
import { LateInput } from './late-input.tsx';

const DEFAULT_STEP_MS = 60_000;

interface SamplingFieldsProps {
  readonly plan: ImportPlan;
  readonly onChange: (overrides: ImportOverrides) => void;
}

/** For a file without a time column: when its first row was, and how far its rows are apart. */
export function SamplingFields({ plan, onChange }: SamplingFieldsProps) {
  const { sampling, columns, layout } = plan;
  const hasTimes = layout === 'transposed' || columns.some(({ role }) => role === 'time');
  if (sampling === null && hasTimes) return null;
  const startMs = sampling?.startMs ?? null;
  const stepMs = sampling?.stepMs ?? DEFAULT_STEP_MS;
  return (
    <>
      <LateInput
        label="Time of the first row"
        placeholder="2024-04-12 06:15:00"
        value={startMs === null ? '' : toTypedTime(startMs)}
        error={startMs === null ? 'As in 2024-04-12 06:15:00' : null}
        onChange={(typed) => {
          const typedMs = fromTypedTime(typed);
          if (typedMs !== null) onChange({ sampling: { startMs: typedMs, stepMs } });
        }}
      />
      <NumberInput
        label="Seconds between rows"
        min={0.001}
        value={stepMs / 1000}
        disabled={startMs === null}
        onChange={(seconds) => {
          if (startMs !== null && typeof seconds === 'number' && seconds > 0)
            onChange({ sampling: { startMs, stepMs: Math.round(seconds * 1000) } });
        }}
      />
    </>
  );
}
