import { expect } from 'chai'
import type { Change } from '../../../lib/expression/change/update-change.js'
import { isRepeatable } from '../../../lib/expression/update/update-repeat.js'
import { change, worked } from '../sample-updates.js'

const line = { sku: 'a', quantity: 1 }

const harmless: [string, Change[]][] = [
  ['a constant', [change('set', 'total', 5)]],
  ['a constant inside an element', [change('set', 'lines[3].sku', 'x')]],
  ['the first element of a list', [change('set', 'lines[0]', line)]],
  ['a removal', [change('remove', 'note')]],
  ['members added to a set', [change('add', 'tags', 'a')]],
  ['members taken from a set', [change('delete', 'tags', 'a')]],
  ['setIfMissing', [change('setIfMissing', 'note', 'x')]],
  [
    'setIfMissing from another attribute',
    [change('setIfMissing', 'note', (attr: { nickname: unknown }) => attr.nickname)],
  ],
  ['a value from another attribute', [worked('total', (attr) => attr.discount)]],
  [
    'a sum of other attributes',
    [worked('total', (attr) => attr.discount.plus(1)), change('set', 'note', 'x')],
  ],
]

const harmful: [string, Change[]][] = [
  ['a number added', [change('add', 'total', 1)]],
  ['a number subtracted', [change('subtract', 'total', 1)]],
  ['one among constants', [change('set', 'note', 'x'), change('add', 'total', 1)]],
  ['a sum with itself', [worked('total', (attr) => attr.total.plus(1))]],
  [
    'a sum with itself where it may be missing',
    [worked('total', (attr) => attr.total.ifNotExists(0).plus(1))],
  ],
  ['elements appended', [change('append', 'lines', line)]],
  ['elements prepended', [change('prepend', 'lines', line)]],
  [
    'two values exchanged',
    [worked('total', (attr) => attr.discount), worked('discount', (attr) => attr.total)],
  ],
  [
    'a value from what goes',
    [worked('note', (attr) => attr.nickname.ifNotExists('x')), change('remove', 'nickname')],
  ],
  [
    'setIfMissing from what goes',
    [
      change('setIfMissing', 'note', (attr: { nickname: unknown }) => attr.nickname),
      change('remove', 'nickname'),
    ],
  ],
  [
    'a value from inside what changes',
    [worked('total', (attr) => attr.stats.views), change('set', 'stats', { views: 0, plus: 0 })],
  ],
  ['a list element removed: the next one takes its place', [change('remove', 'lines[0]')]],
  ['a set in a list that may be emptied, and go', [change('delete', 'sets[0]', 'a')]],
  ['an element past the end of a list: appended twice', [change('set', 'lines[5]', line)]],
]

describe('isRepeatable', () => {
  for (const [title, changes] of harmless)
    it(`says yes to ${title}`, () => {
      expect(isRepeatable(changes)).equal(true)
    })
  for (const [title, changes] of harmful)
    it(`says no to ${title}`, () => {
      expect(isRepeatable(changes)).equal(false)
    })
})
