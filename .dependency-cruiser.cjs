/** The architecture's dependency rules (docs/architecture.md). A broken rule says why it is there. */
const only = (library, where, comment) => ({
  name: `${library.replace(/[^a-z0-9]+/gi, '-')}-only-in-its-place`, severity: 'error', comment,
  from: { pathNot: where }, to: { path: `^node_modules/${library}(/|$)` },
});

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', comment: 'A circle has no bottom to start reading from.', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    { name: 'resolvable', severity: 'error', comment: 'An import that leads nowhere.', from: {}, to: { couldNotResolve: true } },
    { name: 'shared-is-pure', severity: 'error', comment: 'The domain has no I/O and knows no process: it runs everywhere as it is.', from: { path: '^shared/' }, to: { path: '^(electron|renderer|tests|scripts)/|^node_modules/(electron|vue|pinia|leaflet|konva|better-sqlite3|xlsx|exceljs)(/|$)' } },
    { name: 'shared-has-no-node', severity: 'error', comment: 'Node built-ins are not there in a window.', from: { path: '^shared/' }, to: { dependencyTypes: ['core'] } },
    { name: 'renderer-through-contract', severity: 'error', comment: 'A window reaches data through the contract, never another process’s code.', from: { path: '^renderer/' }, to: { path: '^electron/' } },
    { name: 'renderer-has-no-node', severity: 'error', comment: 'Windows are sandboxed.', from: { path: '^renderer/' }, to: { dependencyTypes: ['core'] } },
    { name: 'host-is-plain-node', severity: 'error', comment: 'The host also runs as the command line and in tests, and gets its adapters handed to it.', from: { path: '^electron/host/' }, to: { path: '^electron/(main|preload|adapters|workers|start)/|^node_modules/electron(/|$)' } },
    { name: 'adapters-stand-alone', severity: 'error', comment: 'An adapter knows the domain and its library, nothing else.', from: { path: '^electron/adapters/' }, to: { path: '^electron/(main|preload|host|start)/' } },
    { name: 'main-is-thin', severity: 'error', comment: 'Files are opened and parsed in the host and its workers, never in main.', from: { path: '^electron/main/' }, to: { path: '^electron/(host|adapters|workers|start)/' } },
    { name: 'preload-is-minimal', severity: 'error', comment: 'The preload sees types of the contract, nothing that runs.', from: { path: '^electron/preload/' }, to: { path: '^(electron/(main|host|adapters|workers|start)|shared)/', dependencyTypesNot: ['type-only'] } },
    { name: 'nothing-imports-tests', severity: 'error', comment: 'Tests look at the product, not the other way.', from: { path: '^(shared|electron|renderer)/' }, to: { path: '^(tests|scripts)/' } },
    only('electron', '^electron/(main|preload)/', 'Everything else must run without Electron.'),
    only('better-sqlite3', '^electron/host/db/', 'One place knows the database.'),
    only('leaflet', '^renderer/src/map/', 'One place knows the map library.'),
    only('konva', '^renderer/src/editor/', 'One place knows the drawing library.'),
    only('(xlsx|exceljs)', '^electron/adapters/xlsx/', 'One place knows spreadsheets.'),
    only('pdfjs-dist', '^electron/adapters/pdf/', 'One place reads PDF.'),
    only('(@mlightcad|dxf-parser)', '^tests/', 'Second readers, for tests.'),
    only('geotiff', '^tests/', 'A second reader, for tests.'),
    only('pdfkit', '^electron/adapters/sheet/', 'One place writes PDF.'),
    only('clipper2-ts', '^((shared/geometry/(boolean|offset)|electron/adapters/pdf/outlines)\\.ts|tests/bench/)', 'Clipped outlines are only good once they are put right: one place does both; a PDF\'s are only looked at.'),
    only('proj4', '^shared/geometry/crs/', 'One place knows the projections.'),
    only('gcoord', '^tests/', 'A second GCJ-02, for tests.'),
    only('@napi-rs', '^electron/adapters/', 'Pixels are an adapter’s affair.'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'electron/tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'], extensions: ['.ts', '.vue', '.js', '.mjs', '.json'] },
  },
};
