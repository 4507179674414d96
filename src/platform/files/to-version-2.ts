import type { Versioned } from './versioned';

/**
 * Version 1 knew client secrets, Partner Center and the app window only. Whatever does not have the form of a connection
 * is passed on as it is: whether the outcome is a good file is for the schema to say.
 */
export function toVersion2(file: Versioned): Versioned {
  const connections: unknown = Reflect.get(file, 'connections');
  if (!Array.isArray(connections)) return { ...file, version: 2 };
  return Object.assign({ ...file, version: 2 }, { connections: connections.map(toConnection) });
}

function toConnection(connection: unknown): unknown {
  if (typeof connection !== 'object' || connection === null || !('secretGeneration' in connection)) return connection;
  const { secretGeneration: generation, ...rest } = connection;
  const credential =
    typeof generation === 'number' ? { generation, expiresAt: null, thumbprint: null, notificationsRaised: [] } : null;
  return {
    ...rest,
    customCloud: null,
    resource: { kind: 'partner-center' },
    signInMethod: 'app-window',
    credential,
  };
}
