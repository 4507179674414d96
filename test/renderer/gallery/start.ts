/** The panel, with a tray that is made first: modules run in their order. For pictures, and for tests that drive the panel. */
import './gallery';
import '../../../src/renderer/main';
