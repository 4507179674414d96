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

/** Who has asked, for the history: "node, started by pwsh". */
export function programInWords({ name, parent }: AskingProgram): string {
  return parent ? `${name}, started by ${parent.name}` : name;
}

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
  if (!isProcessId(processId)) return UNKNOWN_PROGRAM;
  const finding = platform === 'win32' ? findOnWindows(processId) : findWithParent(processId, platform);
  const [program, parent = null] = await finding.catch(() => []);
  return program ? { ...program, parent } : UNKNOWN_PROGRAM;
}

function isProcessId(id: number): boolean {
  return Number.isSafeInteger(id) && id >= 1 && id <= HIGHEST_ID;
}

const QUIETLY = { timeout: PATIENCE, windowsHide: true };

async function findWithParent(processId: number, platform: NodeJS.Platform): Promise<ProgramName[]> {
  const find = platform === 'darwin' ? findWithPs : findInProc;
  const found = await find(processId);
  if (!found) return [];
  const { parentId, ...program } = found;
  const parent = isProcessId(parentId) ? await find(parentId).catch(() => null) : null;
  return parent ? [program, { name: parent.name, path: parent.path }] : [program];
}

async function findWithPs(processId: number): Promise<Found | null> {
  const { stdout } = await run('/bin/ps', ['-o', 'ppid=,comm=', '-p', `${processId}`], QUIETLY);
  return readPs(stdout);
}

/** The line of `ps -o ppid=,comm=`; on a Mac the command is the program's whole path. Source: ps(1). */
export function readPs(line: string): Found | null {
  const [, parentId, command = ''] = /^\s*(\d+)\s+(\S.*?)\s*$/.exec(line) ?? [];
  const program = named(posix.basename(command), command.startsWith('/') ? command : '');
  return program && { ...program, parentId: Number(parentId) };
}

/** Source: proc_pid_stat(5), whose second field is in parentheses and can hold anything; proc_pid_exe(5). */
async function findInProc(processId: number): Promise<Found | null> {
  const [stat, file] = await Promise.all([
    readFile(`/proc/${processId}/stat`, 'utf8'),
    // Of another user's process only the name can be seen.
    readlink(`/proc/${processId}/exe`).catch(() => ''),
  ]);
  const [, name = '', parentId] = /^\d+ \((.*)\) \S (\d+) /s.exec(stat) ?? [];
  const path = file.replace(/ \(deleted\)$/, '');
  const program = named(path === '' ? name : posix.basename(path), path);
  return program && { ...program, parentId: Number(parentId) };
}

async function findOnWindows(processId: number): Promise<ProgramName[]> {
  const system = process.env.SystemRoot ?? 'C:\\Windows';
  const powerShell = win32.join(system, 'System32', 'WindowsPowerShell', 'v1.0', 'powershell.exe');
  const { stdout } = await run(powerShell, ['-NoProfile', '-NonInteractive', '-Command', askCim(processId)], QUIETLY);
  return readCim(stdout);
}

/**
 * Asks for a process and its parent at once, as JSON: starting PowerShell is what takes long. A parent that is younger than its child
 * has only been given the ID of one that is gone. Source: Microsoft Learn, "Win32_Process class", `ParentProcessId`.
 */
export function askCim(processId: number): string {
  return `[Console]::OutputEncoding = [Text.Encoding]::UTF8
$wanted = ${processId}
$before = $null
$found = foreach ($step in 'itself', 'parent') {
  $process = Get-CimInstance -ClassName Win32_Process -Filter "ProcessId = $wanted"
  if ($null -eq $process) { break }
  if ($null -ne $before -and $process.CreationDate -gt $before) { break }
  $wanted = $process.ParentProcessId
  $before = $process.CreationDate
  $process | Select-Object -Property 'Name', 'ExecutablePath'
}
ConvertTo-Json -Compress -InputObject @($found)`;
}

const cimSchema = v.pipe(
  v.string(),
  v.trim(),
  v.parseJson(),
  v.pipe(v.array(v.object({ Name: v.string(), ExecutablePath: v.nullable(v.string()) })), v.maxLength(2)),
);

/** What {@link askCim} prints: the process, then its parent. */
export function readCim(printed: string): ProgramName[] {
  const read = v.safeParse(cimSchema, printed);
  if (!read.success) return [];
  const [program, parent] = read.output.map(({ Name, ExecutablePath }) => named(Name, ExecutablePath ?? ''));
  return program ? [program, ...(parent ? [parent] : [])] : [];
}

/** A process can give itself any name: what would hide or move the words around it is left out. */
function named(name: string, path: string): ProgramName | null {
  const shown = clean(name).slice(0, LONGEST_NAME);
  if (shown === '') return null;
  // A path of which a part is left out is another program's.
  const isWhole = path !== '' && path === clean(path) && path.length <= LONGEST_PATH;
  return { name: shown, path: isWhole ? path : null };
}

function clean(text: string): string {
  return text.replace(/[\p{C}\u2028\u2029]/gu, '').trim();
}
