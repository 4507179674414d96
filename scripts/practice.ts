// `npm run practice`: serves the practice cloud alone, for scripts and for trying things by hand.
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { DAY, type DurationMs, HOUR, MINUTE } from '../src/core/model/time';
import { type PracticeCloud, type PracticeOptions, startPracticeCloud } from '../src/practice';
import { issue, issueForLocalhost } from '../test/support/x509';

const USAGE = `Runs the practice cloud: a simulated Entra ID and Partner Center, on this computer only.

npm run practice -- [options]
  --port NUMBER          where the cloud listens (a free port by default)
  --control-port NUMBER  where its control API listens (a free port by default)
  --state FILE           keep clock, policy, consents and issued tokens (as hashes) in this file
  --https-ca FILE        also listen with HTTPS, and write the certificate of who vouches for it to this file
  --certificate FILE     register a certificate that is good for 180 days, and write it with its key to this file
  --clock-offset SPAN    run ahead of the system's clock, such as 62d, 12h, 30m, or milliseconds
  --help                 show this`;

/** Something on the command line that cannot be meant. */
class BadUse extends Error {}

await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<void> {
  try {
    const options = readOptions(args);
    if (options === 'help') {
      console.log(USAGE);
      return;
    }
    const cloud = await start(options);
    const end = () => void cloud.close().then(() => console.log('The practice cloud has ended.'));
    process.once('SIGINT', end);
    process.once('SIGTERM', end);
    console.log(instructions(cloud));
  } catch (error) {
    process.exitCode = error instanceof BadUse ? 2 : 1;
    console.error(explain(error));
  }
}

interface Options extends PracticeOptions {
  readonly caFile?: string;
  readonly certificateFile?: string;
}

async function start({ caFile, certificateFile, ...options }: Options): Promise<PracticeCloud> {
  const identity = caFile === undefined ? null : issueForLocalhost();
  const cloud = await startPracticeCloud({ ...options, ...(identity && { https: identity }) });
  if (caFile !== undefined && identity !== null) await writeFile(caFile, identity.ca);
  if (certificateFile !== undefined) await writeFile(certificateFile, registerCertificate(cloud), { mode: 0o600 });
  return cloud;
}

function registerCertificate({ clock, partner, addCertificate }: PracticeCloud): string {
  const [notBefore, notAfter] = [new Date(clock.now()), new Date(clock.now() + 180 * DAY)];
  const { cert, key } = issue({ name: 'Practice', key: 'rsa', notBefore, notAfter });
  addCertificate(partner.certificateClientId, cert);
  return cert + key;
}

function readOptions(args: readonly string[]): Options | 'help' {
  const { values } = parse(args);
  if (values.help === true) return 'help';
  return {
    ...(values.port === undefined ? {} : { port: readPort('--port', values.port) }),
    ...(values['control-port'] === undefined
      ? {}
      : { controlPort: readPort('--control-port', values['control-port']) }),
    ...(values.state === undefined ? {} : { stateFile: values.state }),
    ...(values['https-ca'] === undefined ? {} : { caFile: values['https-ca'] }),
    ...(values.certificate === undefined ? {} : { certificateFile: values.certificate }),
    ...(values['clock-offset'] === undefined ? {} : { clockOffset: readSpan(values['clock-offset']) }),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: 'string' },
        'control-port': { type: 'string' },
        state: { type: 'string' },
        'https-ca': { type: 'string' },
        certificate: { type: 'string' },
        'clock-offset': { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new BadUse(error instanceof Error ? error.message : String(error));
  }
}

function readPort(flag: string, text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new BadUse(`${flag} takes a number from 1 to 65535, not "${text}".`);
}

function readSpan(text: string): DurationMs {
  const [, number, unit = 'ms'] = /^(-?\d+(?:\.\d+)?)(d|h|m|ms)?$/.exec(text) ?? [];
  const units: Readonly<Record<string, DurationMs>> = { d: DAY, h: HOUR, m: MINUTE, ms: 1 };
  const scale = units[unit];
  if (number === undefined || scale === undefined)
    throw new BadUse(`--clock-offset takes a span such as 62d, 12h, 30m or milliseconds, not "${text}".`);
  return Number(number) * scale;
}

function explain(error: unknown): string {
  if (error instanceof BadUse) return `${error.message}\n\n${USAGE}`;
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? error.code : null;
  if (code === 'EADDRINUSE')
    return 'Another program uses this port. Choose another port, or leave it out to use a free one.';
  if (code === 'EACCES') return `Permission denied: ${error.message}`;
  return error.message;
}

function instructions({ origin, httpsOrigin, controlOrigin, partner }: PracticeCloud): string {
  const endpoint = `${origin}/${partner.tenantId}/oauth2/v2.0`;
  const scope = 'https://api.partnercenter.microsoft.com/user_impersonation offline_access';
  const control = (path: string, rest: string) =>
    `  curl -s -H 'X-Practice: 1' ${controlOrigin}${path} ${rest}`.trimEnd();
  return `The practice cloud is running on this computer. It isn't Microsoft, and nothing here is real.

  Cloud          ${origin}${httpsOrigin === null ? '' : `\n  With HTTPS     ${httpsOrigin}/${partner.tenantId} as the authority of a custom cloud`}
  Control API    ${controlOrigin}

  Tenant         ${partner.tenantId}
                 ${partner.domain} (${partner.organization})
  Application    ${partner.clientId}
  Secret         ${partner.clientSecret}
  Redirect URI   ${partner.redirectUri}
  Certificate    ${partner.certificateClientId}, an application that uses one (--certificate FILE makes one)
  Public client  ${partner.publicClientId}
  Custom scope   ${partner.customScope}
  User           ${partner.username}
  Password       ${partner.password}
  MFA code       ${partner.mfaCode}

Other users, with the same password:
${partner.users
  .slice(1)
  .map(({ username, about }) => `  ${username}: ${about}`)
  .join('\n')}

Get a refresh token: request a code, enter it at ${origin}/device, then get the tokens.
  curl -s ${endpoint}/devicecode -d client_id=${partner.publicClientId} -d 'scope=${scope}'
  curl -s ${endpoint}/token -d client_id=${partner.publicClientId} -d grant_type=device_code -d device_code=DEVICE_CODE

Exchange it for a new one.
  curl -s ${endpoint}/token -d client_id=${partner.publicClientId} -d grant_type=refresh_token -d refresh_token=REFRESH_TOKEN

Use an access token.
  curl -s ${origin}/v1/profiles/organization -H 'Authorization: Bearer ACCESS_TOKEN'

Move the clock forward 62 days (in milliseconds), and show the state.
${control('/clock', `-d '{"advance": ${62 * DAY}}'`)}
${control('/', '')}

Give the application another secret.
${control('/secrets', `-d '{"clientId": "${partner.clientId}"}'`)}

Let the application read its own registration in Graph, and create a key vault at ${origin}/vault/harbour.
${control('/roles', `-d '{"clientId": "${partner.clientId}", "roles": ["Application.Read.All"]}'`)}
${control('/vaults', `-d '{"name": "harbour", "secrets": {"partner-token": "worth nothing"}}'`)}

Simulate failures, and end them.
${control('/faults', `-d '{"target": "token", "fault": {"kind": "status", "status": 429, "retryAfter": "120"}, "times": 3}'`)}
${control('/faults', `-d '{"target": "any", "fault": {"kind": "refused"}}'`)}
${control('/faults', '-X DELETE')}
${control('/revoke', '-X POST')}

Block sign-ins in app windows, but not in your own browser.
${control('/policy', `-d '{"managedDevice": 53003}'`)}

Press Ctrl+C to stop.`;
}
