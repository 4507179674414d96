import { randomUUID } from 'node:crypto';
import type { World } from '../oauth/world';
import { findUserById, PARTNER } from '../tenant/directory';
import { PARTNER_CENTER } from '../tenant/resources';
import { type Call, header, json, type Reply } from '../wire/http';
import { readBearer } from './bearer';

/** `GET /v1/profiles/organization`. */
export function organizationProfile(world: World, call: Call): Reply {
  return answer(world, call, {
    id: PARTNER.tenantId,
    companyName: PARTNER.organization,
    defaultAddress: { country: 'IS', city: 'Reykjavík', addressLine1: 'Practice Quay 1', postalCode: '101' },
    tenantId: PARTNER.tenantId,
    domain: PARTNER.domain,
    email: PARTNER.username,
    language: 'en',
    culture: 'en-US',
    profileType: 'organization_profile',
    links: self('/profiles/organization'),
    attributes: { objectType: 'OrganizationProfile' },
  });
}

/** `GET /v1/profiles/mpn`. */
export function mpnProfile(world: World, call: Call): Reply {
  return answer(world, call, {
    mpnId: '4242424',
    partnerName: PARTNER.organization,
    profileType: 'mpn_profile',
    links: self('/profiles/mpn'),
    attributes: { objectType: 'MpnProfile' },
  });
}

const CUSTOMERS = ['Anchor Bakery', 'Beacon Dental', 'Cove Cycles'].map((companyName, index) => {
  const id = `c0570000-0000-4000-8000-00000000000${index + 1}`;
  const domain = `${companyName.split(' ')[0]?.toLowerCase()}.onmicrosoft.example`;
  return {
    id,
    commerceId: id,
    companyProfile: { tenantId: id, domain, companyName, attributes: { objectType: 'CustomerCompanyProfile' } },
    relationshipToPartner: 'reseller',
    links: self(`/customers/${id}`),
    attributes: { objectType: 'Customer' },
  };
});

/** `GET /v1/customers`. */
export function customers(world: World, call: Call): Reply {
  const size = Number(call.query.get('size') ?? '40');
  const items = CUSTOMERS.slice(0, size);
  return answer(world, call, {
    totalCount: items.length,
    items,
    links: self(`/customers?size=${size}`),
    attributes: { objectType: 'Collection' },
  });
}

/**
 * The resource, for whom it may be shown. Source: Microsoft Learn, "Partner Center REST API"; MFA: "Multifactor
 * authentication (MFA) for the partner API".
 */
function answer(world: World, call: Call, resource: unknown): Reply {
  const ids = {
    'MS-RequestId': header(call, 'ms-requestid') ?? randomUUID(),
    'MS-CorrelationId': header(call, 'ms-correlationid') ?? randomUUID(),
  };
  const bearer = readBearer(world, call, PARTNER_CENTER);
  if (typeof bearer === 'string')
    return refuse(401, 401, 'Unauthorized', { ...ids, 'WWW-Authenticate': 'Bearer error="invalid_token"' });
  const mfa: Record<string, string> =
    header(call, 'validatemfa')?.toLowerCase() === 'true' ? { isMfaCompliant: String(bearer.hasMfa) } : {};
  const headers = { ...ids, ...mfa };
  // Only calls on behalf of a user need MFA; an application alone has nobody who could do it.
  if (!bearer.isApplication && !bearer.hasMfa) return refuse(401, 900421, 'MFA required', headers);
  if (!bearer.isApplication && findUserById(bearer.objectId)?.isAgent !== true)
    return refuse(403, 900403, 'The user lacks an agent role in Partner Center.', headers);
  return json(resource, 200, headers);
}

function refuse(status: number, code: number, description: string, headers: Record<string, string>): Reply {
  return json({ code, description, errorName: description, isRetryable: false, parameters: {} }, status, headers);
}

function self(uri: string): unknown {
  return { self: { uri, method: 'GET', headers: [] } };
}
