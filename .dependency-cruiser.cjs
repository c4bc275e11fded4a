/** The layer rules of docs/architecture.md. The per-folder tsconfig files hold most of them too; this is the independent check. */
const rule = (name, from, to, comment) => ({ name, comment, severity: 'error', from, to });
const test = '\\.(test|bench)\\.ts$';

module.exports = {
  forbidden: [
    rule('no-cycles', {}, { circular: true }, 'A cycle has no order to read it in.'),
    rule(
      'shared-is-leaf',
      { path: '^src-shared', pathNot: test },
      { pathNot: ['^src-shared', '^node_modules/zod/'] },
      'The contract runs anywhere.',
    ),
    rule(
      'core-is-pure',
      { path: '^src-worker/core', pathNot: test },
      { pathNot: ['^src-worker/core', '^src-shared', '^node_modules/(fflate|htmlparser2)/'] },
      'The analysis core is a plain library. Workbooks are unpacked and their XML is read by pure libraries.',
    ),
    rule(
      'worker-hosts-core',
      { path: '^src-worker/(?!core)', pathNot: test },
      { pathNot: ['^src-worker', '^src-shared', '^node_modules/(comlink|hash-wasm)/'] },
      'The worker wires the core to its ports, nothing else.',
    ),
    rule(
      'renderer-knows-no-privilege',
      { path: '^src-renderer' },
      { path: ['^src-main', '^node_modules/(electron|better-sqlite3)/'] },
      'The renderer reaches main through the bridge only.',
    ),
    rule(
      'renderer-takes-types-from-worker',
      { path: '^src-renderer' },
      { path: '^src-worker', dependencyTypesNot: ['type-only'] },
      'Only the type of the worker API may be imported; the worker itself is started by its URL.',
    ),
    rule(
      'features-are-islands',
      { path: '^src-renderer/features/([^/]+)/' },
      { path: '^src-renderer/features/', pathNot: '^src-renderer/features/$1/' },
      'A feature imports api, ui and shared; features meet in app.tsx.',
    ),
    rule(
      'ui-has-no-domain',
      { path: '^src-renderer/ui/' },
      { path: ['^src-renderer/(api|features)', '^src-worker'] },
      'ui/ holds domain-free components.',
    ),
    rule(
      'plotly-in-one-file',
      { path: '^src-renderer', pathNot: '^src-renderer/ui/plotly-chart\\.tsx$' },
      { path: '^node_modules/(@types/)?plotly', dependencyTypesNot: ['type-only'] },
      'One file imports Plotly.',
    ),
    rule(
      'sqlite-in-store-only',
      { path: '^src-main', pathNot: '^src-main/store/' },
      { path: '^node_modules/(@types/)?better-sqlite3' },
      'Only the store knows SQLite.',
    ),
    rule(
      'main-hosts-core-only',
      { path: '^src-main', pathNot: [test, 'testing/kill-child'] },
      { path: ['^src-renderer', '^src-worker/(?!core)'] },
      'Main and the command line use the core, not the worker host.',
    ),
    rule(
      'no-orphans',
      { orphan: true, pathNot: [test, '\\.d\\.ts$', 'main\\.ts$'] },
      {},
      'Dead code is deleted.',
    ),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(out|dist)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'types'],
    },
  },
};
