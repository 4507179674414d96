import { expect, test } from 'vitest';
import { nearest } from '../../../src/agent/handlers/nearest';

const NAMES = ['Contoso Europe', 'Contoso US', 'Fabrikam', 'A'];

test.each([
  ['Fabricam', 'Fabrikam'],
  ['fabrikm', 'Fabrikam'],
  ['Contoso Erope', 'Contoso Europe'],
  ['contoso-us', 'Contoso US'],
])('%s can be meant as %s', (written, meant) => {
  expect(nearest(written, NAMES)).toBe(meant);
});

test.each(['Northwind', 'Fab', '', 'B', 'Contoso Middle East'])('"%s" is like none of them', (written) => {
  expect(nearest(written, NAMES)).toBeNull();
});
