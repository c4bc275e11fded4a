/** 12345.6 -> "12,345.6"; always with a full stop and commas, whatever the machine speaks. */
export function figureText(value: number, decimals: number): string {
  const [whole, ...part] = Math.abs(value).toFixed(decimals).split('.');
  const grouped = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, ',') : whole;
  const text = [grouped, ...part].join('.');
  return value < 0 && /[1-9]/.test(text) ? `−${text}` : text;
}

/** A reading with its unit: "6.8 mm/s"; a pure number has none. */
export function readingText(value: number, decimals: number, unit: string | null): string {
  const shown = unit === null || unit === '1' ? '' : unit;
  return shown === '' ? figureText(value, decimals) : `${figureText(value, decimals)} ${shown}`;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** "42 min", "5 h 10 min", "3 d 4 h". */
export function durationText(ms: number): string {
  if (ms < MINUTE) return `${Math.max(1, Math.round(ms / SECOND))} s`;
  if (ms < HOUR) return `${Math.round(ms / MINUTE)} min`;
  const [large, small, unit, part] = ms < DAY ? [HOUR, MINUTE, 'h', 'min'] : [DAY, HOUR, 'd', 'h'];
  const whole = Math.floor(ms / large);
  const rest = Math.round((ms - whole * large) / small);
  return rest === 0 || rest * small === large
    ? `${whole + (rest === 0 ? 0 : 1)} ${unit}`
    : `${whole} ${unit} ${rest} ${part}`;
}
