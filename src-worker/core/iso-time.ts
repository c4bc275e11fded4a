const DAY_MS = 86_400_000;

const padded = (value: number, digits: number): string => String(value).padStart(digits, '0');

/**
 * Writes UTC epoch milliseconds as ISO 8601 with the offset Z, milliseconds only where they are not zero:
 * `2024-01-31T06:15:00Z`, `2024-01-31T06:15:00.250Z`. Keeps the last day, so neighbouring times are cheap.
 */
export function createIsoWriter(): (timeMs: number) => string {
  let day = NaN;
  let date = '';
  return (timeMs) => {
    const thisDay = Math.floor(timeMs / DAY_MS);
    if (thisDay !== day) {
      day = thisDay;
      date = new Date(thisDay * DAY_MS).toISOString().slice(0, -14);
    }
    const ms = timeMs - thisDay * DAY_MS;
    const seconds = Math.floor(ms / 1000);
    const fraction = Math.floor(ms % 1000);
    const clock = `${padded(Math.floor(seconds / 3600), 2)}:${padded(Math.floor(seconds / 60) % 60, 2)}:${padded(seconds % 60, 2)}`;
    return `${date}T${clock}${fraction === 0 ? '' : `.${padded(fraction, 3)}`}Z`;
  };
}
