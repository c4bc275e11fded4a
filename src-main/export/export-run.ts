import { AppFailure } from '@shared/errors.ts';
import { anomalyHeader, anomalyLine } from './anomaly-lines.ts';
import { writeFiles } from './file-writer.ts';
import { flaggedHeader, flaggedLines } from './flagged-lines.ts';
import type { RunExportSource } from './run-export-source.ts';
import { describeExport } from './side-file.ts';

/**
 * Writes a finished run into a folder: its anomalies and its flagged readings as CSV, and a JSON file beside them that
 * says where they come from. All three appear together or not at all. Returns their names. Throws `conflict` for a run
 * without a result and `storage` where the folder cannot be written to.
 */
export async function exportRun(source: RunExportSource, folder: string): Promise<string[]> {
  const { run, plant } = source;
  const { threshold } = run;
  if (run.status !== 'finished' || threshold === null)
    throw new AppFailure({
      kind: 'conflict',
      message: `Run ${run.id} is ${run.status} and has no result to export.`,
    });
  const stem = `${fileStem(plant.name)}-run${run.id}`;
  const files = await writeFiles(folder, async (openFile) => {
    const table = await openFile(`${stem}-anomalies.csv`);
    await table.add(anomalyHeader());
    let number = 0;
    for (const anomaly of source.anomalies()) await table.add(anomalyLine(++number, anomaly));
    const anomalies = await table.finish();

    const readings = await openFile(`${stem}-flagged-readings.csv`);
    await readings.add(flaggedHeader(run.tags));
    for (const line of flaggedLines(source, threshold)) await readings.add(line);
    const flagged = await readings.finish();

    const side = await openFile(`${stem}.json`);
    await side.add(`${JSON.stringify(describeExport(source, [anomalies, flagged]), null, 2)}\n`);
    return [anomalies, flagged, await side.finish()];
  });
  return files.map((file) => file.name);
}

/** A plant's name as the beginning of a file name on any system. */
export const fileStem = (name: string): string =>
  name
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60) || 'plant';
