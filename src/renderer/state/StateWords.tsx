import type { ConnectionView } from '../../ipc/contract';
import { offlineInWords } from '../../ipc/vocabulary';
import { useClockTo } from '../model/panel';

/** The state in a few words. What passes by itself counts down: "Offline, retrying in 48 seconds". */
export function StateWords({ view }: { view: ConnectionView }) {
  return view.status === 'offline' ? <Countdown view={view} /> : view.statusText;
}

function Countdown({ view }: { view: ConnectionView }) {
  const now = useClockTo(view.cloud, view.refreshAt);
  return <>{offlineInWords(view.troubleDetails?.code, view.refreshAt, now)}</>;
}
