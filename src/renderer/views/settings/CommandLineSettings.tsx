import { Button, Field, makeStyles, tokens } from '@fluentui/react-components';
import type { AppSettings, TokenGrant } from '../../../ipc/vocabulary';
import { Radios } from '../../forms/fields';
import { useFormStyles } from '../../forms/form-styles';
import { useAction } from '../../model/act';
import { APP, useConnections, usePanel } from '../../model/panel';
import { SettingsSection } from './SettingsSection';
import { SwitchField } from './SwitchField';
import { useSettings } from './use-settings';

const TOKEN_REQUESTS: ReadonlyArray<readonly [choice: AppSettings['tokenRequests'], label: string]> = [
  ['ask', 'Ask me'],
  ['allow', 'Allow'],
  ['never', 'Never'],
];

const EXPLAINED: Readonly<Record<AppSettings['tokenRequests'], string>> = {
  ask: 'A dialog names the program before it gets an access token. A refresh token is asked about every time.',
  allow: 'Every program of yours gets access tokens without asking. A refresh token is asked about every time.',
  never: 'No program gets a token, and you are not asked.',
};

const useStyles = makeStyles({
  list: { display: 'flex', flexDirection: 'column', gap: '8px', margin: 0, padding: 0, listStyleType: 'none' },
  granted: { display: 'flex', flexDirection: 'column', gap: '8px' },
  grant: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '4px 8px' },
  words: { flexGrow: 1, flexBasis: '160px', minWidth: 0, overflowWrap: 'anywhere' },
  quiet: { display: 'block', fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground2 },
});

/** Whether other programs may ask the app, and what they may have. */
export function CommandLineSettings() {
  const { settings, save } = useSettings();
  const form = useFormStyles();
  const { agentSocket, tokenRequests, tokenGrants } = settings;
  return (
    <SettingsSection title="Other programs">
      <SwitchField
        label="Command line"
        hint="Lets partner-token and other programs of yours ask this app. Programs of other users can't reach it."
        on={agentSocket}
        onChange={(on) => save({ agentSocket: on })}
      />
      <Field className={form.field} label="Tokens for other programs" hint={EXPLAINED[tokenRequests]}>
        <Radios value={tokenRequests} choices={TOKEN_REQUESTS} onValue={(choice) => save({ tokenRequests: choice })} />
      </Field>
      {tokenGrants.length > 0 && <TokenGrants grants={tokenGrants} />}
    </SettingsSection>
  );
}

/** The programs that the person has said "Always" to. */
function TokenGrants({ grants }: { readonly grants: readonly TokenGrant[] }) {
  const styles = useStyles();
  const panel = usePanel();
  const { run, pending } = useAction(APP);
  const views = useConnections();
  const nameOf = (id: string) => views.find((view) => view.id === id)?.name ?? 'a connection';
  return (
    <section aria-label="Always allowed" className={styles.granted}>
      Always allowed
      <ul className={styles.list}>
        {grants.map((grant) => {
          const { connectionId, program, parent } = grant;
          const what = `${fileOf(program)} for ${nameOf(connectionId)}`;
          return (
            <li key={JSON.stringify(grant)} className={styles.grant}>
              <span className={styles.words}>
                {what}
                <span className={styles.quiet}>
                  {program}
                  {parent === '' ? '' : ` · started by ${parent}`}
                </span>
              </span>
              <Button
                size="small"
                aria-label={`Ask again about ${what}`}
                disabledFocusable={pending}
                onClick={() =>
                  void run(
                    () => panel.bridge.withdrawTokenGrant(grant),
                    () => 'You will be asked again.',
                  )
                }
              >
                Ask again
              </Button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function fileOf(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}
