import { Spinner } from '@fluentui/react-components';
import { useEffect, useLayoutEffect, useRef } from 'react';
import type { ConnectionView } from '../../ipc/contract';
import { CardActions } from '../actions/CardActions';
import { LifetimeChart } from '../chart/LifetimeChart';
import { KeyVaultSection } from '../key-vault/KeyVaultSection';
import { useAsked } from '../model/connection-history';
import { useConnectionOrLeave } from '../model/navigation';
import { useClock, usePanel, type View } from '../model/panel';
import { daysLeftOf } from '../model/time/days-left';
import { exactWords } from '../model/time/time-words';
import { ConnectionNotes } from '../notes/ConnectionNotes';
import { Message } from '../parts/Message';
import { ProblemBar } from '../parts/ProblemBar';
import { Scope } from '../parts/Scope';
import { statusColor } from '../parts/theme';
import { DaysRing } from '../state/DaysRing';
import { StateWords } from '../state/StateWords';
import { StatusIcon } from '../state/status-icon';
import { ExportedTokens } from './ExportedTokens';
import { HistoryList } from './HistoryList';
import { KnownFacts } from './KnownFacts';
import { usePageStyles } from './page-styles';
import { Section } from './Section';

interface ConnectionPageProps {
  /** Which connection, and what of it to bring into sight first; another object each time that somebody asks. */
  readonly asked: Extract<View, { kind: 'connection' }>;
}

/** Everything about one connection. Leaves when it is removed meanwhile. */
export function ConnectionPage({ asked }: ConnectionPageProps) {
  const view = useConnectionOrLeave(asked.id);
  return view === null ? null : <Page view={view} asked={asked} />;
}

function Page({ view, asked }: ConnectionPageProps & { view: ConnectionView }) {
  const styles = usePageStyles();
  const panel = usePanel();
  const { id } = view;
  const now = useClock(view.cloud);
  const { reply } = useAsked(id, panel.bridge.history);
  const exportedTokens = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => document.querySelector<HTMLElement>('[data-heading]')?.focus(), []);
  useEffect(() => {
    if (asked.section === undefined) return;
    // After the menu that led here has given the focus back.
    const frame = requestAnimationFrame(() => {
      exportedTokens.current?.scrollIntoView({ block: 'start' });
      exportedTokens.current?.focus({ preventScroll: true });
    });
    return () => cancelAnimationFrame(frame);
  }, [asked]);

  return (
    <div className={styles.page}>
      <Section title="Status">
        <div className={styles.top}>
          <DaysRing id={id} status={view.status} days={daysLeftOf(view, now)} />
          <div className={styles.facts}>
            <span className={styles.state}>
              <span className={styles.stateIcon}>
                <StatusIcon status={view.status} />
              </span>
              <span style={{ color: statusColor(view.status) }}>
                <StateWords view={view} />
              </span>
            </span>
            <span className={styles.quiet}>{endWords(view, now)}</span>
            {view.learnedText !== null && <span className={styles.quiet}>{view.learnedText}</span>}
          </div>
        </div>
        <ConnectionNotes view={view} vault={false} />
        <CardActions view={view} />
      </Section>
      <Section title="Remaining lifetime">
        {reply === null && <Spinner size="small" label="Loading…" labelPosition="after" />}
        {reply?.ok === false && <Message intent="error" what={reply.what} advice={reply.advice} />}
        {reply?.ok && reply.value.spans.length === 0 && reply.value.entries.length === 0 && (
          <p className={styles.text}>This begins with the first sign-in.</p>
        )}
        {reply?.ok && (reply.value.spans.length > 0 || reply.value.entries.length > 0) && (
          <LifetimeChart view={view} history={reply.value} now={now} />
        )}
      </Section>
      <Section title="Details">
        <Scope name="details">
          <KnownFacts view={view} />
        </Scope>
      </Section>
      <Section title="Exported tokens" heading={exportedTokens}>
        <Scope name="exported-tokens">
          <ExportedTokens view={view} />
        </Scope>
      </Section>
      {view.cloud !== 'custom' && (
        <Section title="Key Vault">
          <Scope name="key-vault">
            <KeyVaultSection view={view} />
            <ProblemBar about={id} />
          </Scope>
        </Section>
      )}
      <Section title="History">
        <Scope name="history">{reply?.ok && <HistoryList view={view} entries={reply.value.entries} />}</Scope>
      </Section>
    </div>
  );
}

/** When the token expires, which its page says to the minute. */
function endWords({ expiresAt, isTokenDead, issuedAt, endsWith }: ConnectionView, now: number): string {
  if (issuedAt === null || expiresAt === null) return 'There is no token yet.';
  if (isTokenDead && expiresAt > now) return 'Its token no longer works.';
  const end = endsWith === 'sign-in' ? 'Sign-in expires' : 'Expires';
  return expiresAt > now ? `${end} ${exactWords(expiresAt)}` : `Expired ${exactWords(expiresAt)}`;
}
