import { expect, test } from 'vitest';
import { compilePattern } from '#infra/local/events/pattern';

const event = {
  source: 'hubang',
  'detail-type': 'AwardApproved',
  resources: ['a', 'b'],
  detail: {
    amountFen: 5000,
    status: 'open',
    tags: ['x', 'y'],
    note: null,
    deep: { name: 'Grant-7.pdf' },
    lines: [{ n: 1 }, { n: 2 }],
  },
};

test.each([
  ['an exact text', { source: ['other', 'hubang'] }, true],
  ['another text', { source: ['other'] }, false],
  ['a member of a list', { resources: ['b'] }, true],
  ['null', { detail: { note: [null] } }, true],
  ['null where there is nothing', { detail: { none: [null] } }, false],
  ['a number', { detail: { amountFen: [5000] } }, true],
  ['a number as a text', { detail: { amountFen: ['5000'] } }, false],
  ['all keys at once', { source: ['hubang'], detail: { status: ['closed'] } }, false],
  ['a prefix', { 'detail-type': [{ prefix: 'Award' }] }, true],
  ['another prefix', { 'detail-type': [{ prefix: 'award' }] }, false],
  ['a suffix', { detail: { deep: { name: [{ suffix: '.pdf' }] } } }, true],
  ['anything but this text', { detail: { status: [{ 'anything-but': 'open' }] } }, false],
  ['anything but other texts', { detail: { status: [{ 'anything-but': ['closed', 'paid'] }] } }, true],
  ['anything but where there is nothing', { detail: { none: [{ 'anything-but': 'open' }] } }, false],
  ['anything but a prefix', { detail: { status: [{ 'anything-but': { prefix: 'op' } }] } }, false],
  ['anything but another prefix', { detail: { status: [{ 'anything-but': { prefix: ['x', 'y'] } }] } }, true],
  ['what exists', { detail: { status: [{ exists: true }] } }, true],
  ['what does not exist', { detail: { none: [{ exists: false }] } }, true],
  ['an object, which is no leaf', { detail: { deep: [{ exists: true }] } }, false],
  ['a number in a range', { detail: { amountFen: [{ numeric: ['>', 0, '<=', 5000] }] } }, true],
  ['a number outside of a range', { detail: { amountFen: [{ numeric: ['<', 5000] }] } }, false],
  ['a text in whatever case', { source: [{ 'equals-ignore-case': 'HuBang' }] }, true],
  ['a wildcard', { detail: { deep: { name: [{ wildcard: 'Grant-*.pdf' }] } } }, true],
  ['a wildcard whose dot is a dot', { detail: { deep: { name: [{ wildcard: 'Grant-7?pdf' }] } } }, false],
  ['a wildcard with an escaped star', { detail: { deep: { name: [{ wildcard: 'Grant-\\*' }] } } }, false],
  ['one of two patterns', { $or: [{ source: ['x'] }, { detail: { status: ['open'] } }] }, true],
  ['none of two patterns', { $or: [{ source: ['x'] }, { detail: { status: ['y'] } }] }, false],
  ['one of two beside another', { detail: { status: ['y'], $or: [{ tags: ['x'] }, { tags: ['y'] }] } }, false],
  ['an object in a list', { detail: { lines: { n: [2] } } }, true],
])('looks for %s', (_name, pattern, expected) => {
  expect(compilePattern(pattern)(event)).toBe(expected);
});

test.each([
  ['an unknown matcher', { source: [{ cidr: '10.0.0.0/8' }] }, /cidr/],
  ['a matcher inside a matcher', { source: [{ prefix: { 'equals-ignore-case': 'x' } }] }, /prefix/],
  ['an empty list', { source: [] }, /not empty/],
  ['an empty pattern', {}, /not empty/],
  ['a plain value', { source: 'hubang' }, /pattern\.source/],
  ['a lonely $or', { $or: [{ source: ['x'] }] }, /two patterns/],
  ['half a comparison', { detail: { n: [{ numeric: ['>'] }] } }, /numeric/],
  ['an unknown comparison', { detail: { n: [{ numeric: ['!=', 1] }] } }, /comparison/],
  ['two stars in a row', { source: [{ wildcard: 'a**' }] }, /two stars/],
])('does not take %s', (_name, pattern, message) => {
  expect(() => compilePattern(pattern)).toThrow(message);
});
