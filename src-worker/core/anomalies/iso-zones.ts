import type { TagFacts, TagRole } from '../samples/tag-roles.ts';

export interface Zone {
  /** A (new) to D (danger of damage). */
  readonly letter: 'A' | 'B' | 'C' | 'D';
  readonly standard: string;
  /** Where the boundaries come from and for which machines they stand. */
  readonly note: string;
}

/** Boundaries A/B, B/C and C/D, mm/s RMS. */
const RIGID_GROUP_1 = [2.3, 4.5, 7.1] as const;
const LETTERS = ['A', 'B', 'C', 'D'] as const;

/**
 * Evaluation zone of a vibration velocity; null for a tag that is no vibration in mm/s and for a missing reading.
 * Boundaries of ISO 20816-3 (before: ISO 10816-3), machines above 300 kW on a rigid support. Checked against the
 * documentation of Beckhoff TF3600; a machine on a flexible support has higher boundaries (3.5, 7.1, 11.0).
 */
export function zoneOf(tag: TagFacts, role: TagRole | null, reading: number): Zone | null {
  if (role !== 'vibration' || !(tag.unit ?? '').trim().toLowerCase().startsWith('mm/s')) return null;
  if (!(reading >= 0)) return null;
  const above = RIGID_GROUP_1.filter((boundary) => reading > boundary).length;
  return {
    letter: LETTERS[above],
    standard: 'ISO 20816-3',
    note: 'machines above 300 kW on a rigid support: A to 2.3, B to 4.5, C to 7.1 mm/s',
  };
}
