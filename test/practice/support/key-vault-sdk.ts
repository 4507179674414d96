import { SecretClient } from '@azure/keyvault-secrets';
import { toPracticeOrigin } from '../../../src/platform/http/practice-origin';
import type { PracticeCloud } from '../../../src/practice';
import { obtainForApplication } from './cloud';

/**
 * The unmodified Key Vault SDK, which only has its requests carried to where the practice cloud listens; it checks the challenge of
 * the vault as it always does.
 */
export function clientFor(cloud: PracticeCloud, url = cloud.partner.vault): SecretClient {
  return new SecretClient(
    url,
    {
      getToken: async () => ({
        token: await obtainForApplication(cloud, 'https://vault.azure.net'),
        // The cloud's clock moves as the test likes: each request asks anew.
        expiresOnTimestamp: Date.now(),
      }),
    },
    {
      retryOptions: { maxRetries: 1, retryDelayInMs: 1 },
      additionalPolicies: [
        {
          position: 'perRetry',
          policy: {
            name: 'practice',
            async sendRequest(request, next) {
              const { url } = request;
              request.url = toPracticeOrigin(url, cloud.origin);
              request.allowInsecureConnection = true;
              const reply = await next(request);
              request.url = url;
              return reply;
            },
          },
        },
      ],
    },
  );
}
