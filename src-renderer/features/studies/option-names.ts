import { useDetectors } from '../../api/use-detectors.ts';

/** The name of an option of a detector in words; an option that this program does not know by its name in code. */
export function useOptionNames(detectorId: string): (name: string) => string {
  const options = useDetectors().find(({ id }) => id === detectorId)?.options ?? [];
  return (name) => options.find((option) => option.name === name)?.title ?? name;
}
