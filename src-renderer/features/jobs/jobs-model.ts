const TELLING_SHARE = 0.02;
const TELLING_MS = 1000;

/** Time left at the pace so far; null while it is too early to tell. */
export function timeLeftMs(done: number, startedMs: number, nowMs: number): number | null {
  const elapsedMs = nowMs - startedMs;
  if (done < TELLING_SHARE || done >= 1 || elapsedMs < TELLING_MS) return null;
  return (elapsedMs / done) * (1 - done);
}
