import type { StartMark } from '@shared/start-marks.ts';
import type { ReadingBlock } from '../reading-block.ts';
import type { StartClass } from './start-class.ts';

/** A tag as start-ups look at it. */
export interface StartTag {
  readonly id: number;
  readonly name: string;
  readonly description: string | null;
  readonly unit: string | null;
}

/** Times from synchronisation on, ms; negative before it. */
export interface TagDeviation {
  readonly tagId: number;
  readonly tagName: string;
  readonly description: string | null;
  readonly unit: string | null;
  readonly decimals: number;
  /** Share of the compared readings that lie outside the band, 0..1. */
  readonly outsideShare: number;
  /** When it first left the band; null where it stayed within. */
  readonly leavesAtMs: number | null;
  /** Largest deviation from the golden start. */
  readonly largest: { readonly atMs: number; readonly actual: number; readonly golden: number };
  /** Mean of start less golden start, in the tag's unit. */
  readonly mean: number;
  /** Farthest beyond the band, as a share of what the tag covers in the golden start; 0 within the band. */
  readonly severity: number;
}

/** Steepest rise over 15 minutes, in the tag's unit a minute. */
export interface RiseRate {
  readonly tagName: string;
  readonly description: string | null;
  readonly unit: string | null;
  readonly rate: number;
  readonly goldenRate: number;
}

export interface StartComparison {
  /** Number of the golden start. */
  readonly goldenNumber: number;
  /** False: no golden start of this class, so the nearest in time without load was taken. */
  readonly isSameClass: boolean;
  /** Other good starts that the band rests on. */
  readonly goodCount: number;
  /** From and to on the aligned clock: while the golden start lasted. */
  readonly fromMs: number;
  readonly toMs: number;
  /** The most severe first; tags without a compared reading are left out. */
  readonly deviations: readonly TagDeviation[];
  readonly rates: readonly RiseRate[];
  readonly sentences: readonly string[];
}

export interface Start {
  /** In order of time, from 1. */
  readonly number: number;
  readonly syncMs: number;
  readonly endMs: number;
  readonly steadyMs: number | null;
  readonly offFromMs: number | null;
  readonly lightUpMs: number | null;
  /** The tag that tells the light-up. */
  readonly lightUpTag: string | null;
  /** Null where it is not known when the unit went off. */
  readonly startClass: StartClass | null;
  readonly outcome: 'completed' | 'broken off' | 'cut off';
  /** When shares of the rated load were first reached; null where they were not in this start. */
  readonly milestones: readonly { readonly share: number; readonly timeMs: number | null }[];
  readonly mark: StartMark['kind'] | null;
  /** Null for a golden start, and where there is none to compare with. */
  readonly comparison: StartComparison | null;
}

export interface StartsReport {
  readonly starts: readonly Start[];
  /** The tag that tells the load, its rated value, and the step of the aligned clock; null where there is none. */
  readonly load: {
    readonly tagName: string;
    readonly unit: string | null;
    readonly rated: number;
    readonly stepMs: number;
  } | null;
  /** Why there is no start-up; null when there is one. */
  readonly emptyReason: string | null;
}

/** A start-up and the golden one on the aligned clock. Shape of every array: [times]. */
export interface StartLane {
  readonly tagId: number;
  readonly actual: Float64Array;
  readonly golden: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
}

export interface StartOverlay {
  /** Since synchronisation. */
  readonly timesMs: Float64Array;
  readonly lanes: readonly StartLane[];
}

/** All readings of a tag in a range, both ends included. */
export type ReadTag = (tagId: number, fromMs: number, toMs: number) => Promise<ReadingBlock>;
