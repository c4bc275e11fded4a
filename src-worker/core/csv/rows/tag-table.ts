import { cutText, decodeText } from '../text/text.ts';

const LONGEST_NAME = 200;

/** A tag or unit name as text: doubled quotes undone, control characters as spaces, trimmed, cut at 200 characters. */
export const cleanName = (bytes: Uint8Array, start: number, end: number): string =>
  cutText(
    decodeText(bytes, start, Math.min(end, start + 4 * LONGEST_NAME)).replaceAll('""', '"'),
    LONGEST_NAME,
  );

/** Numbers the distinct tag names of a column as they appear. Known names are found by their bytes, without making a text. */
export class TagTable {
  private readonly names: string[] = [];
  private readonly placeByName = new Map<string, number>();
  /** Spellings in bytes, and the place each leads to: two spellings may clean to one name. */
  private readonly spellings: Uint8Array[] = [];
  private readonly places: number[] = [];
  private slots = new Int32Array(256).fill(-1);
  private lastSpelling = -1;

  /** Distinct spellings so far, which bounds the memory that the table takes. */
  get spellingCount(): number {
    return this.spellings.length;
  }

  nameOf(place: number): string {
    return this.names[place];
  }

  /** Place of a known name, or -1. */
  find(bytes: Uint8Array, start: number, end: number): number {
    if (this.lastSpelling >= 0 && isSame(this.spellings[this.lastSpelling], bytes, start, end))
      return this.places[this.lastSpelling];
    const slot = this.slotOf(bytes, start, end);
    if (this.slots[slot] < 0) return -1;
    this.lastSpelling = this.slots[slot];
    return this.places[this.lastSpelling];
  }

  /** Adds a spelling that is not known; the place of its name, which may be known in another spelling. */
  add(bytes: Uint8Array, start: number, end: number): number {
    const name = cleanName(bytes, start, end);
    const known = this.placeByName.get(name);
    const place = known ?? this.names.length;
    if (known === undefined) {
      this.names.push(name);
      this.placeByName.set(name, place);
    }
    this.slots[this.slotOf(bytes, start, end)] = this.spellings.length;
    this.spellings.push(bytes.slice(start, end));
    this.places.push(place);
    if (this.spellings.length * 2 > this.slots.length) this.rehash();
    return place;
  }

  /** The slot that holds a spelling, or the free one where it belongs. */
  private slotOf(bytes: Uint8Array, start: number, end: number): number {
    const mask = this.slots.length - 1;
    let slot = hashOf(bytes, start, end) & mask;
    while (this.slots[slot] >= 0 && !isSame(this.spellings[this.slots[slot]], bytes, start, end))
      slot = (slot + 1) & mask;
    return slot;
  }

  private rehash(): void {
    const mask = this.slots.length * 2 - 1;
    this.slots = new Int32Array(mask + 1).fill(-1);
    this.spellings.forEach((spelling, index) => {
      let slot = hashOf(spelling, 0, spelling.length) & mask;
      while (this.slots[slot] >= 0) slot = (slot + 1) & mask;
      this.slots[slot] = index;
    });
  }
}

/** FNV-1a. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at], 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}

function isSame(spelling: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (spelling.length !== end - start) return false;
  for (let at = 0; at < spelling.length; at++) if (spelling[at] !== bytes[start + at]) return false;
  return true;
}
