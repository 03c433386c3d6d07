import { expect } from 'chai'
import type { AttributeValue, StoredItem } from '../../../lib/entity/struct/attribute-value.js'
import { InvalidUpdateError } from '../../../lib/errors/invalid-update-error.js'
import type { Change } from '../../../lib/expression/change/update-change.js'
import { applyChanges } from '../../../lib/expression/update/update-result.js'
import { thrown } from '../sample-entity.js'
import { change, worked } from '../sample-updates.js'

const N = (number: number): AttributeValue => ({ N: String(number) })
const L = (...numbers: number[]): AttributeValue => ({ L: numbers.map(N) })

describe('applyChanges', () => {
  const cases: [string, Change[], StoredItem, StoredItem][] = [
    [
      'makes several changes at once',
      [change('add', 'total', 1), change('remove', 'note'), change('add', 'tags', 'a')],
      { total: N(1), n: { S: 'x' } },
      { total: N(2), tags: { SS: ['a'] } },
    ],
    [
      'reads operands from the item as it was',
      [worked('total', (attr) => attr.discount), worked('discount', (attr) => attr.total)],
      { total: N(1), discount: N(2) },
      { total: N(2), discount: N(1) },
    ],
    [
      'means every index as the list was',
      [change('remove', 'extra[0]'), change('set', 'extra[1]', 9), change('remove', 'extra[2]')],
      { extra: L(0, 1, 2, 3) },
      { extra: L(9, 3) },
    ],
    [
      'appends what is past the end, the lowest index first',
      [
        change('set', 'extra[9]', 9),
        change('set', 'extra[5]', 5),
        change('remove', 'extra[7]'),
        change('remove', 'extra[0]'),
      ],
      { extra: L(0, 1) },
      { extra: L(1, 5, 9) },
    ],
    [
      'has nothing to remove if nothing is there',
      [change('remove', 'extra.a.b')],
      { extra: { M: { a: { M: {} } } } },
      { extra: { M: { a: { M: {} } } } },
    ],
    [
      'takes out an element whose set is emptied',
      [change('delete', 'sets[0]', 'a')],
      { sets: { L: [{ SS: ['a'] }, { SS: ['b'] }] } },
      { sets: { L: [{ SS: ['b'] }] } },
    ],
  ]
  for (const [title, changes, before, after] of cases)
    it(title, () => {
      expect(applyChanges(changes, before)).deep.equal(after)
    })

  it('without changes is the item itself', () => {
    const item = { id: { S: 'a' } }
    expect(applyChanges([], item)).equal(item)
  })

  it('keeps odd names of the item as they are', () => {
    const item: StoredItem = Object.fromEntries([
      ['__proto__', N(1)],
      ['constructor', N(2)],
    ])
    const after = applyChanges([change('set', 'total', 1)], item)
    expect(Object.keys(after).sort()).deep.equal(['__proto__', 'constructor', 'total'])
    expect(Object.getPrototypeOf(after)).equal(Object.prototype)
  })

  const refused: [string, Change, StoredItem, string][] = [
    [
      'a missing map',
      change('set', 'address.city', 'x'),
      {},
      'Order: address is absent, but must be a map to change what is in it',
    ],
    [
      'a missing map, to remove from it',
      change('remove', 'address.zip'),
      {},
      'Order: address is absent, but must be a map to change what is in it',
    ],
    [
      'a missing list',
      change('remove', 'lines[0]'),
      {},
      'Order: lines is absent, but must be a list to change what is in it',
    ],
    [
      'a missing element',
      change('set', 'lines[0].sku', 'x'),
      { lines: L() },
      'Order: lines[0] is absent, but must be a map to change what is in it',
    ],
    [
      'a map where a list should be',
      change('set', 'extra[0]', 1),
      { extra: { M: {} } },
      'Order: extra is stored as M, but must be a list to change what is in it',
    ],
    [
      'a number where a map should be',
      change('set', 'extra.a.b', 1),
      { extra: { M: { a: N(1) } } },
      'Order: extra.a is stored as N, but must be a map to change what is in it',
    ],
    [
      'an operand that is absent',
      worked('total', (attr) => attr.discount),
      {},
      'Order: set on total: the attribute discount is absent from the item; ifNotExists() gives a value instead',
    ],
    [
      'a list that is absent, without a default',
      change('append', 'more', [], { default: null }),
      {},
      'Order: append on more: the attribute more is absent from the item; ifNotExists() gives a value instead',
    ],
    [
      'an invalid number',
      change('add', 'total', 1),
      { total: { S: 'x' } },
      'Order: add on total: N cannot be combined with S, or the result exceeds the limits of numbers',
    ],
    [
      'an invalid set',
      change('delete', 'tags', 'a'),
      { tags: L() },
      'Order: delete on tags: SS cannot be combined with L, or the result exceeds the limits of numbers',
    ],
  ]
  for (const [title, one, item, message] of refused)
    it(`refuses, as DynamoDB does, ${title}`, () => {
      const error = thrown(() => applyChanges([one], item, 'Order'))
      expect(error).instanceOf(InvalidUpdateError)
      expect((error as Error).message).equal(message)
    })
})
