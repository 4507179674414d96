import Module, { register } from 'node:module';

const NAMES: ReadonlySet<string> = new Set(['electron', 'electron/main', 'electron/common']);
const KEY = 'electron-stand-in';

/** An ES module with the same named exports; it runs in this thread, where the module object is. */
function facadeOf(electron: Readonly<Record<string, unknown>>): string {
  const names = Object.keys(electron);
  const source = [
    `const electron = globalThis[Symbol.for(${JSON.stringify(KEY)})];`,
    'export default electron;',
    `export const { ${names.join(', ')} } = electron;`,
  ].join('\n');
  return `data:text/javascript,${encodeURIComponent(source)}`;
}

function resolverFor(facade: string): string {
  const source = [
    `const names = new Set(${JSON.stringify([...NAMES])});`,
    'export async function resolve(specifier, context, next) {',
    `  return names.has(specifier) ? { url: ${JSON.stringify(facade)}, shortCircuit: true } : next(specifier, context);`,
    '}',
  ].join('\n');
  return `data:text/javascript,${encodeURIComponent(source)}`;
}

/** Makes `electron` mean the stand-in, for `import` and for `require`. */
export function hookElectron(electron: Readonly<Record<string, unknown>>): void {
  Reflect.set(globalThis, Symbol.for(KEY), electron);
  register(resolverFor(facadeOf(electron)));
  const load: unknown = Reflect.get(Module, '_load');
  if (typeof load !== 'function') throw new Error('This Node has no Module._load; the stand-in needs it');
  Reflect.set(Module, '_load', function loadWithElectron(this: unknown, request: string, ...rest: unknown[]): unknown {
    return NAMES.has(request) ? electron : Reflect.apply(load, this, [request, ...rest]);
  });
}
