import { AppFailure } from '@shared/errors.ts';
import { ClockParser } from './clock.ts';
import { TIME_OK } from './dates.ts';
import { type SampleRecord, cellAt } from './grid.ts';
import type { Evidence, Question } from './import-plan.ts';
import { countText } from './messages.ts';
import type { TimeColumns } from './time-columns.ts';
import { encodeText } from './text.ts';
import { ZoneClock } from './zones.ts';

/** Zone of the times: their own offset, a hint of the file, or the setting. */
export function planZone(
  above: readonly SampleRecord[],
  data: readonly SampleRecord[],
  times: TimeColumns | null,
  timeName: string,
  setting: string,
): { readonly zone: string; readonly evidence: Evidence } {
  const evidence = (chosen: string, because: string, confidence: number): Evidence => ({
    about: 'zone',
    chosen,
    because,
    confidence,
  });
  if (times === null) return { zone: setting, evidence: evidence(setting, 'It is your setting.', 0.5) };
  if (times.form.startsWith('epoch'))
    return { zone: setting, evidence: evidence('UTC', 'Counts since 1970 are UTC.', 1) };
  const clock = new ClockParser();
  const own = data.slice(0, 50).some((record) => {
    const { text } = cellAt(record, times.columns[0]);
    const bytes = encodeText(/[T ](\d{1,2}:.*)$/.exec(text)?.[1] ?? '');
    return (
      bytes.length > 0 && clock.parse(bytes, 0, bytes.length) === TIME_OK && !Number.isNaN(clock.offsetMs)
    );
  });
  if (own)
    return { zone: setting, evidence: evidence('as written', 'The times carry their offset from UTC.', 1) };
  const stated = statedZone(above, timeName);
  if (stated !== null)
    return { zone: stated, evidence: evidence(stated, 'The file says so above its rows.', 0.9) };
  return {
    zone: setting,
    evidence: evidence(setting, 'The times carry no offset; your setting is used.', 0.5),
  };
}

const ZONE =
  /(?:time ?zone|timestampkind|zeitzone|fuseau horaire|zona horaria|zone)\W+((?:UTC|GMT)?[+-]\d{1,2}(?::?\d{2})?\b|UTC\b|GMT\b|[A-Z][a-zA-Z]+\/[A-Za-z_]+(?:\/[A-Za-z_]+)?)/i;

/** The zone that the rows above the data or the name of the time column state; null when they do not. */
function statedZone(above: readonly SampleRecord[], timeName: string): string | null {
  if (/\b(?:utc|gmt)\b/i.test(timeName.replace(/_/g, ' '))) return 'UTC';
  for (const { cells } of above) {
    const text = cells.map((cell) => cell.text).join(' ');
    if (/timestampkind\W+1\b/i.test(text)) return 'UTC';
    const zone = ZONE.exec(text)?.[1];
    if (zone !== undefined && isZone(zone)) return /^(?:utc|gmt)$/i.test(zone) ? 'UTC' : zone;
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

/** The question about times such as `06:15 IST`; null when none names a zone that several share. */
export function askAboutSharedZone(data: readonly SampleRecord[], times: TimeColumns): Question | null {
  const columns = times.clockColumn >= 0 ? [times.clockColumn] : times.columns;
  for (const record of data)
    for (const column of columns) {
      const word = /\d ?([A-Z]{3})$/.exec(cellAt(record, column).text)?.[1];
      if (word === undefined || !Object.hasOwn(SHARED_BY, word)) continue;
      const zones = SHARED_BY[word];
      return {
        about: 'zone',
        message: `Line ${countText(record.line)}: the times are marked ${word}, which ${zones.join(' and ')} share. Choose the zone of the plant.`,
        choices: zones.map((zone) => ({ label: zone, overrides: { zone } })),
      };
    }
  return null;
}
