import { live } from './world';
const [c, y, s, kind, most] = process.argv.slice(2);
let shown = 0;
const out = await live(
  { connections: Number(c), years: Number(y), seed: Number(s), without: process.env.WITHOUT?.split(',') ?? [], worse: process.env.WORSE } as any,
  ({ referee, machine, roster }: any) => {
    const breach = referee.breach.bind(referee);
    referee.breach = (k: string, i: number) => {
      referee.shortest = null;
      breach(k, i);
      if (kind && k !== kind) return;
      shown += 1;
      if (shown > Number(most ?? 3)) return;
      console.log(`--- ${k} ${i} life ${machine.life}`);
      console.log(referee.shortest?.trail.join('\n'));
      const conn = machine.keeper.find(roster.idOf(i));
      if (conn) console.log(JSON.stringify({ trouble: conn.trouble && { code: conn.trouble.failure.code, retryAt: conn.trouble.retryAt && new Date(conn.trouble.retryAt).toISOString(), attempts: conn.trouble.attempts }, refreshAt: conn.refreshAt && new Date(conn.refreshAt).toISOString(), learned: conn.learnedLifetime, limit: conn.learnedSignInLimit, token: conn.token && {...conn.token, at: new Date(conn.token.issuedAt).toISOString(), account: undefined}, waits: machine.keeper.nextTryAt(conn) && new Date(machine.keeper.nextTryAt(conn)).toISOString(), app: machine.keeper.appTrouble()?.code, skew: machine.skew }));
    };
  },
);
const bad = Object.entries(out.breaches).filter(([, n]) => n > 0);
console.log(`seed ${s}: ${c} x ${y}: ${JSON.stringify(Object.fromEntries(bad))} refreshes ${out.refreshes} retries ${out.retries} chance ${(out.longestChance / 60000).toFixed(0)} min / ${(out.mostChance / 60000).toFixed(0)} cpu ${(process.cpuUsage().user / 1e6).toFixed(1)}`);
