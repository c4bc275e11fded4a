import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { hasDisplay, startVirtualDisplay } from './display.mjs';

const hasXvfb = spawnSync('Xvfb', ['-help']).error === undefined;
const socketOf = (name) => `/tmp/.X11-unix/X${name.slice(1)}`;

describe('telling whether there is a display', () => {
  it('asks for DISPLAY or WAYLAND_DISPLAY on Linux', () => {
    expect(hasDisplay({}, 'linux')).toBe(false);
    expect(hasDisplay({ DISPLAY: '' }, 'linux')).toBe(false);
    expect(hasDisplay({ DISPLAY: ':0' }, 'linux')).toBe(true);
    expect(hasDisplay({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux')).toBe(true);
  });

  it('takes one for granted elsewhere', () => {
    expect(hasDisplay({}, 'win32')).toBe(true);
    expect(hasDisplay({}, 'darwin')).toBe(true);
  });
});

describe.runIf(hasXvfb)('a virtual display', () => {
  it('has a number of its own, also beside another one, and is gone after stop', async () => {
    const displays = await Promise.all([startVirtualDisplay(), startVirtualDisplay()]);
    const names = displays.map((display) => display.name);
    expect(new Set(names).size).toBe(2);
    expect(names.every((name) => /^:\d+$/.test(name) && existsSync(socketOf(name)))).toBe(true);
    await Promise.all(displays.map((display) => display.stop()));
    expect(names.some((name) => existsSync(socketOf(name)))).toBe(false);
  });
});
