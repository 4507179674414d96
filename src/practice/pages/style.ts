/** The one stylesheet of every page, inline. */
export const STYLE = `
:root{color-scheme:light dark;
--page:#e9efec;--glow:#d3e6df;--card:#fff;--ink:#14231f;--quiet:#54655f;--line:#c9d5d0;--field:#fff;--fieldline:#7d8f88;
--accent:#0b6a5d;--accent-ink:#fff;--accent-soft:#e2f1ed;--bad:#a4262c;--bad-soft:#fdf0f0;
--tape:#ffc83d;--tape-2:#f7b500;--tape-ink:#2b1f00}
@media (prefers-color-scheme:dark){:root{
--page:#0e1513;--glow:#16302a;--card:#18211e;--ink:#eef4f1;--quiet:#a3b3ad;--line:#32413c;--field:#111917;--fieldline:#7c8f87;
--accent:#63d6c2;--accent-ink:#06231e;--accent-soft:#1d322d;--bad:#ff9a9e;--bad-soft:#3a1d20;
--tape:#d9a520;--tape-2:#c4930f;--tape-ink:#1f1600}}
*{box-sizing:border-box}
html{font:16px/1.5 "Segoe UI Variable Text","Segoe UI",-apple-system,BlinkMacSystemFont,Cantarell,sans-serif}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:16px;color:var(--ink);
background:radial-gradient(120% 70% at 50% 0,var(--glow),transparent 70%) var(--page)}
main{width:100%;max-width:440px;background:var(--card);border:1px solid var(--line);border-radius:16px;overflow:hidden;
box-shadow:0 1px 2px rgb(0 0 0/.06),0 16px 40px -12px rgb(0 0 0/.22)}
main.wide{max-width:560px}
.tape{margin:0;padding:9px 28px;font-size:14px;font-weight:600;color:var(--tape-ink);display:flex;gap:9px;align-items:center;
background:repeating-linear-gradient(-45deg,var(--tape) 0 14px,var(--tape-2) 14px 28px)}
.tape svg{flex:none}
.in{padding:26px 28px 24px}
.org{margin:0 0 14px;font-size:14px;font-weight:600;color:var(--accent)}
h1{margin:0;font-size:24px;line-height:1.25;font-weight:650;letter-spacing:-.012em;text-wrap:balance}
.lead{margin:6px 0 0;color:var(--quiet)}
.lead b{color:var(--ink);font-weight:600}
form.main{margin:22px 0 0}
label{display:block;font-weight:600;font-size:14px;margin:0 0 6px}
input{width:100%;font:inherit;color:inherit;background:var(--field);border:1px solid var(--fieldline);border-radius:8px;padding:10px 12px}
input::placeholder{color:var(--quiet);opacity:1}
input.code{font-size:22px;letter-spacing:.28em;font-variant-numeric:tabular-nums}
input[aria-invalid]{border-color:var(--bad);border-width:2px;padding:9px 11px}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
input:focus-visible{outline-offset:0;outline-width:2px;border-color:transparent}
.problem{margin:0 0 16px;padding:10px 12px;border-radius:8px;background:var(--bad-soft);color:var(--bad);font-size:14px;font-weight:550;
border-left:4px solid var(--bad)}
.buttons{display:flex;flex-direction:row-reverse;gap:10px;margin:22px 0 0}
button{font:inherit;font-weight:600;border-radius:8px;border:1px solid var(--fieldline);background:transparent;color:var(--ink);
padding:9px 18px;min-width:96px;cursor:pointer}
button:hover{background:var(--accent-soft)}
button.go{background:var(--accent);border-color:var(--accent);color:var(--accent-ink)}
button.go:hover{filter:brightness(1.08)}
button.link{border:0;padding:2px 4px;margin:-2px -4px;min-width:0;font-size:14px;color:var(--accent);text-decoration:underline;text-underline-offset:3px}
.who{display:flex;align-items:center;gap:11px;margin:0 0 18px;min-width:0}
.who .face{flex:none;width:38px;height:38px;border-radius:50%;display:grid;place-items:center;background:var(--accent-soft);
color:var(--accent);font-weight:650;font-size:14px}
.who div{min-width:0;font-size:14px;line-height:1.35}
.who b{display:block;font-weight:600;overflow-wrap:anywhere}
.who b span{display:inline-block;max-width:100%}
.who form{margin:0}
ul.asks{list-style:none;margin:18px 0 0;padding:0;border-top:1px solid var(--line)}
ul.asks li{display:flex;gap:12px;padding:11px 0;border-bottom:1px solid var(--line)}
ul.asks svg{flex:none;margin-top:2px;color:var(--accent)}
ul.asks span{display:block;font-size:14px;color:var(--quiet)}
h1+.problem{margin-top:16px}
.small{font-size:14px;color:var(--quiet);margin:16px 0 0}
details{margin:22px 0 0;font-size:14px;border-top:1px solid var(--line);padding-top:14px;color:var(--quiet)}
summary{cursor:pointer;font-weight:600;color:var(--ink);border-radius:4px}
dl{margin:10px 0 0;display:grid;gap:8px}
dt{color:var(--ink)}
dd{margin:0}
code{font:13px/1.5 ui-monospace,"Cascadia Mono",Menlo,"DejaVu Sans Mono",monospace;user-select:all;overflow-wrap:anywhere;
background:var(--accent-soft);color:var(--ink);border-radius:5px;padding:2px 6px}
.ids{display:grid;grid-template-columns:max-content 1fr;gap:4px 14px;font-size:14px;margin:12px 0 0;color:var(--quiet)}
.ids dt{color:var(--quiet)}
.ids dd{overflow-wrap:anywhere;color:var(--ink)}
@media (max-width:480px){body{padding:0;place-items:stretch}main{max-width:none;border:0;border-radius:0;box-shadow:none}
.tape{padding-inline:22px}.in{padding-inline:22px}}
@media (forced-colors:active){.tape{border-bottom:2px solid}button,input,.problem{border:1px solid}}
@media (prefers-reduced-motion:no-preference){main{animation:in .18s ease-out}@keyframes in{from{opacity:0;transform:translateY(4px)}}}
`;
