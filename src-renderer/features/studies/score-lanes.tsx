import { useElementSize } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import { FigurePanel } from '../../ui/figure-panel.tsx';
import { PlotlyChart } from '../../ui/plotly-chart.tsx';
import { useChartPalette } from '../../ui/use-chart-palette.ts';
import { lanesFigure, type LaneInput, type LanesInput } from './study-plots.ts';
import styles from './studies.module.css';

type ScoreLanesProps = Pick<LanesInput, 'events' | 'training' | 'fromMs' | 'toMs'> & {
  readonly lanes: readonly LaneInput[];
};

const LEAST_LANE = 64;
const AXIS_PX = 24;

/** Scores under one time axis and on one scale; the wheel zooms, dragging moves. */
export function ScoreLanes({ lanes, events, training, fromMs, toMs }: ScoreLanesProps) {
  const size = useElementSize();
  const palette = useChartPalette();
  const [range, setRange] = useState({ fromMs, toMs });
  const width = Math.floor(size.width);
  const laneHeight = Math.max(LEAST_LANE, Math.floor((size.height - AXIS_PX) / Math.max(1, lanes.length)));
  const figure = useMemo(
    () => lanesFigure({ lanes, events, training, ...range, width, laneHeight, palette }),
    [lanes, events, training, range, width, laneHeight, palette],
  );
  return (
    <FigurePanel
      name="Scores over time"
      title="Scores on the common scale"
      note="Dashed: threshold. Grey: learnt from. Red: labelled faults."
      about="0 is a usual training sample, 1 what a tenth of them reaches. Each point is the highest score of its stretch."
      action={
        <button type="button" className={styles['link']} onClick={() => setRange({ fromMs, toMs })}>
          Whole range
        </button>
      }
    >
      <div ref={size.ref} className={styles['plot']}>
        {width > 0 && (
          <PlotlyChart
            data={figure.data}
            layout={figure.layout}
            description={`Scores of ${lanes.map((lane) => lane.title).join(', ')} over time`}
            onRange={(from, to, isFinal) => {
              if (isFinal) setRange({ fromMs: from, toMs: to });
            }}
          />
        )}
      </div>
    </FigurePanel>
  );
}
