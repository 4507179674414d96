/** What the app's first breath may pull in: static imports only, types left out. The other rules are in .dependency-cruiser.cjs. */
module.exports = {
  forbidden: [
    {
      name: 'the-icon-comes-first',
      comment: 'What the icon does without is loaded once it is in the tray: reach it through a dynamic import.',
      severity: 'error',
      from: { path: '^src/main/index[.]ts$' },
      to: { path: '/(@azure/msal-node|electron-store|valibot)/|^src/(core/failures|agent)/', reachable: true },
    },
    {
      name: 'help-is-there-at-once',
      comment:
        'Each of these would add to the time that every command and --help take. What a command does is loaded when it runs: reach it through a dynamic import.',
      severity: 'error',
      from: { path: '^src/cli/main[.]ts$' },
      to: {
        path: '/(@azure/msal-node|undici|valibot|@clack/prompts|cli-table3|@bomb[.]sh/tab)/|^(node:)?(net|crypto|http|https|tls|child_process)$',
        reachable: true,
      },
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
