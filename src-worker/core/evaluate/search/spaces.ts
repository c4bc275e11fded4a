import type { SearchOption } from '@shared/contract/searches.ts';

const whole = (name: string, lowest: number, highest: number, isLog = true): SearchOption => ({
  name,
  lowest,
  highest,
  isWhole: true,
  isLog,
});

/**
 * Where a search looks unless other bounds are given: options by detector. Within what each detector accepts; the usual
 * values lie inside. A detector that is not listed is searched by the options that it has, see `spaceOf`.
 */
const SPACES: Readonly<Record<string, readonly SearchOption[]>> = {
  'isolation-forest': [whole('trees', 25, 400), whole('subsample', 32, 1024)],
  knn: [whole('subsample', 32, 2048), whole('neighbours', 1, 30)],
};

/** The option's neighbourhood: from a quarter to four times its usual value, over the orders of magnitude. */
function around(name: string, usual: number): SearchOption {
  const isWhole = Number.isInteger(usual);
  const lowest = isWhole ? Math.max(1, Math.floor(usual / 4)) : usual / 4;
  const highest = isWhole
    ? Math.max(lowest + 1, usual * 4)
    : usual < 1
      ? Math.min(usual * 4, (1 + usual) / 2)
      : usual * 4;
  return { name, lowest, highest, isWhole, isLog: lowest > 0 };
}

/** The options of a detector that a search can vary, with their usual bounds; empty for a detector without numbers. */
export function spaceOf(
  detectorId: string,
  defaults: Readonly<Record<string, number | string | boolean>>,
): readonly SearchOption[] {
  const known = Object.hasOwn(SPACES, detectorId) ? SPACES[detectorId] : undefined;
  if (known !== undefined) return known.filter((option) => Object.hasOwn(defaults, option.name));
  return Object.entries(defaults).flatMap(([name, usual]) =>
    typeof usual === 'number' && usual > 0 ? [around(name, usual)] : [],
  );
}
