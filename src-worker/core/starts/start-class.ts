const HOUR_MS = 3_600_000;

/** How warm the unit still is when it starts. */
export const START_CLASSES = ['hot', 'warm', 'cold'] as const;
export type StartClass = (typeof START_CLASSES)[number];

/** Hot up to 8 h without load, warm up to 48 h, cold after a longer outage, as is usual in the trade. */
export const startClassOf = (offMs: number): StartClass =>
  offMs <= 8 * HOUR_MS ? 'hot' : offMs <= 48 * HOUR_MS ? 'warm' : 'cold';
