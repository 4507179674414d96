import { makeStyles, tokens } from '@fluentui/react-components';
import type { ConnectionView } from '../../ipc/contract';
import { type CommandForm, commandFormsFor, commandIn } from '../../ipc/vocabulary';
import { SelectField } from '../forms/fields';

const LABELS: Readonly<Record<CommandForm, string>> = {
  shell: 'Any shell: print an access token',
  'partner-center': 'PowerShell: PartnerCenter module',
  'exchange-online': 'PowerShell: Exchange Online',
  graph: 'PowerShell: Microsoft Graph',
  python: 'Python with an Azure SDK',
  node: 'Node with an Azure SDK',
  dotnet: '.NET with an Azure SDK',
  curl: 'curl',
};

const useStyles = makeStyles({
  command: {
    margin: 0,
    padding: '9px 11px',
    // Seen in high contrast.
    border: `1px solid ${tokens.colorTransparentStroke}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    userSelect: 'text',
  },
});

interface CommandFieldsProps {
  readonly view: ConnectionView;
  readonly form: CommandForm;
  readonly onForm: (form: CommandForm) => void;
}

/** A line or a script that gets its tokens from `partner-token`. It may be shown: nothing in it is secret. */
export function CommandFields({ view, form, onForm }: CommandFieldsProps) {
  const styles = useStyles();
  return (
    <>
      <SelectField
        name="form"
        label="For"
        hint="Nothing in it is secret: it gets a token from this app each time it runs."
        value={form}
        choices={commandFormsFor(view.cloud).map((each) => [each, LABELS[each]] as const)}
        onValue={onForm}
      />
      <pre className={styles.command}>{commandIn(form, { ...view, username: view.account })}</pre>
    </>
  );
}
