import { expect, test } from 'vitest';
import type { ConnectionFacts } from '../../../src/agent/answers';
import { prometheusText } from '../../../src/cli/state/prometheus';
import { DAY } from '../../../src/core/model/time';
import { CONTOSO_VAULT } from '../../support/contoso';
import { facts, NOW } from './facts';
import { readMetrics } from './metrics';

const BEHIND: ConnectionFacts['vault'] = {
  settings: { ...CONTOSO_VAULT, credential: { kind: 'user' } },
  text: 'Key Vault is 2 refreshes behind',
  credentialText: 'its user',
  behind: 2,
  writtenAt: null,
  retryAt: null,
  trouble: null,
};

const printed = (...given: Parameters<typeof prometheusText>) => readMetrics(`${prometheusText(...given)}\n`);

test('every series is of a connection, and what is not known has none', () => {
  const other = 'fedcba9876543210fedcba9876543210';
  const samples = printed({
    connections: [
      facts('A', { credentialExpiresAt: NOW + 2 * DAY, exportedInUse: 3 }),
      facts('B', { id: other, hasMfa: false, expiresAt: null, vault: BEHIND }),
    ],
    trouble: null,
  });
  const figures = (id: string) =>
    Object.fromEntries(samples.filter(({ labels }) => labels.id === id).map(({ name, value }) => [name, value]));
  expect(figures('0123456789abcdef0123456789abcdef')).toEqual({
    partner_token_connection_info: 1,
    partner_token_person_needed: 0,
    partner_token_mfa_missing: 0,
    partner_token_expires_timestamp_seconds: NOW / 1000 + 90 * 86_400,
    partner_token_issued_timestamp_seconds: NOW / 1000,
    partner_token_next_refresh_timestamp_seconds: NOW / 1000 + 86_400,
    partner_token_credential_expires_timestamp_seconds: NOW / 1000 + 2 * 86_400,
    partner_token_exported_tokens_in_use: 3,
  });
  expect(figures(other)).toMatchObject({
    partner_token_person_needed: 1,
    partner_token_mfa_missing: 1,
    partner_token_key_vault_behind: 2,
  });
  expect(figures(other)).not.toHaveProperty('partner_token_expires_timestamp_seconds');
});

test('a label holds whatever a name does', () => {
  const name = 'a "quoted" \\name\\n of\ntwo lines, {x="y"} 株式会社';
  expect(
    printed({ connections: [facts(name)], trouble: null }).filter(({ labels }) => labels.name === name),
  ).not.toEqual([]);
});

test('no connections and a keeper in trouble are metrics as well', () => {
  expect(printed({ connections: [], trouble: 'The keychain is locked.' })).toEqual([
    { name: 'partner_token_keeper_in_trouble', labels: {}, value: 1 },
  ]);
});
