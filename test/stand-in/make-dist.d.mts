export function makeStandInDist(folder?: string): Promise<string>;
