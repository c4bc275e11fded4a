import type { Annotations, Layout } from 'plotly.js';
import type { ChartPalette } from './theme.ts';

/** What every chart has alike: the ground of the window behind it, small type, no hover of its own. */
export const plainLayout = (palette: ChartPalette): Partial<Layout> => ({
  paper_bgcolor: 'rgba(0,0,0,0)',
  plot_bgcolor: 'rgba(0,0,0,0)',
  font: { family: 'system-ui, sans-serif', size: 11, color: palette.text },
  hovermode: false,
  showlegend: false,
});

/** Plotly reads markup in its texts. */
export const escapeMarkup = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** What stacked curves are drawn into: pixels, and colours. */
export interface LaneSpace {
  readonly width: number;
  readonly laneHeight: number;
  readonly palette: ChartPalette;
}

/** Air in a lane of stacked curves: above it for its title, below it against the next. */
export const LANE_TOP = 18;
const LANE_BOTTOM = 4;

/** The part of the height that a lane takes, from 0 at the bottom to 1; `height` is that of all lanes. */
export const laneDomain = (index: number, laneHeight: number, height: number): [number, number] => [
  Math.max(0, 1 - ((index + 1) * laneHeight - LANE_BOTTOM) / height),
  Math.min(1, 1 - (index * laneHeight + LANE_TOP) / height),
];

export interface LaneTitle {
  readonly text: string;
  readonly colour: string;
}

/** The titles of stacked lanes, each at the upper left of its own. */
export const laneTitles = (
  titles: readonly LaneTitle[],
  laneHeight: number,
  height: number,
): Partial<Annotations>[] =>
  titles.map(({ text, colour }, index) => ({
    xref: 'paper',
    yref: 'paper',
    x: 0,
    xshift: 6,
    y: 1 - (index * laneHeight) / height,
    yshift: -1,
    xanchor: 'left',
    yanchor: 'top',
    showarrow: false,
    text: escapeMarkup(text),
    font: { size: 11, color: colour },
  }));
