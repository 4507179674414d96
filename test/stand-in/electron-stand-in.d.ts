import type { standIn as StandIn } from './runtime/stand-in';

declare module 'electron' {
  /** Only on the stand-in: what tests can read and poke. A test that uses it cannot run on Electron itself. */
  const standIn: typeof StandIn;
}
