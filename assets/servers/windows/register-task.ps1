#Requires -RunAsAdministrator
<#
.SYNOPSIS
  Registers a scheduled task that keeps Partner Center refresh tokens alive from the start of this computer on.
.DESCRIPTION
  The task runs partner-token keep as Local Service, which has no credential store: the secrets are in encrypted files. Only
  administrators and Local Service can read the folder that has them and the key. docs/servers.md says more.
.PARAMETER Program
  Where partner-token.exe is.
.PARAMETER Folder
  Where the connections, the key and the log are to be.
#>
param(
  [string] $Program = "$env:ProgramFiles\partner-token\partner-token.exe",
  [string] $Folder = "$env:ProgramData\partner-token"
)
$ErrorActionPreference = 'Stop'
if (-not (Test-Path -LiteralPath $Program)) { throw "There is no $Program. Name it with -Program." }

New-Item -ItemType Directory -Force -Path $Folder | Out-Null
# S-1-5-19: Local Service. S-1-5-32-544: administrators. S-1-5-18: the system.
icacls $Folder /inheritance:r /grant:r '*S-1-5-19:(OI)(CI)M' '*S-1-5-32-544:(OI)(CI)F' '*S-1-5-18:(OI)(CI)F' | Out-Null
if ($LASTEXITCODE -ne 0) { throw "Couldn't protect $Folder." }

$key = Join-Path $Folder 'key'
if (-not (Test-Path -LiteralPath $key)) {
  $bytes = [byte[]]::new(32)
  $random = [System.Security.Cryptography.RandomNumberGenerator]::Create()
  $random.GetBytes($bytes)
  [System.IO.File]::WriteAllBytes($key, $bytes)
}

$log = Join-Path $Folder 'keep.log'
$keep = "`"$Program`" keep --data-folder `"$Folder`" --secret-store file --key-file `"$key`" --listen 127.0.0.1:9469"
$action = New-ScheduledTaskAction -Execute "$env:SystemRoot\System32\cmd.exe" -Argument "/d /s /c `"$keep >> `"$log`" 2>&1`""
$trigger = New-ScheduledTaskTrigger -AtStartup
$principal = New-ScheduledTaskPrincipal -UserId 'NT AUTHORITY\LOCAL SERVICE' -LogonType ServiceAccount -RunLevel Limited
$often = @{ RestartCount = 999; RestartInterval = New-TimeSpan -Minutes 1; ExecutionTimeLimit = [TimeSpan]::Zero }
$settings = New-ScheduledTaskSettingsSet @often -StartWhenAvailable -AllowStartIfOnBatteries -DontStopIfGoingOnBatteries -MultipleInstances IgnoreNew
$task = @{ TaskName = 'Partner Token Keeper'; Action = $action; Trigger = $trigger; Principal = $principal; Settings = $settings }
Register-ScheduledTask @task -Force | Out-Null
Start-ScheduledTask -TaskName 'Partner Token Keeper'
"The task runs. It tells what it does in $log."
