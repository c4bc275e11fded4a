/**
 * Quality of a reading in one byte. The two low bits are the group, as OPC UA groups its status codes; the six high
 * bits point into the block's list of status texts (0 = no text, n = text n-1).
 */
export const GOOD = 0;
export const UNCERTAIN = 1;
export const BAD = 2;

const GROUP_MASK = 3;
const STATUS_SHIFT = 2;
export const MOST_STATUSES = 63;

export const groupOf = (quality: number): number => quality & GROUP_MASK;

/** Position in the block's status texts, or -1 for none. */
export const statusIndexOf = (quality: number): number => (quality >> STATUS_SHIFT) - 1;

export const withStatus = (group: number, statusIndex: number): number =>
  group | ((statusIndex + 1) << STATUS_SHIFT);

export type QualityWord = 'good' | 'uncertain' | 'bad';

/** The group of a quality as a word. */
export function qualityWord(quality: number): QualityWord {
  const group = groupOf(quality);
  return group === GOOD ? 'good' : group === UNCERTAIN ? 'uncertain' : 'bad';
}
