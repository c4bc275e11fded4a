/** A time as ISO 8601 with offset, in UTC: 2024-04-01T06:15:00.000+00:00. */
export const isoTime = (timeMs: number): string => new Date(timeMs).toISOString().replace('Z', '+00:00');
