import type { Threshold } from '../expiry/notifications';
import type { VaultPorts } from '../key-vault/ports';
import type { CloudName } from '../model/clouds';
import type { ConnectionSettings, Resource } from '../model/connection';
import type { Credential } from '../model/credential';
import type { Exchange } from '../model/exchange';
import type { Random } from '../model/new-id';
import type { Clock, Timers } from '../model/time';
import type { HistoryFile } from '../storage/ports';
import type { StoragePorts } from '../storage/storage';

/** Trades a refresh token at the cloud's token endpoint. Never rejects. */
export interface TokenEndpoint {
  redeem(request: {
    readonly connection: ConnectionSettings;
    readonly credential: Credential;
    readonly refreshToken: string;
    /** What the access token is for, when that is another resource than the connection's own. */
    readonly resource?: Resource;
    readonly signal: AbortSignal;
  }): Promise<Exchange>;
}

/** Everything the keeper needs of the world. */
export interface KeeperPorts extends StoragePorts, VaultPorts {
  /** Practice connections live on the practice clock, all others on the system's. */
  readonly clockOf: (cloud: CloudName) => Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly endpoint: TokenEndpoint;
  readonly history: HistoryFile;
  /** At which thresholds a person wants to be notified; at all, unless told otherwise. Asked anew each time. */
  readonly notifyAt?: () => readonly Threshold[];
}
