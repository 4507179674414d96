import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  COMMAND_FORMS,
  type CommandForm,
  commandFormsFor,
  commandIn,
  nameInCommand,
} from '../../../src/core/setup/commands';
import { problemsIn } from '../../support/powershell';
import { CONTOSO } from '../world';

const ID = '0123456789abcdef'.repeat(2);
const PLACE = { ...CONTOSO, id: ID, name: 'Contoso Europe', username: 'ada@contoso.com' };
const POWERSHELL: readonly CommandForm[] = ['partner-center', 'exchange-online', 'graph'];

describe('a script', () => {
  it.each<[CommandForm, string]>([
    ['shell', 'partner-token token "Contoso Europe"'],
    ['partner-center', '$token = partner-token token "Contoso Europe"\nConnect-PartnerCenter -AccessToken $token'],
    [
      'exchange-online',
      `$token = partner-token token "Contoso Europe" --resource exchange\nConnect-ExchangeOnline -AccessToken $token -UserPrincipalName 'ada@contoso.com'`,
    ],
    [
      'graph',
      '$token = partner-token token "Contoso Europe" --resource graph | ConvertTo-SecureString -AsPlainText -Force\nConnect-MgGraph -AccessToken $token -NoWelcome',
    ],
    ['node', 'partner-token exec "Contoso Europe" -- node script.js'],
  ])('gets its token from the command line: %s', (form, script) => {
    expect(commandIn(form, PLACE)).toBe(script);
  });

  it('asks for a resource only when it is not the own one', () => {
    expect(commandIn('graph', { ...PLACE, resource: { kind: 'graph' } })).not.toContain('--resource');
    expect(commandIn('partner-center', { ...PLACE, resource: { kind: 'graph' } })).toContain(
      '--resource partner-center',
    );
  });

  it('names the environment of another cloud, and has no module for a cloud that is not Microsoft’s', () => {
    expect(commandIn('partner-center', { ...PLACE, cloud: 'china' })).toMatch(/ -Environment AzureChinaCloud$/);
    expect(commandIn('graph', { ...PLACE, cloud: 'us-government' })).toMatch(/ -Environment USGov$/);
    expect(commandFormsFor('global')).toEqual(COMMAND_FORMS);
    expect(commandFormsFor('practice')).toEqual(COMMAND_FORMS.filter((form) => !POWERSHELL.includes(form)));
  });

  it('is one that its shell can read', async () => {
    for (const form of POWERSHELL) expect(await problemsIn(commandIn(form, PLACE))).toEqual([]);
    for (const form of COMMAND_FORMS.filter((each) => !POWERSHELL.includes(each)))
      execFileSync('sh', ['-n', '-c', commandIn(form, PLACE)]);
  });
});

it('a name is one word of a shell, and what no shell may see is the ID instead', () => {
  const odd = fc.string({ unit: fc.constantFrom(...`aé漢 ._-'"\\$\`!%;&|<>(){}*?~#^“’`), minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(odd, (name) => {
      const word = nameInCommand({ id: ID, name });
      const [read, ...more] = execFileSync('sh', ['-c', `printf '%s\\n' ${word}`], { encoding: 'utf8' }).split('\n');
      expect([name, ID]).toContain(read);
      expect(more).toEqual(['']);
      expect(word).not.toMatch(/[$`\\!%^“”„’]|^-/u);
    }),
    { numRuns: 60 },
  );
});
