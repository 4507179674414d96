import { execFile } from 'node:child_process';
import { readFile, readlink } from 'node:fs/promises';
import { posix, win32 } from 'node:path';
import { promisify } from 'node:util';
import * as v from 'valibot';
import { SECOND } from '../../core/model/time';

/** A program by its process. Fit to be shown: no control characters, and not long. */
export interface ProgramName {
  /** Such as `pwsh`. */
  readonly name: string;
  /** Where its file is; `null`: the system doesn't tell. */
  readonly path: string | null;
}

export interface AskingProgram extends ProgramName {
  /** The program that started it; `null`: not known. */
  readonly parent: ProgramName | null;
}

/** What is said of a process that there is not, or that this user may not look at. */
export const UNKNOWN_PROGRAM: AskingProgram = { name: 'an unknown program', path: null, parent: null };

interface Found extends ProgramName {
  readonly parentId: number;
}

/** Linux has no higher process ID than 2^22, macOS none above 99999, Windows uses 32 bits. */
const HIGHEST_ID = 0xffff_ffff;
const PATIENCE = 5 * SECOND;
const LONGEST_NAME = 60;
const LONGEST_PATH = 1000;
const run = promisify(execFile);

/** Which program a process is of, and which one started it. Never rejects. */
export async function programOf(
  processId: number,
  platform: NodeJS.Platform = process.platform,
): Promise<AskingProgram> {
  const found = await find(processId, platform);
  if (!found) return UNKNOWN_PROGRAM;
  const parent = await find(found.parentId, platform);
  return { name: found.name, path: found.path, parent: parent && { name: parent.name, path: parent.path } };
}

/** `null`: there is no such process, or it can't be looked at. */
async function find(processId: number, platform: NodeJS.Platform): Promise<Found | null> {
  if (!Number.isSafeInteger(processId) || processId < 1 || processId > HIGHEST_ID) return null;
  try {
    switch (platform) {
      case 'win32':
        return await findOnWindows(processId);
      case 'darwin':
        return readPs((await run('/bin/ps', ['-o', 'ppid=,comm=', '-p', `${processId}`], QUIETLY)).stdout);
      default:
        return await findInProc(processId);
    }
  } catch {
    return null;
  }
}

const QUIETLY = { timeout: PATIENCE, windowsHide: true };

/** Source: proc_pid_stat(5), whose second field is in parentheses and can hold anything; proc_pid_exe(5). */
async function findInProc(processId: number): Promise<Found | null> {
  const [stat, file] = await Promise.all([
    readFile(`/proc/${processId}/stat`, 'utf8'),
    // Of another user's process only the name can be seen.
    readlink(`/proc/${processId}/exe`).catch(() => ''),
  ]);
  const [, name = '', parentId] = /^\d+ \((.*)\) \S (\d+) /s.exec(stat) ?? [];
  const path = file.replace(/ \(deleted\)$/, '');
  return foundAs(path === '' ? name : posix.basename(path), path, Number(parentId));
}

/** The line of `ps -o ppid=,comm=`; on a Mac the command is the program's whole path. Source: ps(1). */
export function readPs(line: string): Found | null {
  const [, parentId, command = ''] = /^\s*(\d+)\s+(\S.*?)\s*$/.exec(line) ?? [];
  if (parentId === undefined) return null;
  return foundAs(posix.basename(command), command.startsWith('/') ? command : '', Number(parentId));
}

/** Source: Microsoft Learn, "Win32_Process class". */
async function findOnWindows(processId: number): Promise<Found | null> {
  const system = process.env.SystemRoot ?? 'C:\\Windows';
  const powerShell = win32.join(system, 'System32', 'WindowsPowerShell', 'v1.0', 'powershell.exe');
  return readCim(
    (await run(powerShell, ['-NoProfile', '-NonInteractive', '-Command', askCim(processId)], QUIETLY)).stdout,
  );
}

/** Asks for one process, as JSON. */
export function askCim(processId: number): string {
  return [
    '[Console]::OutputEncoding = [Text.Encoding]::UTF8',
    `Get-CimInstance -ClassName Win32_Process -Filter 'ProcessId = ${processId}' | Select-Object -Property 'Name', 'ExecutablePath', 'ParentProcessId' | ConvertTo-Json -Compress`,
  ].join('; ');
}

const cimSchema = v.pipe(
  v.string(),
  v.trim(),
  v.parseJson(),
  v.object({ Name: v.string(), ExecutablePath: v.nullable(v.string()), ParentProcessId: v.number() }),
);

/** What {@link askCim} prints. */
export function readCim(printed: string): Found | null {
  const read = v.safeParse(cimSchema, printed);
  if (!read.success) return null;
  const { Name, ExecutablePath, ParentProcessId } = read.output;
  return foundAs(Name, ExecutablePath ?? '', ParentProcessId);
}

/** A process can give itself any name: what would hide or move the words around it is left out. */
function foundAs(name: string, path: string, parentId: number): Found | null {
  const shown = clean(name).slice(0, LONGEST_NAME);
  if (shown === '') return null;
  // A path of which a part is left out is another program's.
  const isWhole = path !== '' && path === clean(path) && path.length <= LONGEST_PATH;
  return { name: shown, path: isWhole ? path : null, parentId };
}

function clean(text: string): string {
  return text.replace(/[\p{C}\u2028\u2029]/gu, '').trim();
}
