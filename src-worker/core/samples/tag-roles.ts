/** What an analysis is told about a tag beside its readings. */
export interface TagFacts {
  readonly name: string;
  readonly description: string | null;
  readonly unit: string | null;
  /** Measuring range of the instrument, in the tag's unit; null where it is not known. */
  readonly range?: readonly [number, number] | null;
}

/** What a tag measures, as far as its name, description and unit say so. */
export type TagRole =
  | 'load'
  | 'power'
  | 'steam-flow'
  | 'feedwater-flow'
  | 'steam-pressure'
  | 'steam-temperature'
  | 'vibration'
  | 'bearing-temperature'
  | 'flue-gas-temperature'
  | 'condenser-pressure'
  | 'ambient-temperature'
  | 'drum-level';

interface Rule {
  readonly role: TagRole;
  /** Of name and description together, lower case, with spaces between words. */
  readonly words: RegExp;
  /** Of the unit, lower case; null = any. */
  readonly unit: RegExp | null;
}

const TEMPERATURE = /^(°|deg)?\s?[cfk]$|^degc$|^degf$/;
const PRESSURE = /bar|pa\b|psi|kg\/cm|inhg|mmhg|^ata$/;
const FLOW = /\/(h|hr|s|min)$|ph$|^kpph$|^klb/;
const POWER = /^[km]?w(e|el)?$/;

/** The first rule that fits gives the role; those with more to go by come first. */
const RULES: readonly Rule[] = [
  { role: 'vibration', words: /\bvib/, unit: /^mm\/s|^in\/s|^ips/ },
  { role: 'bearing-temperature', words: /\bbearing|\bbrg/, unit: TEMPERATURE },
  {
    role: 'flue-gas-temperature',
    words: /^(?!.*before).*(flue gas|exit gas|stack|gas after (air|ah)|\bfg\b)/,
    unit: TEMPERATURE,
  },
  { role: 'ambient-temperature', words: /\bambient|outside air|outdoor/, unit: TEMPERATURE },
  { role: 'condenser-pressure', words: /condenser|vacuum|back ?pressure/, unit: PRESSURE },
  { role: 'drum-level', words: /drum level|level of the drum/, unit: null },
  { role: 'feedwater-flow', words: /feed ?water.*flow|\bfw\b.*flow/, unit: FLOW },
  { role: 'steam-flow', words: /(main|live)? ?steam.*flow|flow.*steam|^flow ?rate\b/, unit: FLOW },
  { role: 'steam-pressure', words: /(main|live)? ?steam.*press|^pressure\b/, unit: PRESSURE },
  { role: 'steam-temperature', words: /(main|live)? ?steam.*temp|^temperature\b/, unit: TEMPERATURE },
  { role: 'load', words: /\bload\b|\bload ?factor|capacity factor/, unit: /^$|^1$|^%|^pu$|^p\.u\.$/ },
  {
    role: 'power',
    words:
      /^(?!.*(capacity|rated|rating|nominal|name ?plate|installed)).*(power|\bload\b|generat|\bmw\b|output|\bpe\b)/,
    unit: POWER,
  },
];

/** `load_factor` and `LoadFactor` as "load factor". */
const wordsOf = (text: string): string =>
  text
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[_.\-/:]+/g, ' ')
    .toLowerCase()
    .trim();

/** The role of a tag; null where its name, description and unit do not say. */
export function roleOf({ name, description, unit }: TagFacts): TagRole | null {
  const unitText = (unit ?? '').trim().toLowerCase();
  for (const text of [wordsOf(name), wordsOf(description ?? '')]) {
    if (text === '') continue;
    const rule = RULES.find((one) => one.words.test(text) && (one.unit === null || one.unit.test(unitText)));
    if (rule !== undefined) return rule.role;
  }
  return null;
}

/** Best first. Steam flow stands in for a load that is not measured: the two rise together (correlation 1.00 in DOMAIN's plant). */
const LOAD_ROLES: readonly TagRole[] = ['power', 'load', 'steam-flow'];

/**
 * Place of the tag that tells the load: power, else load, else steam flow; null where there is none. `varies` says of a
 * place whether its readings differ: a number that never changes is a rating, not a load.
 */
export function findLoadTag(tags: readonly TagFacts[], varies: (place: number) => boolean): number | null {
  const roles = tags.map(roleOf);
  for (const role of LOAD_ROLES) {
    const place = roles.findIndex((one, at) => one === role && varies(at));
    if (place >= 0) return place;
  }
  return null;
}
