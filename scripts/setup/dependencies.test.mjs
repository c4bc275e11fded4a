import { describe, expect, it } from 'vitest';
import { isInstalled, npmReasons } from './dependencies.mjs';

const lockFile = (packages) => ({ packages: { '': { name: 'boilerhouse' }, ...packages } });
const zod = { version: '4.6.7', integrity: 'sha512-a' };

describe('telling whether the locked packages are installed', () => {
  it('says no when npm has not finished an install', () => {
    expect(isInstalled(lockFile({ 'node_modules/zod': zod }), undefined)).toBe(false);
  });

  it('says yes when each package is there with the same version and hash', () => {
    const installed = { packages: { 'node_modules/zod': { ...zod, engines: {} } } };
    expect(isInstalled(lockFile({ 'node_modules/zod': zod }), installed)).toBe(true);
  });

  it('says no when the lock file asks for another version or another content', () => {
    const installed = { packages: { 'node_modules/zod': zod } };
    expect(isInstalled(lockFile({ 'node_modules/zod': { ...zod, version: '4.6.8' } }), installed)).toBe(
      false,
    );
    expect(isInstalled(lockFile({ 'node_modules/zod': { ...zod, integrity: 'sha512-b' } }), installed)).toBe(
      false,
    );
  });

  it('says no when a package was added', () => {
    const wanted = lockFile({ 'node_modules/zod': zod, 'node_modules/comlink': zod });
    expect(isInstalled(wanted, { packages: { 'node_modules/zod': zod } })).toBe(false);
  });

  it('does not ask for packages of other platforms', () => {
    const wanted = lockFile({ 'node_modules/zod': zod, 'node_modules/fsevents': { ...zod, optional: true } });
    expect(isInstalled(wanted, { packages: { 'node_modules/zod': zod } })).toBe(true);
  });
});

describe('telling why npm failed', () => {
  it('keeps the reason and leaves out the stack trace', () => {
    const text = [
      'npm error code ECONNREFUSED',
      'npm error FetchError: request to http://registry/zod failed, reason: connect ECONNREFUSED',
      'npm error     at ClientRequest.emit (node:events:524:28) {',
      "npm error   code: 'ECONNREFUSED',",
      'npm error }',
      'npm error',
      'npm error A complete log of this run can be found in: /home/x/log',
      '',
    ].join('\n');
    expect(npmReasons(text).split('\n')).toEqual([
      'npm error code ECONNREFUSED',
      'npm error FetchError: request to http://registry/zod failed, reason: connect ECONNREFUSED',
      'npm error A complete log of this run can be found in: /home/x/log',
    ]);
  });
});
