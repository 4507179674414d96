import { randomUUID } from 'node:crypto';
import { type WebSocket, WebSocketServer } from 'ws';
import { browser } from './browser';
import type { Message } from './connection';

/**
 * The endpoint that `--remote-debugging-port` promises. Each client gets a DevTools session of its own on Chromium's pipe, so that Chromium opens no port.
 * A window that has loaded nothing is shown as empty, as Electron shows it: Playwright then waits for its first page instead of reporting about:blank.
 */
async function serveClient(socket: WebSocket, isEmpty: (targetId: string) => boolean): Promise<void> {
  const early: string[] = [];
  let forward = (text: string): void => {
    early.push(text);
  };
  socket.on('message', (data) => forward(String(data)));

  const connection = await browser.connection();
  const { sessionId: rootId } = await connection.root.send('Target.attachToBrowserTarget');
  const children = new Map<string, string>();
  const frameTreeRequests = new Map<string, Set<number>>();

  function showEmptyWindow(message: Message): Message {
    const asked = frameTreeRequests.get(message.sessionId ?? '');
    if (message.id === undefined || !asked?.delete(message.id)) return message;
    const targetId = children.get(message.sessionId ?? '');
    if (!targetId || !isEmpty(targetId)) return message;
    return JSON.parse(JSON.stringify(message).replace('"url":"about:blank"', '"url":":"'));
  }

  const stop = connection.addForeign((message) => {
    const { sessionId } = message;
    if (sessionId === undefined) return false;
    if (sessionId !== rootId && !children.has(sessionId)) return false;
    const { sessionId: child, targetInfo } = message.params ?? {};
    if (message.method === 'Target.attachedToTarget' && typeof child === 'string') {
      const targetId =
        typeof targetInfo === 'object' && targetInfo && 'targetId' in targetInfo ? String(targetInfo.targetId) : '';
      children.set(child, targetId);
    }
    if (message.method === 'Target.detachedFromTarget' && typeof child === 'string') children.delete(child);
    const { sessionId: _, ...rootMessage } = message;
    socket.send(JSON.stringify(sessionId === rootId ? rootMessage : showEmptyWindow(message)));
    return true;
  });

  forward = (text) => {
    const message: Message = JSON.parse(text);
    if (message.method === 'Page.getFrameTree' && message.sessionId && message.id !== undefined) {
      const ids = frameTreeRequests.get(message.sessionId) ?? new Set();
      frameTreeRequests.set(message.sessionId, ids.add(message.id));
    }
    connection.write({ ...message, sessionId: message.sessionId ?? rootId });
  };
  for (const text of early) forward(text);

  socket.once('close', () => {
    stop();
    connection.root.send('Target.detachFromTarget', { sessionId: rootId }).catch(() => {});
  });
}

/** Opens the endpoint and says so on stderr, as Chromium does. */
export async function openDoor(port: number, isEmpty: (targetId: string) => boolean): Promise<void> {
  const path = `/devtools/browser/${randomUUID()}`;
  const server = new WebSocketServer({ host: '127.0.0.1', port, path, perMessageDeflate: false });
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve);
    server.once('error', reject);
  });
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('The DevTools endpoint has no port');
  server.on('connection', (socket) => {
    serveClient(socket, isEmpty).catch((error: unknown) => {
      console.error(String(error));
      socket.close();
    });
  });
  process.stderr.write(`\nDevTools listening on ws://127.0.0.1:${address.port}${path}\n`);
}
