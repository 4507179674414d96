import { makeStyles, SearchBox, Select } from '@fluentui/react-components';
import type { Sorting } from '../model/connection-list';

const useStyles = makeStyles({
  bar: { display: 'flex', flexWrap: 'wrap', gap: '8px' },
  search: { flexGrow: 1, flexBasis: '150px', minWidth: 0, maxWidth: 'none', '& input': { minWidth: 0 } },
  sort: { flexShrink: 0, minWidth: 0 },
});

const SORTINGS: Readonly<Record<Sorting, string>> = {
  urgency: 'Most urgent first',
  name: 'By name',
  added: 'By date added',
};

export interface FindBarProps {
  readonly query: string;
  readonly onQuery: (query: string) => void;
  readonly sorting: Sorting;
  readonly onSorting: (sorting: Sorting) => void;
  readonly found: number;
}

/** Finds and sorts among many connections. */
export function FindBar({ query, onQuery, sorting, onSorting, found }: FindBarProps) {
  const styles = useStyles();
  return (
    <search className={styles.bar}>
      <SearchBox
        className={styles.search}
        placeholder="Search"
        aria-label={`Search connections${query.trim() === '' ? '' : `, ${found} found`}`}
        value={query}
        maxLength={100}
        onChange={(_, data) => onQuery(data.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || query === '') return;
          // The first Escape empties the field; the next one closes the panel.
          event.preventDefault();
          onQuery('');
        }}
      />
      <Select
        className={styles.sort}
        aria-label="Sort connections"
        value={sorting}
        onChange={(_, { value }) => {
          if (isSorting(value)) onSorting(value);
        }}
      >
        {Object.entries(SORTINGS).map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </Select>
    </search>
  );
}

function isSorting(value: string): value is Sorting {
  return Object.hasOwn(SORTINGS, value);
}
