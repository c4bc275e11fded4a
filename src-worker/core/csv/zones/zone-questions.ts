import type { Question } from '../import-plan.ts';
import { countText } from '../messages.ts';
import { REPEATED, ZoneClock } from './zones.ts';

/** What zones share an abbreviation, so that it does not settle the zone. */
const SHARED_BY: Readonly<Record<string, readonly string[]>> = {
  IST: ['Asia/Kolkata', 'Asia/Jerusalem', 'Europe/Dublin'],
  EST: ['-05:00', 'Australia/Sydney'],
  CST: ['-06:00', 'Asia/Shanghai'],
  MST: ['-07:00', 'Asia/Kuala_Lumpur'],
  PST: ['-08:00', 'Asia/Manila'],
  BST: ['Europe/London', 'Asia/Dhaka'],
  GST: ['Asia/Dubai', '-02:00'],
  AST: ['-04:00', 'Asia/Riyadh'],
  WET: ['UTC', 'Europe/Lisbon'],
};
/** Standing once for all rows, the name of a winter time can also mean the clocks of the place, summer time included. */
const SHARED_BY_PLACE: Readonly<Record<string, readonly string[]>> = {
  ...SHARED_BY,
  CET: ['+01:00', 'Europe/Berlin'],
  MEZ: ['+01:00', 'Europe/Berlin'],
  EET: ['+02:00', 'Europe/Athens'],
  ET: ['-05:00', 'America/New_York'],
  CT: ['-06:00', 'America/Chicago'],
  PT: ['-08:00', 'America/Los_Angeles'],
};

/** Whether the zones of an abbreviation that stands above the rows are more than one. */
export const isSharedByPlace = (word: string): boolean => Object.hasOwn(SHARED_BY_PLACE, word);

const asked = (message: string, zones: readonly string[]): Question => ({
  about: 'zone',
  message,
  choices: zones.map((zone) => ({ label: zone, overrides: { zone } })),
});

/** The question about times such as `06:15 IST`; null for a word that one zone alone has. */
export const askAboutWordOfRow = (word: string, line: number): Question | null =>
  Object.hasOwn(SHARED_BY, word)
    ? asked(
        `Line ${countText(line)}: the times are marked ${word}, which ${SHARED_BY[word].join(' and ')} share. Choose the zone of the plant.`,
        SHARED_BY[word],
      )
    : null;

/** The question about a zone that a header or title calls by a word that several zones share. */
export const askAboutStatedWord = (word: string): Question =>
  asked(
    `The file says that its times are ${word}, which can mean ${SHARED_BY_PLACE[word].join(' or ')}. Choose the zone of the plant.`,
    SHARED_BY_PLACE[word],
  );

/** The question about minutes between the times and UTC that can be meant either way round. */
export const askAboutBias = (column: string, minutes: string, zones: readonly string[]): Question =>
  asked(
    `Column "${column}" says ${minutes} minutes, which can mean that the times are ${zones.join(' or ')}: programs do not agree on the sign. Choose the offset.`,
    zones,
  );

const MOST_CHOICES = 3;

/** The question about a time without an offset among others that carry theirs. */
export const askAboutMissingOffset = (line: number, zones: readonly string[]): Question => ({
  ...asked(
    `Line ${countText(line)}: the time has no offset from UTC, while others of the file carry theirs (${zones.slice(0, MOST_CHOICES).join(', ')}). Choose the zone of the times without one.`,
    [...new Set([...zones.slice(0, MOST_CHOICES), 'UTC'])],
  ),
  line,
});

/** One zone for each time of the night at which clocks go back somewhere. */
const ZONES_WITH_SUMMER = [
  'Europe/Berlin',
  'Europe/London',
  'Europe/Athens',
  'America/New_York',
  'America/Chicago',
  'America/Denver',
  'America/Los_Angeles',
  'Australia/Sydney',
];

/** The question about an hour marked as 2A or 2B that the zone's clocks do not repeat; null where those of no known zone do. */
export function askAboutMarkedPass(
  line: number,
  seen: string,
  zone: string,
  localMs: number,
): Question | null {
  const zones = ZONES_WITH_SUMMER.filter((name) => {
    const clock = new ZoneClock(name);
    clock.toUtcMs(localMs);
    return clock.situation === REPEATED;
  });
  return zones.length === 0
    ? null
    : {
        ...asked(
          `Line ${countText(line)}: ${seen} is marked as one of two passes of an hour at the end of summer time, which the clocks of ${zone} do not repeat. Choose the zone of the plant.`,
          zones,
        ),
        line,
      };
}
