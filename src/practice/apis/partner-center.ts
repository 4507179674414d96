import { randomUUID } from 'node:crypto';
import type { World } from '../oauth/world';
import { findUserById, PARTNER } from '../tenant/directory';
import { PARTNER_CENTER } from '../tenant/resources';
import { type Call, header, json, type Reply } from '../wire/http';
import { readBearer } from './bearer';

type Resource = 'organization' | 'mpn' | 'customers';

/**
 * `GET /v1/profiles/organization`, `/v1/profiles/mpn` and `/v1/customers`.
 * Source: Microsoft Learn, "Partner Center REST API"; MFA: "Multifactor authentication (MFA) for the partner API".
 */
export async function partnerCenter(world: World, call: Call, resource: Resource): Promise<Reply> {
  const ids = {
    'MS-RequestId': header(call, 'ms-requestid') ?? randomUUID(),
    'MS-CorrelationId': header(call, 'ms-correlationid') ?? randomUUID(),
  };
  const bearer = await readBearer(world, call, PARTNER_CENTER);
  if (typeof bearer === 'string')
    return refuse(401, 401, 'Unauthorized', { ...ids, 'WWW-Authenticate': 'Bearer error="invalid_token"' });
  const mfa: Record<string, string> =
    header(call, 'validatemfa')?.toLowerCase() === 'true' ? { isMfaCompliant: String(bearer.hasMfa) } : {};
  const headers = { ...ids, ...mfa };
  // Only calls on behalf of a user need MFA; an application alone has nobody who could do it.
  if (!bearer.isApplication && !bearer.hasMfa) return refuse(401, 900421, 'MFA required', headers);
  if (!bearer.isApplication && findUserById(bearer.objectId)?.isAgent !== true)
    return refuse(403, 900403, 'The user lacks an agent role in Partner Center.', headers);
  switch (resource) {
    case 'organization':
      return json(organizationProfile(), 200, headers);
    case 'mpn':
      return json(mpnProfile(), 200, headers);
    case 'customers':
      return customers(call, headers);
  }
}

function refuse(status: number, code: number, description: string, headers: Record<string, string>): Reply {
  return json({ code, description, errorName: description, isRetryable: false, parameters: {} }, status, headers);
}

function organizationProfile(): unknown {
  return {
    id: PARTNER.tenantId,
    companyName: PARTNER.organization,
    defaultAddress: {
      country: 'IS',
      city: 'Reykjavík',
      addressLine1: 'Practice Quay 1',
      postalCode: '101',
      firstName: 'Alex',
      lastName: 'Harbour',
    },
    tenantId: PARTNER.tenantId,
    domain: PARTNER.domain,
    email: PARTNER.username,
    language: 'en',
    culture: 'en-US',
    profileType: 'organization_profile',
    links: self('/profiles/organization'),
    attributes: { objectType: 'OrganizationProfile' },
  };
}

function mpnProfile(): unknown {
  return {
    mpnId: '4242424',
    partnerName: PARTNER.organization,
    profileType: 'mpn_profile',
    links: self('/profiles/mpn'),
    attributes: { objectType: 'MpnProfile' },
  };
}

const CUSTOMER_NAMES = [
  'Anchor Bakery',
  'Beacon Dental',
  'Cove Cycles',
  'Dune Legal',
  'Eddy Architects',
  'Fjord Foods',
  'Gull Travel',
];

function customers(call: Call, headers: Record<string, string>): Reply {
  const size = Number(call.query.get('size') ?? '40');
  if (!Number.isInteger(size) || size < 1 || size > 500)
    return refuse(400, 2000, 'The size must be a whole number from 1 to 500.', headers);
  const items = CUSTOMER_NAMES.slice(0, size).map((companyName, index) => {
    const id = `c0570000-0000-4000-8000-00000000000${index + 1}`;
    return {
      id,
      commerceId: id,
      companyProfile: {
        tenantId: id,
        domain: `${companyName.split(' ')[0]?.toLowerCase()}.onmicrosoft.example`,
        companyName,
        attributes: { objectType: 'CustomerCompanyProfile' },
      },
      relationshipToPartner: 'reseller',
      links: self(`/customers/${id}`),
      attributes: { objectType: 'Customer' },
    };
  });
  const collection = { objectType: 'Collection' };
  return json(
    { totalCount: items.length, items, links: self(`/customers?size=${size}`), attributes: collection },
    200,
    headers,
  );
}

function self(uri: string): unknown {
  return { self: { uri, method: 'GET', headers: [] } };
}
