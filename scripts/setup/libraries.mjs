import { run } from './run.mjs';
import { installPackages } from './system-packages.mjs';

/** Which Debian package brings which shared library. Installing the first five brings nearly all others with them. */
const packageOf = {
  'libgtk-3.so.0': 'libgtk-3-0',
  'libnss3.so': 'libnss3',
  'libnssutil3.so': 'libnss3',
  'libsmime3.so': 'libnss3',
  'libasound.so.2': 'libasound2',
  'libgbm.so.1': 'libgbm1',
  'libXss.so.1': 'libxss1',
  'libnspr4.so': 'libnspr4',
  'libdbus-1.so.3': 'libdbus-1-3',
  'libatk-1.0.so.0': 'libatk1.0-0',
  'libatk-bridge-2.0.so.0': 'libatk-bridge2.0-0',
  'libatspi.so.0': 'libatspi2.0-0',
  'libcups.so.2': 'libcups2',
  'libdrm.so.2': 'libdrm2',
  'libudev.so.1': 'libudev1',
  'libexpat.so.1': 'libexpat1',
  'libxkbcommon.so.0': 'libxkbcommon0',
  'libpango-1.0.so.0': 'libpango-1.0-0',
  'libcairo.so.2': 'libcairo2',
  'libglib-2.0.so.0': 'libglib2.0-0',
  'libgobject-2.0.so.0': 'libglib2.0-0',
  'libgio-2.0.so.0': 'libglib2.0-0',
  'libX11.so.6': 'libx11-6',
  'libxcb.so.1': 'libxcb1',
  'libXcomposite.so.1': 'libxcomposite1',
  'libXdamage.so.1': 'libxdamage1',
  'libXext.so.6': 'libxext6',
  'libXfixes.so.3': 'libxfixes3',
  'libXrandr.so.2': 'libxrandr2',
};

/** The names that `ldd` lists as "not found". */
export function missingLibraries(lddOutput) {
  return [...new Set([...lddOutput.matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1]))];
}

/** The Debian packages for these libraries, each once; `unknown` holds libraries without an entry. */
export function packagesFor(libraries) {
  const known = libraries.filter((library) => library in packageOf);
  return {
    packages: [...new Set(known.map((library) => packageOf[library]))].sort(),
    unknown: libraries.filter((library) => !(library in packageOf)),
  };
}

/** On Linux: makes sure that every shared library Electron is linked with is there. */
export async function requireLibraries({ electron, log }) {
  if (process.platform !== 'linux') return;
  const result = await run('ldd', [electron.executable]);
  const missing = missingLibraries(result.stdout);
  if (missing.length === 0) return;
  const { packages, unknown } = packagesFor(missing);
  await installPackages({
    packages: packages.length > 0 ? packages : unknown,
    purpose: `Electron needs system libraries that are missing (${missing.join(', ')}):`,
    log,
  });
  const left = missingLibraries((await run('ldd', [electron.executable])).stdout);
  if (left.length > 0) log.line(`Still missing: ${left.join(', ')}. Electron may not start.`);
}
