import { Accordion, AccordionHeader, AccordionItem, AccordionPanel, makeStyles } from '@fluentui/react-components';
import { surface } from '../../parts/styles';
import type { RegistrationProps } from './RegistrationScripts';
import { RegistrationSteps } from './RegistrationSteps';

const useStyles = makeStyles({
  box: { ...surface, overflow: 'hidden' },
  panel: { marginInline: '14px' },
});

/** What the application of a connection that there is needs to look like, for whoever looks for it. */
export function RegistrationHelp(registration: RegistrationProps) {
  const styles = useStyles();
  return (
    <Accordion collapsible className={styles.box}>
      <AccordionItem value="help">
        <AccordionHeader as="h2" expandIconPosition="end">
          What to register in Entra ID
        </AccordionHeader>
        <AccordionPanel className={styles.panel}>
          <RegistrationSteps {...registration} />
        </AccordionPanel>
      </AccordionItem>
    </Accordion>
  );
}
