import { describe, expect, it } from 'vitest';
import { readLaunchOptions } from './launch-options.ts';

describe('reading the launch options', () => {
  it('takes the folders, in both spellings, among switches of Chromium', () => {
    const options = readLaunchOptions(['--no-sandbox', '--data-dir=/a', '--export-dir', '/b', '--lang=hi']);
    expect(options.dataFolder).toBe('/a');
    expect(options.exportFolder).toBe('/b');
    expect(options.cli).toBeNull();
  });

  it('leaves everything after `cli` to the command line', () => {
    expect(readLaunchOptions(['cli', 'analyse', 'x.csv', '--data-dir', '/a']).cli).toEqual([
      'analyse',
      'x.csv',
      '--data-dir',
      '/a',
    ]);
  });

  it('finds the command line behind the switch that root needs', () => {
    expect(readLaunchOptions(['--no-sandbox', 'cli', 'generate']).cli).toEqual(['generate']);
  });

  it('does not take a switch without its value for a folder', () => {
    expect(readLaunchOptions(['--data-dir']).dataFolder).toBeNull();
  });
});
