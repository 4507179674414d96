import type { IncomingMessage } from 'node:http';
import { factsOf } from '../../agent/handlers/facts';
import { clockWarning, inWords } from '../../agent/handlers/refusals';
import type { Keeper } from '../../core/keeper/keeper';
import { MINUTE } from '../../core/model/time';
import type { Fleet } from '../all-connections';
import { CommandError } from '../command-error';
import { type LoopbackReply, LoopbackServer } from '../loopback/loopback-server';
import { isoTime } from '../output/connection-json';
import { prometheusText } from '../state/prometheus';
import { version } from '../version';
import type { ListenAddress } from './listen-address';

/** How far the keeper is. */
export type Phase = 'starting' | 'running' | 'stopping';

/** Opens `/healthz` and `/metrics` for programs on this computer. Throws a {@link CommandError} when the port can't be had. */
export async function openHealth(
  { address, port }: ListenAddress,
  keeper: Keeper,
  phase: () => Phase,
): Promise<LoopbackServer> {
  try {
    return await LoopbackServer.open({
      ...{ address, port },
      names: ['localhost', '127.0.0.1', '[::1]'],
      // Each check wakes the process: it's there for whoever asks slowly on purpose.
      checkEvery: 10 * MINUTE,
      reply: async (request) => replyTo(request, keeper, phase()),
      wrongHost: () => json(400, { error: 'Wrong host.' }),
    });
  } catch (error) {
    throw new CommandError(
      1,
      `Can't listen at ${address}:${port} (${codeOf(error)}). Choose another port with --listen.`,
    );
  }
}

function replyTo({ method, url = '' }: IncomingMessage, keeper: Keeper, phase: Phase): LoopbackReply {
  const [path] = url.split('?');
  const page = path === '/healthz' ? health : path === '/metrics' ? metrics : null;
  if (!page) return json(404, { error: "There's nothing here. See /healthz and /metrics." });
  if (method !== 'GET') return { ...json(405, { error: 'Only GET is supported.' }), headers: { Allow: 'GET' } };
  return page(keeper, phase);
}

/** 200 while the keeper does its work; whether a connection needs somebody is what the metrics and `status` tell. */
function health(keeper: Keeper, phase: Phase): LoopbackReply {
  const trouble = keeper.appTrouble();
  const status = phase !== 'running' ? phase : trouble ? 'trouble' : 'ok';
  return json(status === 'ok' ? 200 : 503, {
    status,
    version: version(),
    time: isoTime(Date.now()),
    connections: keeper.connections().length,
    problem: trouble && { code: trouble.code, message: inWords(trouble, null, 'refresh') },
    clock: clockWarning(keeper),
  });
}

function metrics(keeper: Keeper): LoopbackReply {
  return {
    status: 200,
    type: 'text/plain; version=0.0.4; charset=utf-8',
    text: `${prometheusText(fleetOf(keeper))}\n`,
  };
}

/** Every connection, and what is wrong with the keeper. */
export function fleetOf(keeper: Keeper): Fleet {
  const trouble = keeper.appTrouble();
  return {
    connections: keeper.connections().map((connection) => factsOf(keeper, connection)),
    trouble: trouble && inWords(trouble, null, 'refresh'),
  };
}

function json(status: number, body: object): LoopbackReply {
  return { status, text: `${JSON.stringify(body)}\n` };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
