import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DurationMs } from '../core/model/time';
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
  if (!isLoopbackHost(request.headers.host)) {
    send(world, response, call, text('The practice cloud only answers this computer.', 403), null);
    return;
  }
  const route = findRoute(call.method, call.path);
  if (route === null || route === 'wrong-method') {
    const reply = route === null ? text("There's nothing here.", 404) : text("This method isn't allowed.", 405);
    send(world, response, call, reply, null);
    return;
  }
  const { delay, held, fault } = world.faults.meet(route.target);
  if (delay > 0 && !(await stayed(response, delay))) return;
  if (held && !(await stayedUntil(response, held))) return;
  send(world, response, call, await answer(world, route, call, fault), fault);
}

/** Waits; `false` when the other side left meanwhile. */
function stayed(response: ServerResponse, delay: DurationMs): Promise<boolean> {
  return new Promise((resolve) => {
    const leave = () => {
      clearTimeout(timer);
      resolve(false);
    };
    const timer = setTimeout(() => {
      response.off('close', leave);
      resolve(true);
    }, delay);
    response.once('close', leave);
  });
}

/** Waits for `end`; `false` when the other side left meanwhile. */
function stayedUntil(response: ServerResponse, end: Promise<void>): Promise<boolean> {
  const left = new Promise<boolean>((resolve) => {
    response.once('close', () => resolve(false));
  });
  return Promise.race([left, end.then(() => true)]);
}
