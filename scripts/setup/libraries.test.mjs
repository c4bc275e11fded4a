import { describe, expect, it } from 'vitest';
import { missingLibraries, packagesFor } from './libraries.mjs';

const ldd = `	linux-vdso.so.1 (0x00007ffd)
	libnss3.so => not found
	libnssutil3.so => not found
	libgtk-3.so.0 => not found
	libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f)
	libnss3.so => not found
	/lib64/ld-linux-x86-64.so.2 (0x00007f)
`;

describe('naming missing system libraries', () => {
  it('reads them from the output of ldd, each once', () => {
    expect(missingLibraries(ldd)).toEqual(['libnss3.so', 'libnssutil3.so', 'libgtk-3.so.0']);
  });

  it('finds none where nothing is missing', () => {
    expect(missingLibraries('	libc.so.6 => /lib/libc.so.6 (0x1)\n')).toEqual([]);
  });

  it('names the Debian packages, each once, and tells which library it does not know', () => {
    expect(packagesFor(['libnss3.so', 'libnssutil3.so', 'libgtk-3.so.0', 'libother.so.9'])).toEqual({
      packages: ['libgtk-3-0', 'libnss3'],
      unknown: ['libother.so.9'],
    });
  });
});
