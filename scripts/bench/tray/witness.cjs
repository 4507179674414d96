// Loaded before an app: says on standard output when its icon is in the tray.
const { writeSync } = require('node:fs');
const electron = require('electron');

electron.Tray = new Proxy(electron.Tray, {
  construct: (Tray, args, target) => {
    const tray = Reflect.construct(Tray, args, target);
    writeSync(1, 'tray\n');
    return tray;
  },
});
