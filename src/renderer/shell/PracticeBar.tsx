import { Button, makeStyles, Switch, tokens } from '@fluentui/react-components';
import { Beaker20Regular } from '@fluentui/react-icons/svg/beaker';
import { useId } from 'react';
import { DAY } from '../../ipc/vocabulary';
import { useAction, useWanted } from '../model/act';
import { APP, usePanel, useRest } from '../model/panel';
import { useMinutes } from '../model/time/ticker';
import { dateWords, offsetWords } from '../model/time/time-words';

const useStyles = makeStyles({
  bar: {
    flexShrink: 0,
    marginTop: 'auto',
    position: 'sticky',
    bottom: 0,
    zIndex: 2,
    display: 'flex',
    flexDirection: 'column',
    gap: '8px',
    padding: '10px 12px 12px',
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground2,
    // Enlarged to 200 %, the bar would hide the cards: there it scrolls with them.
    '@media (max-height: 420px)': { position: 'static' },
  },
  top: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '4px 8px' },
  icon: { color: tokens.colorBrandForeground1, flexShrink: 0 },
  words: { flexGrow: 1, flexBasis: '140px', minWidth: 0 },
  title: { margin: 0, fontSize: tokens.fontSizeBase200, lineHeight: '16px', fontWeight: tokens.fontWeightSemibold },
  date: { margin: 0, fontSize: tokens.fontSizeBase200, lineHeight: '16px', color: tokens.colorNeutralForeground3 },
  steps: { display: 'flex', flexWrap: 'wrap', gap: '8px' },
  step: { flexGrow: 1, minWidth: '72px' },
});

const STEPS = [
  { label: '+1 day', words: 'Move the practice clock forward 1 day', by: DAY },
  { label: '+1 week', words: 'Move the practice clock forward 1 week', by: 7 * DAY },
  { label: '+62 days', words: 'Move the practice clock forward 62 days', by: 62 * DAY },
] as const;

/** The practice cloud's calendar and network, in the hands of whoever tries it. Absent outside of practice. */
export function PracticeBar() {
  const practice = useRest((rest) => rest.practice);
  return practice === null ? null : <Bar offset={practice.offset} networkUp={practice.networkUp} />;
}

function Bar({ offset, networkUp }: { offset: number; networkUp: boolean }) {
  const styles = useStyles();
  const panel = usePanel();
  const titleId = useId();
  const clock = useAction(APP);
  const network = useWanted({ up: networkUp });
  const now = useMinutes() + offset;
  const ahead = offsetWords(offset);
  const advance = (by: number) =>
    clock.run(
      () => panel.bridge.advancePracticeClock({ by }),
      () => {
        panel.say(`It's now ${dateWords(Date.now() + offset + by)} in the practice cloud.`);
        return null;
      },
    );
  const setNetwork = (up: boolean) => network.choose({ up }, () => panel.bridge.setPracticeNetwork({ up }));
  return (
    <section className={styles.bar} aria-labelledby={titleId}>
      <div className={styles.top}>
        <Beaker20Regular className={styles.icon} />
        <div className={styles.words}>
          <h2 className={styles.title} id={titleId}>
            Practice cloud{ahead !== null && ` · ${ahead}`}
          </h2>
          <p className={styles.date}>{dateWords(now)}</p>
        </div>
        <Switch
          label="Network"
          labelPosition="before"
          checked={network.shown.up}
          onChange={(_, { checked }) => void setNetwork(checked)}
        />
      </div>
      <div className={styles.steps}>
        {STEPS.map(({ label, words, by }) => (
          <Button
            key={label}
            className={styles.step}
            size="small"
            disabledFocusable={clock.pending}
            title={words}
            onClick={() => advance(by)}
          >
            {label}
          </Button>
        ))}
      </div>
    </section>
  );
}
