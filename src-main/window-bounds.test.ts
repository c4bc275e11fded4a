import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isReachable, loadWindow, saveWindow } from './window-bounds.ts';

const laptop = { x: 0, y: 0, width: 1280, height: 720 };

describe('remembering the window', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'bounds-')), 'window.json');

  it('gives back what was saved', () => {
    const window = { x: 10, y: 20, width: 1000, height: 600, isMaximized: true };
    saveWindow(file, window);
    expect(loadWindow(file)).toEqual(window);
  });

  it('starts afresh when the file is damaged or absurd', () => {
    writeFileSync(file, '{"x": 1');
    expect(loadWindow(file)).toBeNull();
    writeFileSync(file, '{"x":0,"y":0,"width":1,"height":1,"isMaximized":false}');
    expect(loadWindow(file)).toBeNull();
  });
});

describe('repairing bounds of a display that is gone', () => {
  it('accepts a window that lies partly outside but can be grabbed', () => {
    expect(isReachable({ x: 1150, y: 100, width: 800, height: 500 }, [laptop])).toBe(true);
  });

  it('refuses a window on a second display that is no longer there', () => {
    expect(isReachable({ x: 1400, y: 100, width: 800, height: 500 }, [laptop])).toBe(false);
  });

  it('refuses a window whose title bar is above the screen', () => {
    expect(isReachable({ x: 0, y: -300, width: 800, height: 500 }, [laptop])).toBe(false);
  });
});
