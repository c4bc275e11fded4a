/** Engineering units as files write them, without blanks; behind `=` how the tag shows it. */
const SPELLINGS = (
  'MW kW GW W MWh kWh GWh MVA kVA VA kVAh MVAh MVAr kVAr Mvar kV V mV A mA kA Hz kHz rpm 1/min r/min % pct=% percent=% pu degC degF °C °F K C F deg_c=degC deg_f=degF ' +
  'celsius=degC bar mbar bara barg bar(a) bar(g) bar_g=barg bar_a=bara Pa hPa kPa MPa kg/cm2 kg/cm² kg/cm^2 kgcm2=kg/cm2 kg_cm2=kg/cm2 ksc kg/cm2(g) kg/cm2(a) kg/cm2g kg/cm2a kgf/cm2 kgf/cm² psi psig psia atm mmHg inHg mmH2O mmWC mmwg mmWg inH2O inwc torr ' +
  't/h t_h=t/h tph=t/h TPH kg/s kg_s=kg/s kg/h kg_h=kg/h t/d lb/h klb/h klb/hr klb/hour lb/hr m3/h m³/h m3_h=m3/h Nm3/h nm3/h m3/s m³/s l/s l/min l/h L/min Lpm lpm cfm gpm scfm m3 Nm3 m³ Nm³ l L ml ' +
  'mm/s mm_s=mm/s um µm μm micron microns mm cm m in ft m/s g mg mil mils ips in/s m/s2 m/s² g_rms mm/s_rms ' +
  'ppm ppb mg/Nm3 mg/m3 mg/Nm³ mg/l µS/cm uS/cm mS/cm pH NTU kJ/kg kcal/kWh kJ/kWh kcal/kg MJ/kg MJ GJ J kJ Gcal ' +
  's sec seconds=s secs=s min minutes=min mins=min h hr hours=h hrs=h ms day deg rad Nm kNm N kN kg t lb Ohm Ω kOhm F µF lux dB W/m2 W/m² m2 m² kg/m3 kg/m³ cP cSt °'
).split(' ');
const CANONICAL = new Map<string, string>();
for (const entry of SPELLINGS) {
  const [name, shown] = entry.includes('=') ? entry.split('=') : [entry, entry];
  if (!CANONICAL.has(name.toLowerCase())) CANONICAL.set(name.toLowerCase(), shown);
}

const SUPERSCRIPTS: Readonly<Record<string, string>> = { '²': '2', '³': '3', '^2': '2', '^3': '3' };
const plainPart = (part: string): string =>
  part
    .replace(/[²³]|\^[23]/g, (sign) => SUPERSCRIPTS[sign])
    .replace(/^(?:N|S|n)(?=m3$)/, '')
    .replace(/^(?:hrs?|hours?|std)$/i, 'h')
    .replace(/^secs?$/i, 's')
    .replace(/^mins?$/i, 'min');
/** What may stand on either side of a stroke. */
const PARTS = new Set(
  [...SPELLINGS, ...CANONICAL.keys(), 'yr', 'month', 'ton', 'tons', 'kmol', 'mol', 'scf', 'gal', 'lbs'].map(
    (text) => text.toLowerCase(),
  ),
);

/** How a unit is shown; null when the text is no unit that is known. One letter alone counts in its own case only. */
export function knownUnit(text: string): string | null {
  const plain = text.trim().replace(/\s+/g, '');
  if (SPELLINGS.includes(plain)) return plain;
  if (plain.length < 2) return null;
  const known = CANONICAL.get(plain.toLowerCase());
  if (known !== undefined) return known;
  const parts = plain.split('/');
  const isCompound =
    (parts.length === 2 && parts.every((part) => PARTS.has(plainPart(part).toLowerCase()))) ||
    (parts.length === 1 && /[²³^]|^Nm3$/.test(plain) && PARTS.has(plainPart(plain).toLowerCase()));
  return isCompound && plain.length <= 12 ? plain : null;
}

export interface NamedUnit {
  readonly name: string;
  readonly unit: string | null;
}

/**
 * Takes a header apart: `Leistung [MW]` and `temperature (degC)` lose the unit; `pressure_bar` and `Load MW` keep their name and give
 * the unit. A unit in other brackets, behind an underscore, or behind a comma, ` - `, ` / ` or ` in ` must be a known one.
 */
export function splitHeader(header: string): NamedUnit {
  const square = /^(.*\S)\s*\[\s*([^[\]]{1,20}?)\s*\]$/.exec(header);
  if (square !== null && /[^\d\s.,:-]/.test(square[2]))
    return { name: square[1], unit: knownUnit(square[2]) ?? square[2] };
  const round = /^(.*\S)\s*\(\s*([^()]{1,20}(?:\([ag]\))?)\s*\)$/.exec(header);
  if (round !== null) {
    const unit = knownUnit(round[2]);
    if (unit !== null) return { name: round[1], unit };
  }
  const bracketed = /^(.*\S)\s*(?:\{\s*([^{}]{1,20}?)\s*\}|<\s*([^<>]{1,20}?)\s*>)$/.exec(header);
  const parted = /^(.*\S)(?:\s*,\s*|\s+(?:-|\/|in)\s+)(\S{1,12})$/.exec(header);
  if (bracketed !== null) {
    const unit = knownUnit(bracketed.at(2) ?? bracketed.at(3) ?? '');
    if (unit !== null) return { name: bracketed[1], unit };
  }
  if (parted !== null && isClearUnit(parted[2])) return { name: parted[1], unit: knownUnit(parted[2]) };
  const behindBlank = /\s(\S{2,12}|%)$/.exec(header)?.[1] ?? '';
  if (SPELLINGS.includes(behindBlank) && !WORDS.has(behindBlank))
    return { name: header, unit: knownUnit(behindBlank) };
  const words = header.split('_');
  for (const count of [2, 1]) {
    const suffix = words.slice(-count).join('_');
    const unit = words.length > count && suffix.length > 1 ? knownUnit(suffix) : null;
    if (unit !== null) return { name: header, unit };
  }
  return { name: header, unit: null };
}

/** Units that are words of a name as well: Level in, Temp min. */
const WORDS = new Set([
  'in',
  'min',
  'mins',
  'day',
  'sec',
  'secs',
  'hours',
  'hour',
  'deg',
  'rad',
  'mil',
  'mils',
  'pu',
  'lux',
]);

/** A unit in its own case and of more than a letter: `ID fan - A` and `Flow - FT` are names. */
const isClearUnit = (text: string): boolean =>
  text === '%' ||
  (text.length > 1 && SPELLINGS.includes(text)) ||
  (text.includes('/') && knownUnit(text) !== null);

/** A unit without the brackets around it. */
export const withoutBrackets = (text: string): string =>
  /^\[\s*(.*?)\s*\]$|^\(\s*(.*?)\s*\)$/.exec(text)?.slice(1).join('') ?? text;
