import { FakeTray } from './fake-tray';
import { sceneNamed } from './scenes';

/** The panel with a tray made of memory: `?scene=NAME` says what it shows. For pictures, and for tests that drive the panel. */
const scene = sceneNamed(new URLSearchParams(location.search).get('scene') ?? 'states');
const gallery = new FakeTray(scene.state, scene.replies ?? {});
Object.assign(window, { tray: gallery.bridge, gallery });

await import('../../../src/renderer/main');
scene.after?.(gallery);
