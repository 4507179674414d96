import { expect, it } from 'vitest';
import { isVerified } from '../../../src/main/system/user-verification';

function touchId({ offered, accepts }: { readonly offered: boolean; readonly accepts: boolean }) {
  const prompts: string[] = [];
  return {
    prompts,
    canPromptTouchID: () => offered,
    promptTouchID: async (reason: string) => {
      prompts.push(reason);
      if (!accepts) throw new Error('canceled');
    },
  };
}

it.each([true, false])('on a Mac with Touch ID the system asks, and its answer counts: %s', async (accepts) => {
  const preferences = touchId({ offered: true, accepts });
  expect(await isVerified('darwin', preferences, 'export')).toBe(accepts);
  expect(preferences.prompts).toEqual(['export']);
});

it.each([
  ['darwin', false],
  ['win32', true],
  ['linux', true],
] as const)('on %s where there is nothing to ask, the question was enough', async (platform, offered) => {
  const preferences = touchId({ offered, accepts: false });
  expect(await isVerified(platform, preferences, 'export')).toBe(true);
  expect(preferences.prompts).toEqual([]);
});
