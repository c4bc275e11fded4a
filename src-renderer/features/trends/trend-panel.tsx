import type { Plant, Tag } from '@shared/contract/plants.ts';
import { Skeleton } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useState, type KeyboardEvent, type ReactNode } from 'react';
import { failureOf } from '../../api/plant-client.ts';
import { refreshEverything, useCall } from '../../api/queries.ts';
import { useSelectedRun } from '../../api/selected-run.ts';
import { clampRange, shiftRange, zoomRange } from '../../api/time-range.ts';
import { draftLabel, showRange, useWorkspace, workspace, type TimeRange } from '../../api/workspace.ts';
import { FailureMessage } from '../../api/failure-message.tsx';
import { parseBoolean, useStored } from '../../ui/use-stored.ts';
import { LabelStrip } from './label-strip.tsx';
import { LABEL_WIDTH } from './lane-stack.tsx';
import { TrendLanes } from './trend-lanes.tsx';
import { AXIS_WIDTH, RIGHT_MARGIN } from './trend-figure.ts';
import { ModeStrip } from './mode-strip.tsx';
import { TrendToolbar } from './trend-toolbar.tsx';
import styles from './trends.module.css';
import { useShownTags } from './use-shown-tags.ts';
import { useTrends } from './use-trends.ts';

const SCROLLBAR_PX = 12;
const EDGES_PX = LABEL_WIDTH + AXIS_WIDTH + RIGHT_MARGIN + SCROLLBAR_PX;
const noTags: readonly Tag[] = [];
const AXIS_HEIGHT = 24;

interface TrendPanelProps {
  readonly plant: Plant;
  /** Shown while the plant holds no readings. */
  readonly empty: ReactNode;
  /** Buttons at the right end of the header. */
  readonly actions: ReactNode;
}

/** The plant's trend: range buttons above, stacked lanes below. */
export function TrendPanel({ plant, empty, actions }: TrendPanelProps) {
  const tags = useCall('tags.list', { plantId: plant.id });
  const visible = useWorkspace((state) => state.range);
  const [shown, choose] = useShownTags(plant.id, tags.data ?? noTags, visible);
  const size = useElementSize();
  const width = Math.max(0, Math.floor(size.width) - EDGES_PX);
  const trends = useTrends(plant.id, tags.data ?? noTags, shown, width);
  const [hasEvents, setHasEvents] = useShowsLabels(plant.id);
  const run = useSelectedRun(plant.id);
  const [failure, setFailure] = useState<Error | null>(null);

  const show = (range: TimeRange): void => {
    if (trends !== null) showRange(clampRange(range, trends.held));
  };
  const steer = (event: KeyboardEvent): void => {
    if (trends === null || event.ctrlKey || event.metaKey || event.altKey) return;
    const moves: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => show(shiftRange(trends.range, -0.25)),
      ArrowRight: () => show(shiftRange(trends.range, 0.25)),
      '+': () => show(zoomRange(trends.range, 0.5)),
      '=': () => show(zoomRange(trends.range, 0.5)),
      '-': () => show(zoomRange(trends.range, 2)),
      '0': () => showRange(null),
      l: () => draftLabel(selectedRange() ?? trends.range),
      Escape: () => workspace.set({ isLabelling: false }),
    };
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    move();
  };

  const shownFailure = tags.error ?? trends?.failure ?? failure;
  return (
    <section className={styles['panel']} aria-label="Trend">
      <TrendToolbar
        plant={plant}
        tags={tags.data ?? []}
        shown={shown}
        trends={trends}
        width={width}
        hasEvents={hasEvents}
        onChoose={choose}
        onShow={show}
        onEvents={setHasEvents}
        onFailure={setFailure}
        actions={actions}
      />
      {shownFailure !== null && (
        <div className={styles['alert']}>
          <FailureMessage
            error={failureOf(shownFailure)}
            action={{ label: 'Try again', run: refreshEverything }}
          />
        </div>
      )}
      {trends !== null && hasEvents && (
        <LabelStrip plantId={plant.id} range={trends.range} left={LABEL_WIDTH + AXIS_WIDTH} width={width} />
      )}
      {trends !== null && run !== null && run.loadTagId !== undefined && width > 0 && (
        <ModeStrip run={run} range={trends.range} left={LABEL_WIDTH + AXIS_WIDTH} width={width} />
      )}
      <div
        ref={size.ref}
        className={styles['body']}
        tabIndex={trends === null ? -1 : 0}
        role="group"
        aria-label="Lanes: arrow keys move, plus and minus zoom, 0 shows all, L labels"
        onKeyDown={steer}
        onDoubleClick={() => showRange(null)}
      >
        {trends === null && tags.data !== undefined && empty}
        {(tags.isPending || trends?.isLoading === true) && <LanesSkeleton />}
        {trends !== null && trends.failure === null && !trends.isLoading && width > 0 && (
          <TrendLanes
            lanes={trends.lanes}
            bands={trends.bands}
            range={trends.range}
            isPassing={trends.isPassing}
            width={width}
            height={Math.floor(size.height) - AXIS_HEIGHT}
            onRange={show}
          />
        )}
      </div>
    </section>
  );
}

/** Shown when asked for; until somebody says, when a person or a file has labelled anything or is about to. */
function useShowsLabels(plantId: number): readonly [boolean, (on: boolean) => void] {
  const [asked, ask] = useStored<boolean | null>('known-events', parseBoolean, null);
  const isLabelling = useWorkspace((state) => state.isLabelling);
  const labels = useCall('labels.list', { plantId });
  const hasOwn = labels.data?.some((label) => label.source !== 'simulator') ?? false;
  return [isLabelling || (asked ?? hasOwn), ask];
}

/** The anomaly that is selected in the table, as a range. */
function selectedRange(): TimeRange | null {
  const { anomaly } = workspace.get();
  return anomaly === null ? null : { fromMs: anomaly.startMs, toMs: anomaly.endMs };
}

function LanesSkeleton() {
  return (
    <div className={styles['skeleton']} aria-label="Loading readings">
      {[0, 1, 2, 3, 4].map((lane) => (
        <Skeleton key={lane} height={48} animate={false} />
      ))}
    </div>
  );
}
