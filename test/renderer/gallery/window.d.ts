import type { FakeTray } from './fake-tray';

declare global {
  interface Window {
    readonly gallery: FakeTray;
  }
}
