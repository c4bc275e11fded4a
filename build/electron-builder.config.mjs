// How the application is packaged. `npm run package` makes the unpacked Linux application and tests it; on machines that can
// fetch their tools, `npm run package -- --targets` makes what this platform's `target` lists.

/** Set by scripts/package.mjs: where Electron lies and whether SQLite has to be the one built from source. */
const { BOILERHOUSE_ELECTRON_DIST: electronDist, BOILERHOUSE_ELECTRON_VERSION: electronVersion } =
  process.env;
const usesOwnSqlite = process.env.BOILERHOUSE_OWN_SQLITE === 'true';

/** The one native module, in the form that the packaged Electron loads. */
const sqlite = (platform) => [
  usesOwnSqlite
    ? 'node_modules/better-sqlite3/build/Release/better_sqlite3.node'
    : `node_modules/better-sqlite3/prebuilds/${platform}-\${arch}.node`,
];

export default {
  appId: 'org.boilerhouse.desktop',
  productName: 'Boilerhouse',
  copyright: 'Copyright © 2026 The Boilerhouse developers',
  directories: { output: 'dist', buildResources: 'build' },
  ...(electronDist ? { electronDist } : {}),
  ...(electronVersion ? { electronVersion } : {}),
  // The native module fits as it is (Node-API), so nothing is compiled or fetched while packaging.
  npmRebuild: false,
  nodeGypRebuild: false,
  buildDependenciesFromSource: false,
  asar: true,
  asarUnpack: ['**/*.node'],
  files: [
    'package.json',
    'LICENSE',
    'THIRD-PARTY.md',
    'resources/**',
    'out/main/**',
    'out/preload/**',
    'out/renderer/**',
    '!**/*.map',
    // Everything else is bundled. Of better-sqlite3 only its loader and one binary are needed at run time.
    '!node_modules/**',
    'node_modules/better-sqlite3/package.json',
    'node_modules/better-sqlite3/LICENSE',
    'node_modules/better-sqlite3/lib/**',
  ],
  // The bar of the security checklist. The hash of the archive is checked by Electron on Windows and macOS, not on Linux.
  electronFuses: {
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
  },
  afterPack: 'build/after-pack.mjs',
  linux: {
    target: ['AppImage', 'deb'],
    files: sqlite('linux'),
    executableName: 'boilerhouse',
    icon: 'build/icon.png',
    category: 'Science',
    synopsis: 'Offline analysis of thermal power plants',
    // Debian's format asks for an address; the project has none.
    maintainer: 'The Boilerhouse developers <developers@boilerhouse.invalid>',
  },
  win: { target: ['nsis'], files: sqlite('win32'), icon: 'build/icon.png' },
  nsis: { oneClick: false, perMachine: false, allowToChangeInstallationDirectory: true },
  mac: {
    target: ['dmg'],
    files: sqlite('darwin'),
    icon: 'build/icon.png',
    category: 'public.app-category.business',
  },
  extraMetadata: { homepage: 'https://boilerhouse.invalid/' },
};
