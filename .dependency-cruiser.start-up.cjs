/** What the app's first breath may pull in: static imports only, types left out. The other rules are in .dependency-cruiser.cjs. */
module.exports = {
  forbidden: [
    {
      name: 'msal-is-loaded-late',
      comment: 'Importing it costs 100 ms, and the tray icon comes first: reach it through a dynamic import.',
      severity: 'error',
      from: { path: '^src/main/index[.]ts$' },
      to: { path: '/@azure/msal-node/', reachable: true },
    },
  ],
  options: {
    exclude: { dynamic: true },
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
