import type { Plant, Tag } from '@shared/contract/plants.ts';
import { Button, Menu } from '@mantine/core';
import type { ReactNode } from 'react';
import { call } from '../../api/plant-client.ts';
import { lastOf, shiftRange, spanOf, withEdges } from '../../api/time-range.ts';
import { showRange, useWorkspace, workspace, type TimeRange } from '../../api/workspace.ts';
import { formatTime } from '../../ui/format-time.ts';
import { renderPng } from '../../ui/plotly-chart.tsx';
import { useChartPalette } from '../../ui/use-chart-palette.ts';
import { TagChooser } from './tag-chooser.tsx';
import { pictureFigure } from './trend-figure.ts';
import { trendTraces } from './trend-traces.ts';
import styles from './trends.module.css';
import { spanOfLanes } from './trends-model.ts';
import type { Trends } from './use-trends.ts';

const PICTURE_LANE = 110;
const HOUR_MS = 3_600_000;
const spans = [
  { label: '1 h', name: 'Last hour', ms: HOUR_MS },
  { label: '8 h', name: 'Last 8 hours', ms: 8 * HOUR_MS },
  { label: '1 d', name: 'Last day', ms: 24 * HOUR_MS },
  { label: '7 d', name: 'Last 7 days', ms: 168 * HOUR_MS },
  { label: '30 d', name: 'Last 30 days', ms: 720 * HOUR_MS },
] as const;

interface TrendToolbarProps {
  readonly plant: Plant;
  readonly tags: readonly Tag[];
  readonly shown: readonly Tag[];
  readonly trends: Trends | null;
  readonly width: number;
  readonly hasEvents: boolean;
  readonly onChoose: (names: readonly string[]) => void;
  readonly onShow: (range: TimeRange) => void;
  readonly onEvents: (on: boolean) => void;
  readonly onFailure: (failure: Error | null) => void;
  readonly actions: ReactNode;
}

export function TrendToolbar(props: TrendToolbarProps) {
  const { plant, trends, onShow } = props;
  const chosen = useWorkspace((state) => state.range);
  const whole = trends === null ? null : withEdges(trends.held);
  const isAll = chosen === null || (chosen.fromMs === whole?.fromMs && chosen.toMs === whole.toMs);
  return (
    <header className={styles['toolbar']}>
      <h1 className={styles['title']} title={plant.name}>
        {plant.name}
      </h1>
      {trends !== null && (
        <>
          <Button.Group aria-label="Range">
            {spans.map(({ label, name, ms }) => (
              <RangeButton
                key={label}
                label={label}
                name={name}
                isOn={!isAll && Math.abs(spanOf(trends.range) - ms) < 1000}
                onClick={() => onShow(lastOf(trends.range, trends.held, ms))}
              />
            ))}
            <RangeButton label="all" name="All readings" isOn={isAll} onClick={() => showRange(null)} />
            <RangeButton
              label="‹"
              name="Earlier"
              isOn={false}
              onClick={() => onShow(shiftRange(trends.range, -1))}
            />
            <RangeButton
              label="›"
              name="Later"
              isOn={false}
              onClick={() => onShow(shiftRange(trends.range, 1))}
            />
          </Button.Group>
          <TagChooser tags={props.tags} shown={props.shown} onChoose={props.onChoose} />
          <LabelButton />
          <ViewMenu {...props} />
        </>
      )}
      {props.actions}
    </header>
  );
}

interface RangeButtonProps {
  readonly label: string;
  readonly name: string;
  readonly isOn: boolean;
  readonly onClick: () => void;
}

function RangeButton({ label, name, isOn, onClick }: RangeButtonProps) {
  return (
    <Button
      variant="default"
      className={styles['range'] ?? ''}
      aria-label={name}
      aria-pressed={isOn}
      title={name}
      onClick={onClick}
    >
      {label}
    </Button>
  );
}

function LabelButton() {
  const isLabelling = useWorkspace((state) => state.isLabelling);
  return (
    <Button
      variant="default"
      px={10}
      aria-pressed={isLabelling}
      title="Drag over the trend to label a stretch. With Alt held, a drag labels once. L labels what is selected or on the screen."
      onClick={() => workspace.set({ isLabelling: !isLabelling })}
    >
      Label
    </Button>
  );
}

function ViewMenu({ plant, trends, width, hasEvents, onEvents, onFailure }: TrendToolbarProps) {
  const palette = useChartPalette();
  if (trends === null) return null;
  const savePicture = async (): Promise<void> => {
    const { range, lanes, bands } = trends;
    const title = `${plant.name}, ${formatTime(range.fromMs)} to ${formatTime(range.toMs)}`;
    const height = lanes.length * PICTURE_LANE;
    const data = trendTraces({ lanes, bands, drawn: spanOfLanes(lanes), width, height, palette });
    const picture = pictureFigure({ lanes, ...range, width, laneHeight: PICTURE_LANE, palette }, data, title);
    const png = await renderPng(picture, picture.width, picture.height);
    await call('exports.image', { suggestedName: `${plant.name.slice(0, 100)} trend.png`, png });
  };
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <Button variant="default" px={10}>
          View
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => showRange(null)} rightSection={<span>0</span>}>
          Reset zoom
        </Menu.Item>
        <Menu.Item onClick={() => onEvents(!hasEvents)} aria-checked={hasEvents} role="menuitemcheckbox">
          {hasEvents ? 'Hide labels and known faults' : 'Show labels and known faults'}
        </Menu.Item>
        <Menu.Item
          onClick={() =>
            void savePicture().then(
              () => onFailure(null),
              (caught: unknown) => onFailure(caught instanceof Error ? caught : new Error(String(caught))),
            )
          }
        >
          Save picture (PNG)…
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
