import { expect, test } from 'vitest';
import { KeptDrafts } from '../../../src/main/panel/drafts';

const ID = '0123456789abcdef0123456789abcdef';

test('a draft outlives the page, and goes when it is saved or discarded', () => {
  const drafts = new KeptDrafts();
  drafts.keep({ form: 'add', draft: { tenant: 'contoso.com' }, isOpen: true });
  expect(drafts.all()).toEqual({ drafts: { add: { tenant: 'contoso.com' } }, open: 'add' });
  drafts.keep({ form: 'add', draft: null, isOpen: false });
  expect(drafts.all()).toEqual({ drafts: {}, open: null });
});

test('the panel stays for a form that holds something, even if that is only a secret', () => {
  const drafts = new KeptDrafts();
  expect(drafts.isOpen).toBe(false);
  drafts.keep({ form: 'add', draft: null, isOpen: true });
  expect(drafts.isOpen).toBe(true);
  // The form that was left before says so late.
  drafts.keep({ form: `edit/${ID}`, draft: { name: 'x' }, isOpen: false });
  expect(drafts.isOpen).toBe(true);
  drafts.keep({ form: 'add', draft: null, isOpen: false });
  expect(drafts.isOpen).toBe(false);
});

test('what was meant for a connection goes with it', () => {
  const drafts = new KeptDrafts();
  drafts.keep({ form: `edit/${ID}`, draft: { name: 'x' }, isOpen: true });
  drafts.keep({ form: `like/${ID}`, draft: { name: 'y' }, isOpen: false });
  drafts.forget(ID);
  expect(drafts.all()).toEqual({ drafts: {}, open: null });
});

test('only so many are kept, the newest', () => {
  const drafts = new KeptDrafts();
  for (let index = 0; index < 40; index += 1)
    drafts.keep({ form: `edit/${index.toString(16).padStart(32, '0')}`, draft: { name: 'x' }, isOpen: false });
  expect(Object.keys(drafts.all().drafts)).toHaveLength(30);
  expect(drafts.all().drafts).toHaveProperty([`edit/${(39).toString(16).padStart(32, '0')}`]);
});
