import * as v from 'valibot';
import type { World } from '../oauth/world';
import { findUserById, PARTNER } from '../tenant/directory';
import { EXCHANGE } from '../tenant/resources';
import { type Call, json, type Reply } from '../wire/http';
import { readBearer } from './bearer';

const CMDLET = 'Get-OrganizationConfig';
const Asked = v.pipe(v.string(), v.parseJson(), v.object({ CmdletInput: v.object({ CmdletName: v.literal(CMDLET) }) }));

/**
 * `POST /adminapi/v2.0/{tenant}/OrganizationConfig` of Exchange Online, which changes nothing.
 * Source: Microsoft Learn, "OrganizationConfig endpoint in the Exchange Online Admin API" and "Get started with …":
 * 401 without a token that fits, 403 where the user has no role in Exchange. What a refusal's body holds is not published.
 */
export function organizationConfig(world: World, call: Call): Reply {
  const bearer = readBearer(world, call, EXCHANGE);
  if (typeof bearer === 'string')
    return refuse(401, 'Unauthorized', 'The access token is missing or not valid.', {
      'WWW-Authenticate': `Bearer client_id="00000002-0000-0ff1-ce00-000000000000", trusted_issuers="${PARTNER.tenantId}", error="invalid_token"`,
    });
  if (bearer.isApplication || findUserById(bearer.objectId)?.isAgent !== true)
    return refuse(403, 'Forbidden', 'The caller has no role in Exchange that lets it run this cmdlet.');
  if (!v.is(Asked, call.body)) return refuse(400, 'BadRequest', `The cmdlet of this endpoint is ${CMDLET}.`);
  return json({
    '@odata.context': `${EXCHANGE.uri}/adminapi/v2.0/${PARTNER.tenantId}/$metadata#Collection(Exchange.GenericHashTable)`,
    value: [
      {
        Name: PARTNER.domain,
        Identity: PARTNER.domain,
        Id: PARTNER.domain,
        Guid: '0e8c4a00-0000-4000-8000-00000000e8c4',
        DisplayName: PARTNER.organization,
        MailTipsAllTipsEnabled: true,
        MailTipsExternalRecipientsTipsEnabled: false,
        MailTipsLargeAudienceThreshold: 25,
      },
    ],
  });
}

function refuse(status: number, code: string, message: string, headers: Record<string, string> = {}): Reply {
  return json({ error: { code, message } }, status, headers);
}
