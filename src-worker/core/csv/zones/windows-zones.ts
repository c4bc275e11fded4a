/** Zones as Windows names them, without `Standard Time`. Source: CLDR, windowsZones.xml, territory 001. */
const ZONES: Readonly<Record<string, string>> = {
  utc: 'UTC',
  gmt: 'Europe/London',
  'w. europe': 'Europe/Berlin',
  'central europe': 'Europe/Budapest',
  'central european': 'Europe/Warsaw',
  romance: 'Europe/Paris',
  gtb: 'Europe/Bucharest',
  fle: 'Europe/Kiev',
  turkey: 'Europe/Istanbul',
  russian: 'Europe/Moscow',
  'south africa': 'Africa/Johannesburg',
  egypt: 'Africa/Cairo',
  israel: 'Asia/Jerusalem',
  arab: 'Asia/Riyadh',
  arabic: 'Asia/Baghdad',
  arabian: 'Asia/Dubai',
  iran: 'Asia/Tehran',
  pakistan: 'Asia/Karachi',
  india: 'Asia/Kolkata',
  'sri lanka': 'Asia/Colombo',
  nepal: 'Asia/Kathmandu',
  bangladesh: 'Asia/Dhaka',
  'se asia': 'Asia/Bangkok',
  singapore: 'Asia/Singapore',
  china: 'Asia/Shanghai',
  taipei: 'Asia/Taipei',
  korea: 'Asia/Seoul',
  tokyo: 'Asia/Tokyo',
  'aus eastern': 'Australia/Sydney',
  'e. australia': 'Australia/Brisbane',
  'w. australia': 'Australia/Perth',
  'new zealand': 'Pacific/Auckland',
  eastern: 'America/New_York',
  central: 'America/Chicago',
  mountain: 'America/Denver',
  'us mountain': 'America/Phoenix',
  pacific: 'America/Los_Angeles',
  'e. south america': 'America/Sao_Paulo',
};

const WINDOWS_NAME = /^(.+?) (?:standard|daylight) time$/;

/** IANA name of a zone such as `India Standard Time`; null when it is none. */
export function ianaOfWindowsZone(name: string): string | null {
  const stem = WINDOWS_NAME.exec(name.trim().toLowerCase())?.[1] ?? '';
  return Object.hasOwn(ZONES, stem) ? ZONES[stem] : null;
}
