import type { Command } from 'commander';
import type { Detector } from '@core/detectors/detector.ts';
import { detectors } from '@core/detectors/registry.ts';
import type { DetectorOptions } from '@shared/contract/runs.ts';
import { describeBounds, type DetectorOption, isAcceptable } from '@shared/detector-options.ts';
import type { Console } from './console.ts';
import { UsageError } from './exit-codes.ts';

const AFTER_HELP = `
Examples:
  boilerhouse detectors
  boilerhouse detectors isolation-forest
  boilerhouse analyse week.csv --out result --detector isolation-forest --set trees=200 --set subsample=512`;

/** The detector of that id. Throws `UsageError` naming the known ones. */
export function detectorOf(id: string): Detector {
  const found = detectors.find((detector) => detector.id === id);
  if (found !== undefined) return found;
  throw new UsageError(
    `There is no detector "${id}". Known detectors: ${detectors.map((detector) => detector.id).join(', ')}.`,
  );
}

/** The detector's options with what is asked for. Throws `UsageError`. */
export function settingsOf(detector: Detector, wanted: Readonly<Record<string, string>>): DetectorOptions {
  const typed = Object.entries(wanted).map(([name, text]) => {
    const option = detector.options.find((known) => known.name === name);
    if (option === undefined) {
      const known = detector.options.map((other) => other.name).join(', ') || 'none';
      throw new UsageError(`The detector "${detector.id}" has no option "${name}". Its options: ${known}.`);
    }
    const value = option.kind === 'number' && text.trim() !== '' ? Number(text) : text;
    if (isAcceptable(option, value)) return [name, value] as const;
    throw new UsageError(`The option "${name}" must be ${describeBounds(option)}; it is ${text}.`);
  });
  return { ...detector.defaultOptions, ...Object.fromEntries(typed) };
}

function describeOption(option: DetectorOption): string {
  const unit = option.kind === 'number' && option.unit !== null ? ` ${option.unit}` : '';
  const group = option.isAdvanced === true ? ', seldom changed' : '';
  return [
    `  ${option.name}=${option.usual}`,
    `    ${option.title}: ${describeBounds(option)}${unit}${group}`,
    `    ${option.explanation}`,
  ].join('\n');
}

/** What a detector is for and what can be set, each option with its usual value. */
export function describeDetector({ id, title, guide, options }: Detector): string {
  const settings = options.length === 0 ? '  none' : options.map(describeOption).join('\n');
  return [
    `${id}: ${title}`,
    `  sees:     ${guide.sees}`,
    `  misses:   ${guide.misses}`,
    `  use when: ${guide.useWhen}`,
    'Options for --set, at their usual values:',
    settings,
    '',
  ].join('\n');
}

/** `detectors`: the list, or all about one. */
export function addDetectorsCommand(program: Command, target: Console): void {
  program
    .command('detectors [id]')
    .description('List the detectors, or tell what one is for and which options it has.')
    .allowExcessArguments(false)
    .addHelpText('after', AFTER_HELP)
    .action(async (id: string | undefined) => {
      const longest = Math.max(...detectors.map((detector) => detector.id.length));
      const list = detectors
        .map((detector) => `${detector.id.padEnd(longest)}  ${detector.title}\n`)
        .join('');
      await target.write(id === undefined ? list : describeDetector(detectorOf(id)));
    });
}
