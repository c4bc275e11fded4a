/**
 * Every time that occurs in at least one of the lists, once, rising. Each list rises strictly.
 * Lists that are all equal are answered without merging.
 */
export function mergeTimes(lists: readonly Float64Array[]): Float64Array {
  const filled = lists.filter((list) => list.length > 0);
  if (filled.length === 0) return new Float64Array(0);
  const first = filled[0];
  if (filled.every((list) => areEqual(list, first))) return first;
  let merged = first;
  for (const list of filled.slice(1)) if (!areEqual(list, merged)) merged = mergeTwo(merged, list);
  return merged;
}

export function areEqual(one: Float64Array, other: Float64Array): boolean {
  if (one === other) return true;
  if (one.length !== other.length) return false;
  for (let index = 0; index < one.length; index++) if (one[index] !== other[index]) return false;
  return true;
}

function mergeTwo(one: Float64Array, other: Float64Array): Float64Array {
  const merged = new Float64Array(one.length + other.length);
  let i = 0;
  let j = 0;
  let count = 0;
  while (i < one.length && j < other.length) {
    const left = one[i];
    const right = other[j];
    merged[count++] = left < right ? left : right;
    if (left <= right) i++;
    if (right <= left) j++;
  }
  while (i < one.length) merged[count++] = one[i++];
  while (j < other.length) merged[count++] = other[j++];
  return merged.slice(0, count);
}
