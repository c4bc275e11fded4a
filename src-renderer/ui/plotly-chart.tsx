import type { Config, Data, Layout, PlotlyHTMLElement, PlotRelayoutEvent } from 'plotly.js';
import type * as PlotlyModule from 'plotly.js-cartesian-dist-min';
import { useEffect, useRef, useState } from 'react';

type Plotly = typeof PlotlyModule;

export interface Figure {
  readonly data: Data[];
  readonly layout: Partial<Layout>;
}

interface PlotlyChartProps {
  /** The same array again means that nothing but the layout changes, which is drawn faster. */
  readonly data: Data[];
  readonly layout: Partial<Layout>;
  /** Other data are on their way, so drawing waits for them a little. */
  readonly isPassing?: boolean;
  /** What a person who cannot see the chart is told. */
  readonly description: string;
  /** The visible stretch of the horizontal axis: `isFinal` is false while the user still drags or turns the wheel. */
  readonly onRange: (from: number, to: number, isFinal: boolean) => void;
}

const config: Partial<Config> = {
  displayModeBar: false,
  doubleClick: false,
  scrollZoom: true,
  responsive: false,
  showTips: false,
  showAxisDragHandles: false,
};

/** The rest of the window is painted first: drawing a chart blocks it. */
const PAINT_MS = 16;
/** Another range alone waits for the data that usually follow, so that the chart is drawn once. */
const LAYOUT_PATIENCE_MS = 160;
/** What is about to give way is drawn only where the rest takes long, since drawing holds it up. */
const PASSING_PATIENCE_MS = 600;

let loading: Promise<Plotly> | null = null;

/** Plotly is fetched once, after the first paint. */
export const loadPlotly = (): Promise<Plotly> => (loading ??= import('plotly.js-cartesian-dist-min'));

const rangeOf = (event: PlotRelayoutEvent): readonly [number, number] | null => {
  const from = event['xaxis.range[0]'];
  const to = event['xaxis.range[1]'];
  return typeof from === 'number' && typeof to === 'number' ? [from, to] : null;
};

/** A chart that draws a figure and tells how the user zooms and pans it. */
export function PlotlyChart({ data, layout, isPassing = false, description, onRange }: PlotlyChartProps) {
  const holder = useRef<HTMLDivElement>(null);
  const [plotly, setPlotly] = useState<Plotly | null>(null);
  const drawn = useRef<PlotlyHTMLElement | null>(null);
  const drawnData = useRef<Data[] | null>(null);
  const listener = useRef(onRange);
  const passing = useRef(isPassing);
  passing.current = isPassing;
  listener.current = onRange;

  useEffect(() => {
    let isHere = true;
    void loadPlotly().then((loaded) => {
      if (isHere) setPlotly(loaded);
    });
    return () => {
      isHere = false;
    };
  }, []);

  useEffect(() => {
    const element = holder.current;
    if (plotly === null || element === null) return;
    const draw = async (): Promise<void> => {
      drawnData.current = data;
      const chart = await plotly.react(element, data, layout, config);
      if (drawn.current === chart) return;
      drawn.current = chart;
      const tell = (isFinal: boolean) => (event: PlotRelayoutEvent) => {
        const range = rangeOf(event);
        if (range !== null) listener.current(range[0], range[1], isFinal);
      };
      chart.on('plotly_relayout', tell(true));
      chart.on('plotly_relayouting', tell(false));
    };
    const unhurriedMs = drawnData.current === data ? LAYOUT_PATIENCE_MS : PAINT_MS;
    const patienceMs = passing.current ? PASSING_PATIENCE_MS : unhurriedMs;
    const timer = setTimeout(() => void draw(), patienceMs);
    return () => clearTimeout(timer);
  }, [plotly, data, layout]);

  useEffect(() => {
    const element = holder.current;
    return () => {
      drawn.current = null;
      drawnData.current = null;
      if (plotly !== null && element !== null) plotly.purge(element);
    };
  }, [plotly]);

  return <div ref={holder} role="img" aria-label={description} />;
}

/** A figure as the bytes of a PNG file, at twice the given size in pixels. */
export async function renderPng(
  figure: Figure,
  width: number,
  height: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const plotly = await loadPlotly();
  const url = await plotly.toImage(figure, { format: 'png', width, height, scale: 2 });
  const base64 = url.slice(url.indexOf(',') + 1);
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
