import type { ConnectionView } from '../../ipc/contract';
import type { ConnectionChange } from '../../ipc/schemas';
import {
  type CloudName,
  type ConnectionSettings,
  type CustomCloud,
  DEFAULT_REDIRECT_URI,
  methodsFor,
  type Resource,
  type Schedule,
  type SettingsField,
  type SignInMethod,
} from '../../ipc/vocabulary';
import { scheduleKey } from '../model/time/schedule-words';
import type { Checks } from './use-checks';

/** What stands in the fields of a connection, as typed. The secret is not among it. */
export interface FormValues {
  readonly name: string;
  readonly cloud: CloudName;
  readonly authority: string;
  readonly partnerCenter: string;
  readonly scope: string;
  readonly extraCa: string | null;
  readonly tenant: string;
  readonly clientId: string;
  readonly application: ConnectionView['application'];
  readonly resource: Resource['kind'];
  /** One scope a line. */
  readonly scopes: string;
  readonly redirectUri: string;
  /** What was chosen; {@link methodOf} says what it comes to. */
  readonly signInMethod: SignInMethod | null;
}

/** Every field in the order of the form. */
export const FORM_FIELDS = [
  'name',
  'cloud',
  'authority',
  'partnerCenter',
  'scope',
  'extraCa',
  'tenant',
  'clientId',
  'secret',
  'expiresOn',
  'certificate',
  'passphrase',
  'resource',
  'scopes',
  'redirectUri',
  'signInMethod',
] as const satisfies readonly (SettingsField | 'secret' | 'expiresOn' | 'certificate' | 'passphrase' | 'scopes')[];

export type FormField = (typeof FORM_FIELDS)[number];
export interface FieldsProps {
  readonly values: FormValues;
  readonly set: (change: Partial<FormValues>) => void;
  readonly checks: Checks<FormField>;
}

type TextName = 'name' | 'authority' | 'partnerCenter' | 'scope' | 'tenant' | 'clientId' | 'redirectUri';

/** What a text field has of the form that it is in. */
export function textOf<N extends TextName>({ values, set, checks }: FieldsProps, name: N) {
  return { name, value: values[name], onValue: (value: string) => set({ [name]: value }), checks };
}

/** The field that main found wrong, when the form has it. */
export function fieldNamed(name: string | undefined): FormField | null {
  return FORM_FIELDS.find((field) => field === name) ?? null;
}
export const NEW_VALUES: FormValues = {
  name: '',
  cloud: 'global',
  authority: '',
  partnerCenter: '',
  scope: '',
  extraCa: null,
  tenant: '',
  clientId: '',
  application: 'secret',
  resource: 'partner-center',
  scopes: '',
  redirectUri: DEFAULT_REDIRECT_URI,
  signInMethod: null,
};

/** The form of a connection that is there. */
export function valuesOf(view: ConnectionView): FormValues {
  const { name, cloud, customCloud, tenant, clientId, application, resource, redirectUri, signInMethod } = view;
  const { authority = '', partnerCenter = '', scope = '', extraCa = null } = customCloud ?? {};
  return {
    ...{ name, cloud, authority, partnerCenter, scope, extraCa, tenant, clientId, application },
    resource: resource.kind,
    scopes: resource.kind === 'custom' ? resource.scopes.join('\n') : '',
    redirectUri,
    signInMethod,
  };
}

/** The ways to sign in that fit what stands in the form, the usual one first. */
export function methodsOf({ application, clientId, redirectUri }: FormValues): readonly SignInMethod[] {
  return methodsFor({ application: { kind: application }, clientId, redirectUri });
}

/** The chosen way to sign in, or the usual one where the choice does not fit. */
export function methodOf(values: FormValues): SignInMethod {
  const methods = methodsOf(values);
  return methods.find((method) => method === values.signInMethod) ?? methods[0] ?? 'app-window';
}

/** The settings that the form stands for. */
export function settingsOf(values: FormValues, schedule: Schedule): ConnectionSettings {
  return {
    name: values.name.trim(),
    cloud: values.cloud,
    customCloud: customCloudOf(values),
    tenant: values.tenant.trim(),
    clientId: values.clientId.trim(),
    application: { kind: values.application },
    resource: resourceOf(values),
    redirectUri: values.redirectUri,
    signInMethod: methodOf(values),
    schedule,
  };
}

/** Only what is different, so that an untouched field cannot undo a change made elsewhere; `null` when nothing is. */
export function changeOf(view: ConnectionView, wanted: ConnectionSettings): ConnectionChange | null {
  const change: ConnectionChange = {
    id: view.id,
    ...(wanted.name === view.name ? {} : { name: wanted.name }),
    ...(isSame(wanted.customCloud, view.customCloud) ? {} : { customCloud: wanted.customCloud }),
    ...(wanted.tenant === view.tenant ? {} : { tenant: wanted.tenant }),
    ...(wanted.clientId === view.clientId ? {} : { clientId: wanted.clientId }),
    ...(isSame(wanted.resource, view.resource) ? {} : { resource: wanted.resource }),
    ...(wanted.redirectUri === view.redirectUri ? {} : { redirectUri: wanted.redirectUri }),
    ...(wanted.signInMethod === view.signInMethod ? {} : { signInMethod: wanted.signInMethod }),
    ...(scheduleKey(wanted.schedule) === scheduleKey(view.schedule) ? {} : { schedule: wanted.schedule }),
  };
  return Object.keys(change).length === 1 ? null : change;
}

/** Whether there is something among the rarer settings that a person should see at once. */
export function holdsUnusual(values: FormValues): boolean {
  return (
    values.resource !== 'partner-center' ||
    values.redirectUri !== DEFAULT_REDIRECT_URI ||
    methodOf(values) !== methodsOf(values)[0]
  );
}

function customCloudOf({ cloud, authority, partnerCenter, scope, extraCa }: FormValues): CustomCloud | null {
  if (cloud !== 'custom') return null;
  const address = (text: string) => text.trim().replace(/\/+$/, '');
  return { authority: address(authority), partnerCenter: address(partnerCenter), scope: scope.trim(), extraCa };
}

/** What the access tokens are to be for. */
export function resourceOf({ resource, scopes }: FormValues): Resource {
  if (resource !== 'custom') return { kind: resource };
  return { kind: 'custom', scopes: scopesIn(scopes) };
}

/** The scopes in a text, one a line or beside each other. */
export function scopesIn(text: string): string[] {
  return text.split(/[\s,]+/).filter((scope) => scope !== '');
}

/** Both sides were built by the same code, so their keys come in the same order. */
function isSame(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

/** What is wrong with a date typed into a date field, or `null`. None is fine. */
export function expiryProblem(date: string): string | null {
  if (date === '') return null;
  const time = expiryOf(date);
  return time === null || time > Date.UTC(2099, 11) ? 'Enter a date before 2099, or leave this empty.' : null;
}

/** When the day begins, here: whatever the hour, the secret is still good until then. `null` for no date. */
export function expiryOf(date: string): number | null {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(date) ?? [];
  if (year === undefined || month === undefined || day === undefined) return null;
  return new Date(Number(year), Number(month) - 1, Number(day)).getTime();
}

/** The day of a time as a date field takes it, `2027-05-31`; empty for none. */
export function dateOf(time: number | null): string {
  if (time === null) return '';
  const date = new Date(time);
  const digits = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${digits(date.getMonth() + 1)}-${digits(date.getDate())}`;
}
