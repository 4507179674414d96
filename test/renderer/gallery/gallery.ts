import { FakeTray } from './fake-tray';
import { sceneNamed } from './scenes';

/** A tray made of memory: `?scene=NAME` says what the panel shows. */
const scene = sceneNamed(new URLSearchParams(location.search).get('scene') ?? 'states');
const gallery = new FakeTray(scene.state, scene.replies ?? {}, scene.historyOf);
Object.assign(window, { tray: gallery.bridge, gallery });
