import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import type { CallInput, CallOutput } from '@shared/contract/contract.ts';
import { type OperatingMode, operatingMode } from '@shared/contract/conditions.ts';
import type { RunOperation } from '@core/reading-store.ts';
import { OPERATING_MODES } from '@core/samples/operating-modes.ts';
import { insertRows } from '../insert-rows.ts';
import { getRun } from './runs.ts';

/** What is usual at each load, and the operating modes over time; replaces what was kept. */
export function saveOperation(
  db: Database,
  runId: number,
  { loadTagId, baseline, modes }: RunOperation,
): void {
  db.transaction(() => {
    getRun(db, runId);
    db.prepare(
      `INSERT INTO run_operations (run_id, load_tag_id, baseline) VALUES (?, ?, ?)
       ON CONFLICT (run_id) DO UPDATE SET load_tag_id = excluded.load_tag_id, baseline = excluded.baseline`,
    ).run(runId, loadTagId, JSON.stringify(baseline));
    db.prepare('DELETE FROM run_modes WHERE run_id = ?').run(runId);
    const { codes, startsMs, endsMs } = modes;
    const rows = new Array<number | string>(4 * codes.length);
    for (let at = 0, place = 0; at < codes.length; at++) {
      rows[place++] = runId;
      rows[place++] = startsMs[at] ?? 0;
      rows[place++] = endsMs[at] ?? 0;
      rows[place++] = OPERATING_MODES[codes[at] ?? 0] ?? 'unknown';
    }
    insertRows(db, 'run_modes', ['run_id', 'start_ms', 'end_ms', 'mode'], rows);
  }).immediate();
}

export function loadOperation(
  db: Database,
  runId: number,
): { readonly loadTagId: number | null; readonly baseline: unknown } | null {
  const row = db
    .prepare<[number], { loadTagId: number | null; baseline: string }>(
      'SELECT load_tag_id AS loadTagId, baseline FROM run_operations WHERE run_id = ?',
    )
    .get(runId);
  return row === undefined
    ? null
    : { loadTagId: row.loadTagId, baseline: z.unknown().parse(JSON.parse(row.baseline)) };
}

type Modes = CallOutput<'runs.modes'>;

/** Operating modes that touch the window; a stretch that ends in the pixel in which the one before ended joins it. */
export function listModes(db: Database, { runId, fromMs, toMs, pixels }: CallInput<'runs.modes'>): Modes {
  const pixelMs = Math.max((toMs - fromMs) / pixels, 1);
  const rows = db
    .prepare<[object], [startMs: number, endMs: number, mode: string]>(
      `SELECT start_ms, end_ms, mode FROM run_modes
       WHERE run_id = @runId AND start_ms <= @toMs AND end_ms >= @fromMs ORDER BY start_ms`,
    )
    .raw()
    .all({ runId, fromMs, toMs });
  const known = new Map<string, OperatingMode>(OPERATING_MODES.map((mode) => [mode, mode]));
  const modes: Modes = [];
  for (const [startMs, endMs, text] of rows) {
    const mode = known.get(text) ?? operatingMode.parse(text);
    const last = modes.at(-1);
    if (last !== undefined && (last.mode === mode || endMs - startMs < pixelMs)) last.endMs = endMs;
    else modes.push({ mode, startMs, endMs });
  }
  return modes;
}
