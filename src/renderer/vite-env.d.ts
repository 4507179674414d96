/// <reference types="vite/client" />
import type { PanelBridge } from '../ipc/panel-api';

declare global {
  interface Window {
    /** Put there by the preload; the panel's only way to the world. */
    readonly tray: PanelBridge;
  }
}
