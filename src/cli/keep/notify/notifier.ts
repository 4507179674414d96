import { SECOND } from '../../../core/model/time';
import { createNodeFetch } from '../../../platform/http/node-fetch';
import { systemTimers } from '../../../platform/system/timers';
import type { Terminal } from '../../output/terminal';
import type { Told } from '../event-log';
import type { KeepPlan } from '../plan';
import { notifyCommand } from './command';
import type { Deliver } from './delivery';
import type { Message } from './message';
import { Outbox } from './outbox';
import { webhook } from './webhook';

/** Whoever stops waits no longer for what is still to be delivered. */
const LAST_PATIENCE = 5 * SECOND;

/** Tells people what they have to know: on standard error, and wherever they asked for. */
export class Notifier {
  readonly #outboxes: Outbox[] = [];
  #secret: string | null = null;

  /** Throws a {@link CommandError} when the webhook's secret can't be read. */
  static async open(plan: KeepPlan, terminal: Terminal, tell: (told: Told) => void): Promise<Notifier> {
    const notifier = new Notifier(plan, terminal, tell);
    await notifier.readAgain();
    return notifier;
  }

  private constructor(
    private readonly plan: KeepPlan,
    private readonly terminal: Terminal,
    private readonly tell: (told: Told) => void,
  ) {
    if (plan.webhook) {
      const { address, format } = plan.webhook;
      const fetch = createNodeFetch({ environment: process.env });
      this.#add('webhook', webhook({ address, format, fetch, secret: () => this.#secret }));
    }
    if (plan.notifyCommand !== null) this.#add('command', notifyCommand(plan.notifyCommand));
  }

  notify(message: Message): void {
    const { title, message: words, command } = message;
    this.terminal.note(`${title}. ${words}${command === null ? '' : ` Run: ${command}`}`);
    for (const outbox of this.#outboxes) outbox.add(message);
  }

  /** Reads the webhook's secret again. Throws a {@link CommandError}, and then goes on with the one before. */
  async readAgain(): Promise<void> {
    if (this.plan.webhook) this.#secret = await this.plan.webhook.readSecret();
  }

  /** Tries once more what isn't delivered yet. Never rejects. */
  async close(): Promise<void> {
    await Promise.all(this.#outboxes.map((outbox) => outbox.close(LAST_PATIENCE)));
  }

  #add(to: 'webhook' | 'command', deliver: Deliver): void {
    const failed = ({ title, connection }: Message, why: string, isFinal: boolean) =>
      this.tell({
        ...{ event: 'not-delivered', level: isFinal ? 'error' : 'warning', code: to },
        message: `${why} ${isFinal ? 'Not delivered' : 'Tried again later'}: "${title}".`,
        ...(connection ? { connection } : {}),
      });
    const { now, random } = { now: () => Date.now(), random: Math.random };
    this.#outboxes.push(new Outbox({ deliver, timers: systemTimers, now, random, failed }));
  }
}
