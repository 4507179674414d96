import { describe, expect, it } from 'vitest';
import type { ArgumentOf } from '../../../src/ipc/schemas';
import { registrationHandlers } from '../../../src/main/handlers/registration';
import { DONE } from '../../../src/main/wording/replies';

const REQUEST: ArgumentOf<'copyRegistrationScript'> = {
  kind: 'azure-cli',
  name: 'Contoso Europe',
  cloud: 'global',
  tenant: '',
  application: 'secret',
  certificateId: null,
  resource: { kind: 'partner-center' },
  redirectUri: 'http://localhost:8400/',
};

function copyOf(change: Partial<ArgumentOf<'copyRegistrationScript'>>) {
  const copied: string[] = [];
  const { copyRegistrationScript } = registrationHandlers({ certificates: { find: () => null } }, async (text) => {
    copied.push(text);
    return DONE;
  });
  return copyRegistrationScript({ ...REQUEST, ...change }).then((reply) => ({ reply, copied }));
}

describe('a script that registers the application', () => {
  it('is copied for the shell that was asked for', async () => {
    expect((await copyOf({})).copied).toEqual([expect.stringContaining('"displayName":"Contoso Europe"')]);
    const { copied } = await copyOf({ kind: 'graph-powershell' });
    expect(copied).toEqual([expect.stringContaining(`displayName = 'Contoso Europe'`)]);
  });

  it('is refused where nothing can be registered, or the certificate is gone', async () => {
    expect(await copyOf({ cloud: 'practice' })).toMatchObject({ reply: { ok: false }, copied: [] });
    const certificateId = '4f0c2a1e-9d4f-4b43-8a9a-1f6f3b1f4a10';
    expect(await copyOf({ certificateId })).toMatchObject({ reply: { ok: false, field: 'certificate' }, copied: [] });
  });
});
