import { mkdirSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

function appDataFolder(home: string): string {
  if (process.platform === 'darwin') return join(home, 'Library/Application Support');
  if (process.platform === 'win32') return process.env.APPDATA ?? join(home, 'AppData/Roaming');
  return process.env.XDG_CONFIG_HOME ?? join(home, '.config');
}

/** The folders that `app.getPath` knows. */
export class AppPaths {
  private readonly chosen = new Map<string, string>();

  /** As `app.setPath`: makes the folder too. */
  set(name: string, path: string): void {
    mkdirSync(path, { recursive: true });
    this.chosen.set(name, path);
  }

  /** Without making it, for what the command line says. */
  name(name: string, path: string): void {
    this.chosen.set(name, path);
  }

  /** @throws Error for a name that Electron does not know. */
  get(name: string, app: { readonly name: string; readonly executable: string }): string {
    const chosen = this.chosen.get(name);
    if (chosen) return chosen;
    const home = homedir();
    switch (name) {
      case 'home':
        return home;
      case 'appData':
        return appDataFolder(home);
      case 'userData':
        return join(this.get('appData', app), app.name);
      case 'sessionData':
        return this.get('userData', app);
      case 'temp':
        return tmpdir();
      case 'logs':
        return process.platform === 'darwin'
          ? join(home, 'Library/Logs', app.name)
          : join(this.get('userData', app), 'logs');
      case 'crashDumps':
        return join(this.get('userData', app), 'Crashpad');
      case 'exe':
      case 'module':
        return app.executable;
      case 'assets':
        return dirname(app.executable);
      case 'desktop':
      case 'documents':
      case 'downloads':
      case 'music':
      case 'pictures':
      case 'videos':
        return join(home, `${name.charAt(0).toUpperCase()}${name.slice(1)}`);
      default:
        throw new Error(`Failed to get '${name}' path`);
    }
  }
}
