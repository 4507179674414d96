import { parseUrl } from '../../core/model/url';
import { isLoopbackHost } from '../../platform/http/proxy-choice';
import { CommandError } from '../command-error';
import { readSpan } from '../span';
import type { LogFormat } from './event-log';
import { type ListenAddress, readListenAddress } from './listen-address';
import type { WebhookFormat } from './notify/formats';
import { checkWebhookSecret, readWebhookSecret } from './notify/webhook-secret';

export interface KeepOptions {
  readonly once?: true;
  readonly failWithin?: string;
  readonly log: LogFormat;
  readonly listen?: string;
  readonly webhook?: string;
  readonly webhookFormat: WebhookFormat;
  readonly webhookSecretFile?: string;
  readonly notifyCommand?: string;
}

/** What `keep` was asked to do. */
export interface KeepPlan {
  /** For a run that ends: what its exit code looks ahead. `null`: it runs until it's stopped. */
  readonly once: { readonly failWithin: number } | null;
  readonly log: LogFormat;
  readonly listen: ListenAddress | null;
  readonly webhook: {
    readonly address: string;
    readonly format: WebhookFormat;
    /** Reads the secret; `null`: there is none. Throws a {@link CommandError}. */
    readonly readSecret: () => Promise<string | null>;
  } | null;
  readonly notifyCommand: string | null;
}

/** Where a webhook is may be a secret by itself: an argument can be seen by others. */
const WEBHOOK = 'PARTNER_TOKEN_TRAY_WEBHOOK';
const WEBHOOK_SECRET = 'PARTNER_TOKEN_TRAY_WEBHOOK_SECRET';
const LOOK_AHEAD = '14d';

/** Throws a {@link CommandError} for what makes no sense. */
export function planOf(options: KeepOptions, environment: NodeJS.ProcessEnv): KeepPlan {
  const { once, failWithin, log, listen, webhookFormat, webhookSecretFile, notifyCommand } = options;
  if (failWithin !== undefined && !once) throw new CommandError(2, '--fail-within is for --once, which ends.');
  if (listen !== undefined && once)
    throw new CommandError(2, '--listen is for a keeper that goes on. Leave out --once.');
  const webhook = options.webhook ?? (environment[WEBHOOK] || undefined);
  const secret = environment[WEBHOOK_SECRET] || null;
  if (webhook === undefined && webhookSecretFile !== undefined)
    throw new CommandError(2, `--webhook-secret-file is for --webhook, or ${WEBHOOK}.`);
  return {
    once: once ? { failWithin: readSpan(failWithin ?? LOOK_AHEAD, '--fail-within') } : null,
    log,
    listen: listen === undefined ? null : readListenAddress(listen),
    webhook:
      webhook === undefined
        ? null
        : {
            address: webhookAddress(webhook),
            format: webhookFormat,
            readSecret: async () => {
              if (webhookSecretFile !== undefined) return readWebhookSecret(webhookSecretFile);
              return secret && checkWebhookSecret(secret);
            },
          },
    notifyCommand: notifyCommand ?? null,
  };
}

function webhookAddress(text: string): string {
  const url = parseUrl(text);
  if (!url || !/^https?:$/.test(url.protocol))
    throw new CommandError(2, "The webhook's address isn't one. Use https://….");
  if (url.username !== '' || url.password !== '')
    throw new CommandError(2, "The webhook's address has a password in it. Use --webhook-secret-file to sign instead.");
  if (url.protocol === 'http:' && !isLoopbackHost(url.hostname))
    throw new CommandError(2, "The webhook's address must begin with https://, unless it's on this computer.");
  return url.href;
}
