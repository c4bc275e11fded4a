import { AppFailure } from '@shared/errors.ts';
import { ClockParser } from '../times/clock.ts';
import { wordsOfName } from '../layout/column-names.ts';
import { TIME_OK } from '../times/dates.ts';
import { type SampleRecord, cellAt } from '../layout/grid.ts';
import type { Evidence, Question } from '../import-plan.ts';
import type { TimeColumns } from '../times/time-columns.ts';
import { encodeText } from '../text/text.ts';
import type { ZoneColumn } from './zone-columns.ts';
import {
  askAboutBias,
  askAboutMissingOffset,
  askAboutStatedWord,
  askAboutWordOfRow,
  isSharedByPlace,
} from './zone-questions.ts';
import { offsetOfText } from './zone-words.ts';
import { ianaOfWindowsZone } from './windows-zones.ts';
import { ZoneClock, offsetText } from './zones.ts';

export interface ZonePlan {
  readonly zone: string;
  readonly evidence: Evidence;
  readonly question: Question | null;
  /** The column whose cells give each row its offset; -1 = none. */
  readonly offsetColumn: number;
}

const NO_COLUMN = { question: null, offsetColumn: -1 };

/** Zone of the times: their own offset, a column, a hint of the file, or the setting. `timeNames`: of the time columns. */
export function planZone(
  above: readonly SampleRecord[],
  data: readonly SampleRecord[],
  times: TimeColumns | null,
  column: ZoneColumn | null,
  timeNames: readonly string[],
  setting: string,
): ZonePlan {
  const plan = (
    zone: string,
    chosen: string,
    because: string,
    confidence: number,
    rest: Partial<ZonePlan> = {},
  ): ZonePlan => ({ zone, evidence: { about: 'zone', chosen, because, confidence }, ...NO_COLUMN, ...rest });
  if (times === null) return plan(setting, setting, 'It is your setting.', 0.5);
  if (times.form.startsWith('epoch')) return plan(setting, 'UTC', 'Counts since 1970 are UTC.', 1);
  const offsets = tallyOffsets(data, times);
  if (offsets.count > 0)
    return plan(
      setting,
      'as written',
      'The times carry their offset from UTC.',
      offsets.without === null ? 1 : 0.4,
      {
        question:
          askAboutSharedZone(data, times) ??
          (offsets.without === null ? null : askAboutMissingOffset(offsets.without.line, offsets.zones)),
      },
    );
  if (column?.kind === 'offsets')
    return plan(setting, 'as written', `Column "${column.name}" gives the offset of each row from UTC.`, 1, {
      offsetColumn: column.index,
    });
  if (column?.kind === 'bias') {
    const because = `Column "${column.name}" says ${column.minutes} minutes.`;
    const [only] = column.zones;
    return column.zones.length === 1
      ? plan(only, only, because, 0.9)
      : plan(setting, setting, because, 0.4, {
          question: askAboutBias(column.name, column.minutes, column.zones),
        });
  }
  const own = zoneInCells(data, times);
  const stated = own ?? (column === null ? null : zoneOfText(column.text)) ?? statedZone(above, timeNames);
  const zoneOf = stated?.zone ?? null;
  if (stated !== null && zoneOf !== null) return plan(zoneOf, zoneOf, stated.because, 0.9);
  const word = stated?.word ?? null;
  const question = word === null ? askAboutSharedZone(data, times) : askAboutStatedWord(word);
  return plan(setting, setting, 'The times carry no offset; your setting is used.', 0.5, { question });
}

interface OffsetTally {
  /** Times that carry an offset from UTC or a zone's abbreviation. */
  readonly count: number;
  /** Their offsets; an abbreviation that several zones share has none. */
  readonly zones: readonly string[];
  /** The first row whose time carries none. */
  readonly without: SampleRecord | null;
}

function tallyOffsets(data: readonly SampleRecord[], times: TimeColumns): OffsetTally {
  const clock = new ClockParser();
  const zones = new Set<string>();
  let count = 0;
  let without: SampleRecord | null = null;
  for (const record of data) {
    const text =
      times.clockColumn < 0
        ? (/[T ](\d{1,2}:.*)$/.exec(cellAt(record, times.columns[0]).text)?.[1] ?? '')
        : cellAt(record, times.clockColumn).text;
    const bytes = encodeText(text);
    if (bytes.length === 0 || clock.parse(bytes, 0, bytes.length) !== TIME_OK) continue;
    const hasOffset = !Number.isNaN(clock.offsetMs);
    if (hasOffset) {
      count++;
      zones.add(clock.offsetMs === 0 ? 'UTC' : offsetText(clock.offsetMs));
    } else if (!clock.hasSharedZone) without ??= record;
  }
  return { count, zones: [...zones], without };
}

/** A zone that is known, or an abbreviation that several share. */
interface StatedZone {
  readonly zone: string | null;
  readonly word: string | null;
  readonly because: string;
}

const NAME = '[A-Z][a-zA-Z]+\\/[A-Za-z_]+(?:\\/[A-Za-z_]+)?';
const OFFSET = '(?:UTC|GMT)? ?[+-]\\d{1,2}(?::?\\d{2})?\\b';

/** `2024-04-13 06:15:00 Asia/Kolkata` */
function zoneInCells(data: readonly SampleRecord[], times: TimeColumns): StatedZone | null {
  const column = times.clockColumn < 0 ? times.columns[0] : times.clockColumn;
  const found = new RegExp(`\\d ?\\[?(${NAME})\\]?$`).exec(cellAt(data.at(0), column).text);
  return found === null ? null : zoneOfText(found[1]);
}

const SAYS_SO = 'The file says so.';

/** What a text that is meant as a zone says; null when it is none. */
function zoneOfText(text: string): StatedZone | null {
  const plain = text.trim();
  const word = plain.toUpperCase();
  if (isSharedByPlace(word)) return { zone: null, word, because: SAYS_SO };
  const offsetMs = offsetOfText(plain.replace(/ /g, ''));
  if (offsetMs !== null)
    return { zone: offsetMs === 0 ? 'UTC' : offsetText(offsetMs), word: null, because: SAYS_SO };
  const zone = ianaOfWindowsZone(plain) ?? plain;
  return isZone(zone) ? { zone, word: null, because: SAYS_SO } : null;
}

const OF_TITLE = new RegExp(
  `(?:time ?zone|timestampkind|zeitzone|fuseau horaire|zona horaria|zone)\\W+(${OFFSET}|UTC\\b|GMT\\b|${NAME}|[A-Z][A-Za-z. ]+ (?:Standard|Daylight) Time|[A-Z]{3,4}\\b)`,
  'i',
);
const OF_NAME = new RegExp(`(?:^|[\\s_([,-])(${OFFSET}|UTC|GMT|${NAME}|[A-Z]{3,4})[\\])]?$`);

/** The clocks of a place by both of their names. */
const BOTH_NAMES: readonly (readonly [RegExp, string])[] = [
  [/\b(?:CET ?\/ ?CEST|MEZ ?\/ ?MESZ)\b/, 'Europe/Berlin'],
  [/\bGMT ?\/ ?BST\b/, 'Europe/London'],
  [/\bEET ?\/ ?EEST\b/, 'Europe/Athens'],
  [/\bEST ?\/ ?EDT\b/, 'America/New_York'],
  [/\bCST ?\/ ?CDT\b/, 'America/Chicago'],
  [/\bMST ?\/ ?MDT\b/, 'America/Denver'],
  [/\bPST ?\/ ?PDT\b/, 'America/Los_Angeles'],
];

/** The zone that the rows above the data or the name of a time column state; null when they do not. */
function statedZone(above: readonly SampleRecord[], timeNames: readonly string[]): StatedZone | null {
  for (const name of timeNames) {
    const place = BOTH_NAMES.find(([pattern]) => pattern.test(name));
    if (place !== undefined) return zoneOfText(place[1]);
    if (/\b(?:utc|gmt)\b(?! ?[+-]\d)/i.test(wordsOfName(name))) return zoneOfText('UTC');
    const found = OF_NAME.exec(name)?.[1];
    const stated = found === undefined ? null : zoneOfText(found);
    if (stated !== null) return stated;
  }
  for (const { cells } of above) {
    const text = cells.map((cell) => cell.text).join(' ');
    if (/timestampkind\W+1\b/i.test(text)) return zoneOfText('UTC');
    const found = OF_TITLE.exec(text)?.[1];
    const stated = found === undefined ? null : zoneOfText(found);
    if (stated !== null) return stated;
  }
  return null;
}

function isZone(name: string): boolean {
  try {
    return new ZoneClock(name).situation >= 0;
  } catch (caught) {
    if (caught instanceof AppFailure) return false;
    throw caught;
  }
}

/** The question about times such as `06:15 IST`; null when none names a zone that several share. */
function askAboutSharedZone(data: readonly SampleRecord[], times: TimeColumns): Question | null {
  const columns = times.clockColumn >= 0 ? [times.clockColumn] : times.columns;
  for (const record of data)
    for (const column of columns) {
      const { text } = cellAt(record, column);
      const word = /\d ?([A-Z]{3})(?: \d{4})?$/.exec(text)?.[1];
      const question = word === undefined ? null : askAboutWordOfRow(word, record.line);
      if (question !== null) return question;
    }
  return null;
}
