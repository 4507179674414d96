import { createServer } from 'node:net';
import type { Fault, FaultTarget, PracticePartner, PracticePolicy } from '../../src/practice/tenant/contract';

/** The practice cloud inside the app, by way of its control API. */
export class PracticeControl {
  constructor(private readonly port: number) {}

  async partner(): Promise<PracticePartner> {
    const { partner } = await this.#ask('GET', '/');
    return partner;
  }

  async now(): Promise<number> {
    const { clock } = await this.#ask('GET', '/');
    return clock.now;
  }

  async advance(by: number): Promise<void> {
    await this.#ask('POST', '/clock', { advance: by });
  }

  async fault(target: FaultTarget, fault: Fault, times?: number): Promise<void> {
    await this.#ask('POST', '/faults', { target, fault, ...(times === undefined ? {} : { times }) });
  }

  /** The network between the app and the cloud. */
  async setNetwork(up: boolean): Promise<void> {
    if (up) await this.clearFaults();
    else await this.fault('any', { kind: 'refused' });
  }

  async clearFaults(): Promise<void> {
    await this.#ask('DELETE', '/faults');
  }

  async setPolicy(change: Partial<PracticePolicy>): Promise<void> {
    await this.#ask('POST', '/policy', change);
  }

  /** Puts a Key Vault up that holds these secrets. */
  async setVault(name: string, secrets: Readonly<Record<string, string>>): Promise<void> {
    await this.#ask('POST', '/vaults', { name, secrets });
  }

  async revoke(): Promise<void> {
    await this.#ask('POST', '/revoke', {});
  }

  /** What the application may do in its own name. */
  async setRoles(clientId: string, roles: readonly string[]): Promise<void> {
    await this.#ask('POST', '/roles', { clientId, roles });
  }

  /** Registers a certificate (PEM) of an application. */
  async registerCertificate(clientId: string, certificate: string): Promise<void> {
    await this.#ask('POST', '/certificates', { clientId, certificate });
  }

  async #ask(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ partner: PracticePartner; clock: { now: number } }> {
    const response = await fetch(`http://127.0.0.1:${this.port}${path}`, {
      method,
      headers: { 'X-Practice': '1' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.json();
  }
}

/** Below those that the system hands out, so that nothing else in these tests is given it meanwhile. */
const LOWEST_PORT = 20_000;
const PORTS_OF_A_WORKER = 500;

/** A port that was free a moment ago, and that no other worker chooses. */
export function freePort(worker: number): Promise<number> {
  const port = LOWEST_PORT + worker * PORTS_OF_A_WORKER + Math.floor(Math.random() * PORTS_OF_A_WORKER);
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', () => freePort(worker).then(resolve, reject));
    server.listen(port, '127.0.0.1', () => {
      server.close(() => resolve(port));
    });
  });
}
