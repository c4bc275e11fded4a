import type { LossPoint } from '@shared/contract/runs.ts';

interface Bounds {
  readonly lowest: number;
  readonly highest: number;
}

/** Room above and below the lines, px. */
const EDGE = 2;

/** Lowest and highest loss that is drawn; a loss of 0 has no logarithm and is left out. */
export function lossBounds(losses: readonly LossPoint[]): Bounds {
  const drawn = losses
    .flatMap(({ training, validation }) => (validation === null ? [training] : [training, validation]))
    .filter((loss) => loss > 0 && Number.isFinite(loss));
  return drawn.length === 0
    ? { lowest: 1, highest: 1 }
    : { lowest: Math.min(...drawn), highest: Math.max(...drawn) };
}

/** SVG path of a line over the epochs; what has no place on a logarithmic axis leaves a gap. One point is a short dash. */
export function curvePath(
  values: readonly (number | null)[],
  { lowest, highest }: Bounds,
  width: number,
  height: number,
): string {
  const span = Math.log(highest / lowest);
  const yOf = (value: number): number =>
    span > 0 ? EDGE + ((height - 2 * EDGE) * Math.log(highest / value)) / span : height / 2;
  const step = values.length > 1 ? width / (values.length - 1) : 0;
  let isDrawing = false;
  return values
    .map((value, at) => {
      if (value === null || !(value > 0) || !Number.isFinite(value)) {
        isDrawing = false;
        return '';
      }
      const point = `${(at * step).toFixed(1)} ${yOf(value).toFixed(1)}`;
      const command = isDrawing ? `L${point}` : `M${point}`;
      isDrawing = true;
      return values.length === 1 ? `${command}h4` : command;
    })
    .join('');
}

/** "Epoch 12: loss 0.0312, held out 0.0405 (lowest 0.0398 in epoch 9)". */
export function describeLosses(losses: readonly LossPoint[]): string {
  const last = losses.at(-1);
  if (last === undefined) return 'No epoch is finished yet';
  const figure = (loss: number): string => loss.toPrecision(3);
  const heldOut = losses.flatMap(({ epoch, validation }) =>
    validation === null ? [] : [{ epoch, validation }],
  );
  const best = heldOut.reduce<(typeof heldOut)[number] | null>(
    (lowest, point) => (lowest === null || point.validation < lowest.validation ? point : lowest),
    null,
  );
  const first = `Epoch ${last.epoch}: loss ${figure(last.training)}`;
  if (last.validation === null || best === null) return first;
  return `${first}, held out ${figure(last.validation)} (lowest ${figure(best.validation)} in epoch ${best.epoch})`;
}
