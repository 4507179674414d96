import { TOKEN_VARIABLE } from './formats';

export interface ChildTokens {
  readonly accessToken: string;
  readonly refreshToken: string | null;
  readonly endpoint: { readonly address: string; readonly key: string } | null;
}

const REFRESH_TOKEN = 'PARTNER_REFRESH_TOKEN';

/** The environment of a command: this one's with the tokens that it may have, and without the refresh token of an `exec` around it. */
export function childEnvironment(outer: NodeJS.ProcessEnv, tokens: ChildTokens): NodeJS.ProcessEnv {
  const { accessToken, refreshToken, endpoint } = tokens;
  return {
    ...outer,
    [TOKEN_VARIABLE]: accessToken,
    [REFRESH_TOKEN]: refreshToken ?? undefined,
    ...(endpoint && { ...endpointVariables(endpoint), ...pastProxies(outer) }),
  };
}

function endpointVariables({ address, key }: NonNullable<ChildTokens['endpoint']>): NodeJS.ProcessEnv {
  return {
    IDENTITY_ENDPOINT: address,
    IDENTITY_HEADER: key,
    // With it, SDKs take the endpoint for one of Service Fabric. Source: MSAL Node, `ServiceFabric.getEnvironmentVariables`.
    IDENTITY_SERVER_THUMBPRINT: undefined,
  };
}

/** A proxy would be sent the endpoint's header, and cannot reach this computer. */
function pastProxies(outer: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const usesProxy = Object.entries(outer).some(([name, value]) => /^(?:https?|all)_proxy$/i.test(name) && value);
  if (!usesProxy) return {};
  const except = [outer.NO_PROXY || outer.no_proxy, '127.0.0.1'].filter(Boolean).join(',');
  return { NO_PROXY: except, no_proxy: except };
}
