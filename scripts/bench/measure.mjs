/** Seconds that one call takes. */
export async function secondsOf(work) {
  const startedMs = performance.now();
  await work();
  return (performance.now() - startedMs) / 1000;
}

export function medianOf(values) {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The first call, when nothing is compiled yet, and the median of the next ones. */
export async function firstAndMedian(work, repeats = 5) {
  const first = await secondsOf(work);
  const later = [];
  for (let round = 0; round < repeats; round++) later.push(await secondsOf(work));
  return { first, median: medianOf(later) };
}
