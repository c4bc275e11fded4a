import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const savedWindow = z.object({
  x: z.number(),
  y: z.number(),
  width: z.number().min(200),
  height: z.number().min(150),
  isMaximized: z.boolean(),
});
export type SavedWindow = z.infer<typeof savedWindow>;

interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const DEFAULT_SIZE = { width: 1440, height: 900 };
const GRIP = 80;

/** The saved window, or null when there is none or the file cannot be read as one. */
export function loadWindow(file: string): SavedWindow | null {
  try {
    return savedWindow.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

export function saveWindow(file: string, window: SavedWindow): void {
  writeFileSync(file, JSON.stringify(window));
}

/** True when enough of the window lies on a display to be grabbed by its title bar. */
export function isReachable(window: Area, displays: readonly Area[]): boolean {
  return displays.some((display) => {
    const across =
      Math.min(window.x + window.width, display.x + display.width) - Math.max(window.x, display.x);
    const isTopInside = window.y >= display.y && window.y < display.y + display.height - GRIP / 2;
    return across >= GRIP && isTopInside;
  });
}
