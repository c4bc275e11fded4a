const LONGEST_NAME = 60;

/** "Main steam temperature": a tag's description where it is one of a few words, else its name. */
export const nameOfTag = ({
  tagName,
  description,
}: {
  tagName: string;
  description: string | null;
}): string =>
  description !== null && description !== '' && description.length <= LONGEST_NAME ? description : tagName;

/** The unit of a difference of two readings: that of temperatures in °C is kelvin, any other is that of the readings. */
export const differenceUnit = (unit: string | null): string | null =>
  unit !== null && /^(°|deg)\s?C$/i.test(unit.trim()) ? 'K' : unit;
