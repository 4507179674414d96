import { findDeviceGrant } from '../oauth/device-code';
import type { World } from '../oauth/world';
import { deviceCodePage } from '../pages/plain-pages';
import type { Call, Reply } from '../wire/http';
import { replyToProgress } from './authorize';
import { beginSignIn } from './sign-in';

/** `GET /device`: where a person types the code (RFC 8628, section 3.3). `otc` in the address fills it in. */
export function devicePage(_world: World, call: Call): Reply {
  return deviceCodePage(null, call.query.get('otc') ?? '');
}

/** `POST /device`: the code, which begins a sign-in if it is right. */
export async function enterDeviceCode(world: World, call: Call): Promise<Reply> {
  const typed = call.form.get('otc') ?? '';
  const grant = findDeviceGrant(world, typed);
  if (grant === null) return deviceCodePage('That code didn’t work. Check it, or start again in the app.', typed);
  // Whichever device this browser runs on, the tokens go to another, which has not shown which it is.
  const { attempt, progress } = beginSignIn(world, { kind: 'device', grant }, { session: null, provesDevice: false });
  return replyToProgress(world, call, attempt, progress);
}
