/** Who may import whom. docs/architecture.md says why; `npm test -- imports` checks it. */

const BUILTINS = ['core'];
const NPM = ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-bundled', 'npm-no-pkg', 'npm-unknown'];
const VALIBOT = '(?:^|/)valibot(?:/|$)';

/** A room may import itself and the rooms named; everything else under src is closed to it. */
function room(name, ...mayImport) {
  const open = [name, ...mayImport].join('|');
  return {
    name: `${name}-imports-only-${mayImport.join('-') || 'itself'}`,
    severity: 'error',
    from: { path: `^src/${name}/` },
    to: { path: '^src/', pathNot: `^src/(?:${open})/` },
  };
}

function forbid(name, from, to) {
  return { name, severity: 'error', from, to };
}

module.exports = {
  forbidden: [
    room('core'),
    room('platform', 'core'),
    room('practice', 'core'),
    room('ipc', 'core'),
    room('agent', 'core'),
    room('main', 'core', 'platform', 'practice', 'ipc', 'agent'),
    room('cli', 'core', 'platform', 'practice', 'ipc', 'agent'),
    room('preload', 'ipc'),
    room('renderer', 'ipc'),

    forbid('core-is-pure', { path: '^src/core/' }, { dependencyTypes: BUILTINS }),
    forbid(
      'core-and-agent-use-valibot-only',
      { path: '^src/(?:core|agent)/' },
      { dependencyTypes: NPM, pathNot: VALIBOT },
    ),
    forbid('pages-have-no-node', { path: '^src/(?:renderer|preload|ipc)/' }, { dependencyTypes: BUILTINS }),
    forbid(
      'only-main-and-preload-know-electron',
      { path: '^src/', pathNot: '^src/(?:main|preload)/' },
      { path: '(?:^|/)electron(?:/|$)' },
    ),
    forbid('src-imports-only-src', { path: '^src/' }, { path: '^(?:test|scripts)/' }),
    forbid(
      'app-imports-no-dev-dependencies',
      { path: '^src/', pathNot: '^src/renderer/' },
      {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only'],
        pathNot: '(?:^|/)electron(?:/|$)',
      },
    ),
    forbid(
      'everything-imported-is-declared',
      { path: '^(?:src|test|scripts)/', pathNot: '^test/stand-in/fixture/' },
      {
        dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined'],
      },
    ),
    forbid('everything-imported-exists', {}, { couldNotResolve: true }),
    forbid('no-cycles', {}, { circular: true }),
    forbid('no-orphans', { path: '^src/', orphan: true, pathNot: ['[.]d[.]ts$'] }, {}),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
