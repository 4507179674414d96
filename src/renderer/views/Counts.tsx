import { makeStyles, mergeClasses, shorthands, ToggleButton, tokens } from '@fluentui/react-components';
import { useEffect } from 'react';
import type { ConnectionView } from '../../ipc/contract';
import { lookOf, type StatusLook } from '../../ipc/vocabulary';
import { countWords, type Finding, type SummaryPart, summarize } from '../model/connection-list';
import { usePanel } from '../model/panel';
import { StatusIcon } from '../state/status-icon';

const useStyles = makeStyles({
  counts: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '4px',
    margin: 0,
    padding: 0,
    border: 'none',
    minWidth: 0,
  },
  count: {
    marginInline: '2px 4px',
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightSemibold,
    fontVariantNumeric: 'tabular-nums',
  },
  pressed: {
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorBrandForeground2,
    backgroundColor: tokens.colorBrandBackground2,
    ...shorthands.borderColor(tokens.colorBrandStroke1),
    boxShadow: `inset 0 0 0 1px ${tokens.colorBrandStroke1}`,
    '@media (forced-colors: active)': { outline: '2px solid Highlight', outlineOffset: '-2px' },
    ':hover': {
      color: tokens.colorBrandForeground2,
      backgroundColor: tokens.colorBrandBackground2Hover,
      ...shorthands.borderColor(tokens.colorBrandStroke1),
    },
  },
  part: {
    minWidth: 0,
    paddingInline: '7px',
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightRegular,
    fontVariantNumeric: 'tabular-nums',
  },
});

interface CountsProps {
  readonly views: readonly ConnectionView[];
  readonly looks: Finding['looks'];
}

/** "30 connections: 24 fine, 5 expiring soon, 1 expired", each of which shows only those while it is pressed. */
export function Counts({ views, looks }: CountsProps) {
  const styles = useStyles();
  const panel = usePanel();
  const parts = summarize(views);
  const { settledStatus } = panel.store;
  const isIn = (look: StatusLook) => (view: ConnectionView) =>
    look === lookOf(view.status) || look === lookOf(settledStatus(view));
  const gone = looks.filter((look) => !views.some(isIn(look)));
  useEffect(() => {
    if (gone.length > 0) panel.find({ looks: looks.filter((look) => !gone.includes(look)) });
  });
  const toggle = ({ look }: SummaryPart) =>
    panel.find({
      looks: looks.includes(look) ? looks.filter((other) => other !== look) : [...looks, look],
      selected: null,
    });
  return (
    <fieldset className={styles.counts} aria-label="Show only">
      <span className={styles.count}>{countWords(views.length)}</span>
      {parts.map((part) => (
        <ToggleButton
          key={part.look}
          className={mergeClasses(styles.part, looks.includes(part.look) && styles.pressed)}
          size="small"
          shape="circular"
          icon={<StatusIcon status={part.look} />}
          checked={looks.includes(part.look)}
          onClick={() => toggle(part)}
        >
          {part.words}
        </ToggleButton>
      ))}
    </fieldset>
  );
}
