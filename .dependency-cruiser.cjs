/** Who may import whom. docs/architecture.md says why; `npm test -- imports` checks it. */

const BUILTINS = ['core'];
const NPM = ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-bundled', 'npm-no-pkg', 'npm-unknown'];
const VALIBOT = '(?:^|/)valibot(?:/|$)';

/** A folder may import itself and the folders named; everything else under src is closed to it. */
function folder(name, ...mayImport) {
  const open = [name, ...mayImport].join('|');
  return {
    name: `${name}-imports-only-${mayImport.join('-') || 'itself'}`.replaceAll('core/', ''),
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
    folder('core'),
    folder('platform', 'core'),
    folder('practice', 'core'),
    folder('ipc', 'core'),
    folder('agent', 'core'),
    folder('main', 'core', 'platform', 'practice', 'ipc', 'agent'),
    folder('cli', 'core', 'platform', 'practice', 'ipc', 'agent'),
    folder('preload', 'ipc'),
    folder('renderer', 'ipc'),

    folder('core/model'),
    folder('core/validation', 'core/model'),
    folder('core/failures', 'core/model', 'core/validation'),
    folder('core/expiry', 'core/model', 'core/failures', 'core/validation'),
    folder('core/storage', 'core/model', 'core/failures', 'core/validation', 'core/expiry'),
    folder('core/key-vault', 'core/model', 'core/failures', 'core/validation', 'core/expiry', 'core/storage'),
    folder(
      'core/keeper',
      ...['core/model', 'core/failures', 'core/validation', 'core/expiry', 'core/storage', 'core/key-vault'],
    ),
    folder('core/wording', 'core/model', 'core/failures', 'core/validation', 'core/expiry'),
    folder('core/api-check', 'core/model', 'core/failures', 'core/validation'),
    folder('core/setup', 'core/model', 'core/failures', 'core/validation'),

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
    { ...forbid('no-cycles-between-folders', { path: '^src/' }, { circular: true }), scope: 'folder' },
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
