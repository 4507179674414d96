import { createRoot } from 'react-dom/client';
import './fonts.css';
import './page.css';
import { connect } from './model/connect';
import { Panel, PanelProvider } from './model/panel';
import { App } from './shell/App';
import { NoAnswer } from './shell/NoAnswer';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
const reactRoot = createRoot(root);

async function start(): Promise<void> {
  const panel = new Panel(window.tray);
  try {
    await connect(panel);
  } catch {
    reactRoot.render(<NoAnswer onRetry={() => void start()} />);
    return;
  }
  reactRoot.render(
    <PanelProvider value={panel}>
      <App />
    </PanelProvider>,
  );
}

void start();
