import { readFileSync } from 'node:fs';
import { CannotGoOn, say } from './project.mjs';
import { isOnPath, run } from './run.mjs';

/**
 * What the app, its build and its tests want of the system beyond Node. `present` looks for the thing itself rather
 * than for a package, so that another vendor's build of it counts.
 */
const NEEDS = {
  compiler: {
    what: 'a C++ compiler',
    present: () => isOnPath('g++') && isOnPath('make'),
    packages: { apt: ['g++', 'make'], dnf: ['gcc-c++', 'make'], pacman: ['gcc', 'make'], zypper: ['gcc-c++', 'make'] },
  },
  python: {
    what: 'Python (for node-gyp)',
    present: () => isOnPath('python3'),
    packages: { apt: ['python3'], dnf: ['python3'], pacman: ['python'], zypper: ['python3'] },
  },
  libsecretHeaders: {
    what: 'the headers of libsecret',
    present: async () => isOnPath('pkg-config') && (await run('pkg-config', ['--exists', 'libsecret-1'])).code === 0,
    packages: {
      apt: ['libsecret-1-dev', 'pkg-config'],
      dnf: ['libsecret-devel', 'pkgconf-pkg-config'],
      pacman: ['libsecret', 'pkgconf'],
      zypper: ['libsecret-devel', 'pkg-config'],
    },
  },
  libsecret: {
    what: 'libsecret',
    present: async () => (await run('/sbin/ldconfig', ['-p'])).output.includes('libsecret-1.so.0'),
    packages: { apt: ['libsecret-1-0'], dnf: ['libsecret'], pacman: ['libsecret'], zypper: ['libsecret-1-0'] },
  },
  browser: {
    what: 'Chromium (it shows the windows when Electron is missing)',
    // The names that the stand-in looks for (test/stand-in/runtime/chromium/launch.ts).
    present: () =>
      Boolean(process.env.STAND_IN_CHROMIUM) ||
      ['chromium', 'chromium-browser', 'google-chrome', 'chrome'].some((name) => isOnPath(name)),
    packages: { apt: ['chromium'], dnf: ['chromium'], pacman: ['chromium'], zypper: ['chromium'] },
  },
  sessionBus: {
    what: 'a private D-Bus session',
    present: () => isOnPath('dbus-daemon'),
    packages: { apt: ['dbus'], dnf: ['dbus-daemon'], pacman: ['dbus'], zypper: ['dbus-1-daemon'] },
  },
  terminal: {
    what: 'a pseudo-terminal',
    present: () => isOnPath('script'),
    packages: { apt: ['bsdutils'], dnf: ['util-linux'], pacman: ['util-linux'], zypper: ['util-linux'] },
  },
  secretService: {
    what: 'a Secret Service',
    present: () => isOnPath('gnome-keyring-daemon'),
    packages: { apt: ['gnome-keyring'], dnf: ['gnome-keyring'], pacman: ['gnome-keyring'], zypper: ['gnome-keyring'] },
  },
};

const INSTALL_COMMANDS = {
  apt: 'apt-get install -y --no-install-recommends',
  dnf: 'dnf install',
  pacman: 'pacman -S --needed',
  zypper: 'zypper install',
};

/**
 * Makes sure the named {@link NEEDS} are met. As root on a Debian-like system it announces and installs what is
 * missing; anywhere else it throws {@link CannotGoOn} with the one command to run. Does nothing outside Linux.
 */
export async function ensureSystemPackages(names, why) {
  if (process.platform !== 'linux') return;
  const missing = await missingNeeds(names);
  if (missing.length === 0) return;

  const manager = packageManager();
  const packages = packagesOf(missing, manager ?? 'apt');
  const wanted = `${why} needs ${listInWords(missing.map((name) => NEEDS[name].what))}.`;
  if (manager === null)
    throw new CannotGoOn(
      `${wanted}\nInstall it with your system's package manager. Its name on Debian: ${packages.join(' ')}.`,
    );

  const command = `${INSTALL_COMMANDS[manager]} ${packages.join(' ')}`;
  if (manager !== 'apt' || process.getuid?.() !== 0)
    throw new CannotGoOn(`${wanted}\nRun this command:\n\n  sudo ${command}\n`);

  say(`${wanted}\nInstalling system packages as root: ${command}`);
  await installWithApt(packages);
  const still = await missingNeeds(names);
  if (still.length > 0)
    throw new CannotGoOn(
      `Still missing after the installation: ${listInWords(still.map((name) => NEEDS[name].what))}.`,
    );
}

async function missingNeeds(names) {
  const present = await Promise.all(names.map((name) => NEEDS[name].present()));
  return names.filter((_, index) => !present[index]);
}

function packagesOf(names, manager) {
  return [...new Set(names.flatMap((name) => NEEDS[name].packages[manager]))];
}

async function installWithApt(packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const install = () =>
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=300', ...packages], {
      env,
    });
  const update = await run('apt-get', ['update', '-qq'], { env });
  const result = await install();
  if (result.code === 0) return;
  const output = update.code === 0 ? result.output : `${update.output}${result.output}`;
  throw new CannotGoOn(`apt-get couldn't install ${packages.join(' ')}:\n${lastLines(output, 15)}`);
}

function packageManager() {
  const family = distributionFamily();
  if (/debian|ubuntu/.test(family) && isOnPath('apt-get')) return 'apt';
  return ['dnf', 'pacman', 'zypper', 'apt'].find((name) => isOnPath(name === 'apt' ? 'apt-get' : name)) ?? null;
}

function distributionFamily() {
  try {
    const release = readFileSync('/etc/os-release', 'utf8');
    return [...release.matchAll(/^ID(?:_LIKE)?=(.*)$/gm)].map((match) => match[1]).join(' ');
  } catch {
    return '';
  }
}

function lastLines(text, count) {
  return text.trimEnd().split('\n').slice(-count).join('\n');
}

function listInWords(items) {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}
