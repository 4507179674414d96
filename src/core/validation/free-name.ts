/** The name itself, or with a number when it is taken. Names are compared without case. */
export function freeName(name: string, taken: Iterable<string>): string {
  const keys = new Set(Array.from(taken, keyOf));
  if (!keys.has(keyOf(name))) return name;
  let number = 2;
  while (keys.has(keyOf(`${name} ${number}`))) number += 1;
  return `${name} ${number}`;
}

const keyOf = (name: string): string => name.toLocaleLowerCase();
