// How the application is packaged. `npm run package` makes the unpacked Linux application and tests it; on machines that can
// fetch their tools, `npm run package -- --targets` makes what this platform's `target` lists.

/** Set by scripts/package.mjs: where Electron lies and whether SQLite has to be the one built from source. */
const { BOILERHOUSE_ELECTRON_DIST: electronDist, BOILERHOUSE_ELECTRON_VERSION: electronVersion } =
  process.env;
const usesOwnSqlite = process.env.BOILERHOUSE_OWN_SQLITE === 'true';

/**
 * What is in the package. Everything but SQLite is bundled, so beside the built application there are the loader of
 * better-sqlite3 and the one binary that the packaged Electron loads. (Stated per platform and not for all at once: a
 * platform's list of mere exclusions would count as "everything else".)
 */
const files = (platform) => [
  'package.json',
  'LICENSE',
  'THIRD-PARTY.md',
  'resources/**',
  'out/{main,preload,renderer}/**',
  '!**/*.map',
  '!node_modules/node-addon-api/**',
  '!node_modules/better-sqlite3/{deps,src}/**',
  usesOwnSqlite
    ? '!node_modules/better-sqlite3/prebuilds/**'
    : `!node_modules/better-sqlite3/{build/**,prebuilds/!(${platform}-\${arch}.node)}`,
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
    files: files('linux'),
    executableName: 'boilerhouse',
    icon: 'build/icon.png',
    category: 'Science',
    synopsis: 'Offline analysis of thermal power plants',
    // Debian's format asks for an address; the project has none.
    maintainer: 'The Boilerhouse developers <developers@boilerhouse.invalid>',
  },
  win: { target: ['nsis'], files: files('win32'), icon: 'build/icon.png' },
  nsis: { oneClick: false, perMachine: false, allowToChangeInstallationDirectory: true },
  mac: {
    target: ['dmg'],
    files: files('darwin'),
    icon: 'build/icon.png',
    category: 'public.app-category.business',
  },
  extraMetadata: { homepage: 'https://boilerhouse.invalid/' },
};
