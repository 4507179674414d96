import { isIP } from 'node:net';
import { quoted } from '../../core/wording/repeat';
import { CommandError } from '../command-error';

/** Where to listen for health checks. */
export interface ListenAddress {
  readonly address: string;
  readonly port: number;
}

/** `127.0.0.1:9469`, `[::1]:9469`, or `localhost:9469`. Throws a {@link CommandError} for what isn't of this computer alone. */
export function readListenAddress(text: string): ListenAddress {
  const [, bracketed, plain = '', digits = ''] = /^(?:\[([^\]]*)\]|([^:]*)):(\d{1,5})$/.exec(text.trim()) ?? [];
  const host = bracketed ?? plain.toLowerCase();
  const port = Number(digits);
  if (host === '' || digits === '' || port > 65_535)
    throw new CommandError(2, `${named(text)} isn't an address with a port. Use --listen 127.0.0.1:9469.`);
  const address = host === 'localhost' ? '127.0.0.1' : host;
  const isLoopback = (isIP(address) === 4 && address.startsWith('127.')) || (isIP(address) === 6 && address === '::1');
  if (!isLoopback)
    throw new CommandError(
      2,
      `${named(text)} can be reached from other computers. Use 127.0.0.1, [::1], or localhost, and put a proxy in front of it that authenticates.`,
    );
  return { address, port };
}

function named(text: string): string {
  return `--listen ${quoted(text, 'that')}`;
}
