/** A device code in groups of 3 or 4 that are easily kept in mind, as "ABC", "234", "XYZ". */
export function groupsOf(code: string): readonly string[] {
  const size = code.length % 4 === 0 ? 4 : 3;
  return code.match(new RegExp(`.{1,${size}}`, 'g')) ?? [];
}

/** A device code letter by letter, for a screen reader. */
export function spelled(code: string): string {
  return groupsOf(code)
    .map((group) => [...group].join(' '))
    .join(', ');
}
