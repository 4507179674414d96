/** What is wrong with a date typed into a date field, or `null`. None is fine. */
export function expiryProblem(date: string): string | null {
  if (date === '') return null;
  const time = expiryOf(date);
  return time === null || time > Date.UTC(2099, 11) ? 'Enter a date before 2099, or leave this empty.' : null;
}

/** When the day begins, here: whatever the hour, the secret is still good until then. `null` for no date. */
export function expiryOf(date: string): number | null {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(date) ?? [];
  if (year === undefined || month === undefined || day === undefined) return null;
  return new Date(Number(year), Number(month) - 1, Number(day)).getTime();
}

/** The day of a time as a date field takes it, `2027-05-31`; empty for none. */
export function dateOf(time: number | null): string {
  if (time === null) return '';
  const date = new Date(time);
  const digits = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${digits(date.getMonth() + 1)}-${digits(date.getDate())}`;
}
