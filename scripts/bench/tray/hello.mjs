// The least that a tray app can be.
import { fileURLToPath } from 'node:url';
import { app, nativeImage, Tray } from 'electron';

const picture = fileURLToPath(new URL('../../../assets/tray/working-light.png', import.meta.url));
app.whenReady().then(() => {
  globalThis.tray = new Tray(nativeImage.createFromPath(picture));
});
