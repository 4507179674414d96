import {
  Accordion,
  AccordionHeader,
  AccordionItem,
  AccordionPanel,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { type FormValues, platformOf } from './values';

const useStyles = makeStyles({
  box: {
    borderRadius: '10px',
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    overflow: 'hidden',
  },
  panel: { marginInline: '14px' },
  steps: {
    margin: 0,
    padding: '0 0 14px 18px',
    display: 'flex',
    flexDirection: 'column',
    gap: '8px',
    fontSize: tokens.fontSizeBase200,
    lineHeight: '18px',
    color: tokens.colorNeutralForeground2,
    userSelect: 'text',
    overflowWrap: 'anywhere',
  },
  exact: { fontFamily: tokens.fontFamilyMonospace, color: tokens.colorNeutralForeground1, userSelect: 'all' },
  term: { fontWeight: tokens.fontWeightSemibold, color: tokens.colorNeutralForeground1 },
});

/** What the application needs to look like in Entra ID, with the redirect URI exactly as the form has it. */
export function RegistrationHelp({ values }: { values: FormValues }) {
  const styles = useStyles();
  return (
    <Accordion collapsible className={styles.box}>
      <AccordionItem value="help">
        <AccordionHeader as="h2" expandIconPosition="end">
          What to register in Entra ID
        </AccordionHeader>
        <AccordionPanel className={styles.panel}>
          <ol className={styles.steps}>
            <li>
              In your partner tenant, open{' '}
              <span className={styles.term}>Entra ID, App registrations, New registration</span>. Choose accounts in
              this directory only, or in any directory if your app acts for customers.
            </li>
            <li>
              Add a redirect URI of platform <span className={styles.term}>{platformOf(values.application)}</span>, not
              “Single-page application” (its tokens last 24 hours):{' '}
              <code className={styles.exact}>{values.redirectUri}</code>
            </li>
            <li>
              Under <span className={styles.term}>API permissions</span>, add{' '}
              <span className={styles.term}>Microsoft Partner Center → user_impersonation (delegated)</span>, and grant
              admin consent.
            </li>
            <li>
              <ProofStep application={values.application} />
            </li>
            <li>
              From <span className={styles.term}>Overview</span>, copy the application (client) ID and the directory
              (tenant) ID.
            </li>
          </ol>
        </AccordionPanel>
      </AccordionItem>
    </Accordion>
  );
}

/** What the application will prove itself with. */
function ProofStep({ application }: Pick<FormValues, 'application'>) {
  const styles = useStyles();
  const place = <span className={styles.term}>Certificates &amp; secrets</span>;
  switch (application) {
    case 'secret':
      return (
        <>
          Under {place}, create a client secret and copy its <span className={styles.term}>Value</span>. It is shown
          only once.
        </>
      );
    case 'certificate':
      return <>Under {place}, upload the certificate without its key. The key stays with you.</>;
    case 'public':
      return (
        <>
          Under <span className={styles.term}>Authentication</span>, allow public client flows.
        </>
      );
  }
}
