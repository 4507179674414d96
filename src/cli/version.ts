declare const __APP_VERSION__: string;

/** The version of the package; `0.0.0` when it was not built. */
export function version(): string {
  return typeof __APP_VERSION__ === 'string' ? __APP_VERSION__ : '0.0.0';
}
