import type { PracticeCloud } from '../../../src/practice';

const MANY = 1_000_000;

/** From here on, counts what comes to the token endpoint: each call meets a fault that does nothing, which the cloud counts. */
export function countExchanges(cloud: PracticeCloud): () => Promise<number> {
  cloud.setFault('token', { kind: 'latency', delay: 0 }, MANY);
  return async () => {
    const told = await fetch(cloud.controlOrigin, { headers: { 'X-Practice': '1' } });
    const { faults }: { faults: Array<{ fault: { kind: string }; left: number }> } = await told.json();
    return MANY - (faults.find(({ fault }) => fault.kind === 'latency')?.left ?? MANY);
  };
}
