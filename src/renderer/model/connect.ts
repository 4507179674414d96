import type { Drafts, PanelPatch, ShowRequest, SignInView } from '../../ipc/contract';
import { answerOf } from './act';
import { batchWords } from './batch-words';
import { spelled } from './code-words';
import { formOf, viewOf } from './navigation';
import type { Panel } from './panel';
import { problemsAfter } from './problems';

/**
 * Listens to main first and asks for the whole state second, so that nothing is missed in between; what arrives before
 * the state counts after it. Rejects when main does not answer.
 */
export async function connect(panel: Panel): Promise<void> {
  const { bridge, store } = panel;
  let early: (() => void)[] | null = [];
  const take = (news: () => void) => {
    if (early === null) news();
    else early.push(news);
  };
  const stops = [
    bridge.on('patch', (patch) =>
      take(() => {
        tellNotifications(panel, patch);
        tellSignIns(panel, patch);
        tellBatch(panel, patch);
        panel.problems.set(problemsAfter(panel.problems.get(), store, patch));
        store.apply(patch);
      }),
    ),
    bridge.on('show', (request) => take(() => show(panel, request))),
  ];
  try {
    const [state, kept] = await Promise.all([bridge.getState(), answerOf(bridge.readDrafts())]);
    store.load(state);
    if (kept.ok) continueDrafts(panel, kept.value);
  } catch (error) {
    for (const stop of stops) stop();
    throw error;
  }
  for (const news of early) news();
  early = null;
}

/** Notifications that are shown at once to somebody who asks for them. */
const AT_ONCE = 10;
/** Of more at once only their number is said, and the worst. */
const MOST_SAID = 3;

/** Where somebody was when the page was let go. */
function continueDrafts(panel: Panel, kept: Drafts): void {
  panel.drafts.load(kept);
  panel.view.subscribe(() => panel.drafts.shown(formOf(panel.view.get())));
  const { open } = kept;
  if (open === null) return;
  const [, id] = open.split('/');
  if (id !== undefined && panel.store.view(id) === null) panel.drafts.keep(open, null, false);
  else panel.view.set(viewOf(open));
}

/** What was open gives way. Without the connection a form or dialog would be of nothing: it may be gone by now. */
function show(panel: Panel, request: ShowRequest): void {
  const { connectionId } = request;
  const at = panel.view.get();
  // The guide shows it as well.
  if (request.view === 'connections' && at.kind === 'add' && connectionId !== undefined && at.added === connectionId)
    return;
  const known = connectionId !== undefined && panel.store.view(connectionId) !== null;
  panel.dialog.set(null);
  panel.shortcuts.set(false);
  switch (request.view) {
    case 'edit':
      panel.view.set(known ? { kind: 'edit', id: request.connectionId } : { kind: 'connections' });
      return;
    case 'replace-secret':
      panel.view.set({ kind: 'connections' });
      panel.target.set(request.connectionId);
      if (known) panel.dialog.set({ kind: request.view, id: request.connectionId });
      return;
    case 'notifications':
      panel.view.set({ kind: 'connections' });
      panel.notificationsShown.set(Math.max(AT_ONCE, panel.notificationsShown.get()));
      panel.notificationsWanted.set(true);
      return;
    case 'exported-tokens':
      panel.view.set(
        known ? { kind: 'connection', id: request.connectionId, section: request.view } : { kind: 'connections' },
      );
      return;
    case 'connections':
    case 'add':
    case 'settings':
      panel.view.set({ kind: request.view });
      if (connectionId !== undefined) panel.target.set(connectionId);
  }
}

function tellNotifications(panel: Panel, patch: PanelPatch): void {
  const known = new Set(panel.store.rest()?.notifications.map((notification) => notification.id));
  const fresh = patch.rest?.notifications.filter((notification) => !known.has(notification.id)) ?? [];
  const [worst] = fresh;
  if (fresh.length > MOST_SAID) panel.say(`${fresh.length} new notifications. ${worst?.title}.`);
  else if (worst) panel.say(fresh.map(({ title, body }) => `${title}. ${body}`).join(' '));
}

/** How it went with all of them. Called before the patch is applied. */
function tellBatch(panel: Panel, { rest }: PanelPatch): void {
  const before = panel.store.rest()?.batch ?? null;
  if (rest?.batch?.state === 'ended' && before?.state !== 'ended') panel.say(batchWords(rest.batch));
}

/** Says once, for screen readers, what an open sign-in asks of the person. Called before the patch is applied. */
function tellSignIns(panel: Panel, patch: PanelPatch): void {
  const before = new Map(panel.store.rest()?.signIns.map((open) => [open.connectionId, open]));
  for (const open of patch.rest?.signIns ?? []) {
    const name = panel.store.view(open.connectionId)?.name ?? 'the connection';
    const words = wordsFor(open, name);
    const known = before.get(open.connectionId);
    if (words !== null && (known === undefined || wordsFor(known, name) !== words)) panel.say(words);
  }
}

function wordsFor({ method, deviceCode, browserFailed, blocked }: SignInView, name: string): string | null {
  if (blocked !== null) return `${name}: ${blocked.what} ${blocked.advice}`;
  if (browserFailed) return `Couldn't open a browser to sign in to ${name}. Copy the address and open it in a browser.`;
  if (deviceCode !== null)
    return `To sign in to ${name}, enter the code ${spelled(deviceCode.userCode)} at ${deviceCode.verificationUri}.`;
  return method === 'system-browser' ? `Continue in your browser to sign in to ${name}.` : null;
}
