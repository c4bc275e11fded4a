import type { Tag } from '@shared/contract/plants.ts';
import { nameOfTag } from '@shared/tag-words.ts';
import { useElementSize } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import { FailureMessage } from '../../api/failure-message.tsx';
import { failureOf } from '../../api/plant-client.ts';
import { unitText } from '../../ui/format-number.ts';
import { FigurePanel } from '../../ui/figure-panel.tsx';
import { PlotlyChart } from '../../ui/plotly-chart.tsx';
import { useChartPalette } from '../../ui/use-chart-palette.ts';
import type { Start, StartOverlay, StartsReport } from '../../../src-worker/worker-api.ts';
import { overlayFigure } from './starts-plot.ts';
import { useOverlay } from './use-starts.ts';
import styles from './starts.module.css';

interface OverlayProps {
  readonly tags: readonly Tag[];
  readonly start: Start;
  readonly report: StartsReport;
}

const LANE_HEIGHT = 92;

/** The chosen start over the golden one. */
export function StartsOverlay({ tags, start, report }: OverlayProps) {
  const answer = useOverlay(tags, start, report);
  const goldenNumber = start.comparison?.goldenNumber ?? null;
  return (
    <FigurePanel
      name="Overlay"
      title={`Start ${start.number}${goldenNumber === null ? '' : ` over golden start ${goldenNumber}`}`}
      note={
        goldenNumber === null
          ? 'Nothing to lay it over yet.'
          : 'Dashed: golden start. Grey: its band. Red: leaves it.'
      }
    >
      {answer.error !== null && <FailureMessage error={failureOf(answer.error)} />}
      {answer.data?.ok === false && <FailureMessage error={answer.data.error} />}
      {answer.data?.ok === true && <Lanes tags={tags} start={start} overlay={answer.data.value} />}
    </FigurePanel>
  );
}

interface LanesProps {
  readonly tags: readonly Tag[];
  readonly start: Start;
  readonly overlay: StartOverlay;
}

function Lanes({ tags, start, overlay }: LanesProps) {
  const size = useElementSize();
  const palette = useChartPalette();
  const whole = {
    from: (overlay.timesMs[0] ?? 0) / 60_000,
    to: (overlay.timesMs.at(-1) ?? 1) / 60_000,
  };
  const [view, setView] = useState<{ from: number; to: number } | null>(null);
  const { from, to } = view ?? whole;
  const width = Math.floor(size.width);
  const figure = useMemo(() => {
    const leaving = new Map(
      (start.comparison?.deviations ?? []).map((one) => [one.tagId, one.leavesAtMs] as const),
    );
    const lanes = overlay.lanes
      .filter(({ actual }) => actual.some((value) => !Number.isNaN(value)))
      .flatMap((lane) => {
        const tag = tags.find(({ id }) => id === lane.tagId);
        if (tag === undefined) return [];
        const unit = unitText(tag.unit);
        const title = `${nameOfTag({ tagName: tag.name, description: tag.description })}${unit === '' ? '' : `, ${unit}`}`;
        const leavesAtMs = leaving.get(lane.tagId) ?? null;
        return [{ ...lane, title, isOut: leavesAtMs !== null, leavesAtMs: leavesAtMs ?? Infinity }];
      })
      // The tag that left the band first may be the cause of what follows.
      .toSorted((one, other) =>
        one.leavesAtMs === other.leavesAtMs ? 0 : one.leavesAtMs - other.leavesAtMs,
      );
    const minutes = Array.from(overlay.timesMs, (ms) => ms / 60_000);
    return overlayFigure({ minutes, lanes, from, to, width, laneHeight: LANE_HEIGHT, palette });
  }, [overlay, start, tags, from, to, width, palette]);
  return (
    <div ref={size.ref} className={styles['plot']} tabIndex={0} role="group" aria-label="Lanes of the tags">
      {width > 0 && (
        <PlotlyChart
          data={figure.data}
          layout={figure.layout}
          description={`Start ${start.number} and the golden start over minutes since synchronisation`}
          onRange={(left, right, isFinal) => {
            if (isFinal) setView({ from: left, to: right });
          }}
        />
      )}
    </div>
  );
}
