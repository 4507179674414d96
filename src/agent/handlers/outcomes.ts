import type { Connection } from '../../core/model/connection';
import type { Failure } from '../../core/model/failure';
import type { ConnectionFacts, Refused } from '../answers';
import { chooseConnection } from './choose-connection';
import { factsOf } from './facts';
import type { HandlerPorts } from './ports';
import { failed } from './refusals';

/** How what was asked of a connection came out. */
export type Outcomes = ReturnType<typeof outcomesOf>;

export function outcomesOf({ keeper, endsSoon }: HandlerPorts) {
  const facts = (connection: Connection): ConnectionFacts => factsOf(keeper, connection);
  const after = (connection: Connection) =>
    ({ ok: true, connection: facts(keeper.find(connection.id) ?? connection) }) as const;
  return {
    facts,
    /** Does something with the one connection that is meant. */
    within: async <T>(wanted: string, job: (connection: Connection) => Promise<T | Refused>): Promise<T | Refused> => {
      const chosen = chooseConnection(keeper, wanted);
      return chosen.ok ? job(chosen.connection) : chosen;
    },
    /** It was done: the connection as it is now. */
    after,
    /** It was done, if the file could be written that alone remembers it. */
    filed: (connection: Connection) => {
      const trouble = endsSoon ? keeper.appTrouble() : null;
      return trouble?.code === 'file/unwritable' ? failed(trouble, null) : after(connection);
    },
    refuse: (failure: Failure, { id }: Connection) => failed(failure, keeper.find(id)),
  };
}
