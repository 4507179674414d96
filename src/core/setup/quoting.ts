/** Within single quotes of PowerShell nothing but the quote itself, in any of its forms, has a meaning. Source: about_Quoting_Rules. */
export function inPowerShell(text: string): string {
  return `'${text.replace(/['\u2018\u2019\u201a\u201b]/g, '$&$&')}'`;
}

/** Within single quotes of a POSIX shell nothing but the quote itself has a meaning. */
export function inShell(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
