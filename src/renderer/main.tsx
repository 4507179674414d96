import { createDOMRenderer, RendererProvider } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import './fonts.css';
import './page.css';
import { connect } from './model/connect';
import { Panel, PanelProvider } from './model/panel';
import { loadTheRest } from './parts/later';
import { App } from './shell/App';
import { NoAnswer } from './shell/NoAnswer';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
const reactRoot = createRoot(root);
/** The content security policy lets only styles with this in. */
const nonce = document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? '';
const styles = createDOMRenderer(document, { styleElementAttributes: { nonce } });

function show(content: ReactNode): void {
  reactRoot.render(<RendererProvider renderer={styles}>{content}</RendererProvider>);
}

async function start(): Promise<void> {
  const panel = new Panel(window.tray);
  try {
    await connect(panel);
  } catch {
    show(<NoAnswer onRetry={() => void start()} />);
    return;
  }
  show(
    <PanelProvider value={panel}>
      <App />
    </PanelProvider>,
  );
  loadTheRest();
}

void start();
