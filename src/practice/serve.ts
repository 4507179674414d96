import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { World } from './oauth/world';
import { answer, readCall, send } from './reply';
import { findRoute } from './routes';
import { isLoopbackHost, text } from './wire/http';

/** Answers one request of the cloud, with the faults it meets. */
export async function serve(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const call = await readCall(world, request);
  if (call === null) {
    response.writeHead(413, { Connection: 'close' }).end();
    return;
  }
  if (!isLoopbackHost(request.headers.host))
    return send(world, response, call, text('The practice cloud only answers this computer.', 403), null);
  const route = findRoute(call);
  if (route === null) return send(world, response, call, text("There's nothing here.", 404), null);
  const { delay, held, fault } = world.faults.meet(route.target);
  if (delay > 0 || held !== null) {
    const gone = new Promise<'gone'>((resolve) => response.once('close', () => resolve('gone')));
    const waits = Promise.all([wait(delay, null, { ref: false }), held]);
    if ((await Promise.race([gone, waits])) === 'gone') return;
  }
  send(world, response, call, await answer(world, route, call, fault), fault);
}
