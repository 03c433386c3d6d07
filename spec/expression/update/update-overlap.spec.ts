import { expect } from 'chai'
import { InvalidUpdateError } from '../../../lib/errors/invalid-update-error.js'
import type { Change } from '../../../lib/expression/change/update-change.js'
import { refuseOverlaps } from '../../../lib/expression/update/update-overlap.js'
import { thrown } from '../sample-entity.js'
import { change } from '../sample-updates.js'

const line = { sku: 'a', quantity: 1 }

describe('refuseOverlaps', () => {
  const refused: [string, Change[], string][] = [
    [
      'one path twice',
      [change('set', 'total', 1), change('add', 'total', 1)],
      'set on total and add on total',
    ],
    [
      'a path and one inside it',
      [change('set', 'address', { city: 'x' }), change('remove', 'address.zip')],
      'set on address and remove on address.zip',
    ],
    [
      'a path and one around it',
      [change('set', 'total', 1), change('set', 'address.geo.lat', 1), change('remove', 'address')],
      'set on address.geo.lat and remove on address',
    ],
    [
      'a list and an element',
      [change('append', 'lines', []), change('set', 'lines[0].sku', 'x')],
      'append on lines and set on lines[0].sku',
    ],
    [
      'an element twice',
      [change('set', 'lines[1]', line), change('remove', 'lines[1]')],
      'set on lines[1] and remove on lines[1]',
    ],
    [
      'what would be a map and a list at once',
      [change('set', 'extra.a', 1), change('set', 'extra[0]', 1)],
      'set on extra.a and set on extra[0]',
    ],
    [
      'the same deeper down',
      [change('set', 'extra.b.c', 1), change('set', 'extra.b[0].c', 1)],
      'set on extra.b.c and set on extra.b[0].c',
    ],
  ]
  for (const [title, changes, named] of refused)
    it(`refuses ${title}, and names both`, () => {
      const error = thrown(() => refuseOverlaps(changes, 'Order'))
      expect(error).instanceOf(InvalidUpdateError)
      expect((error as Error).message).equal(
        `Order: ${named} overlap; DynamoDB allows one change per part of an item`,
      )
      expect(thrown(() => refuseOverlaps([...changes].reverse(), 'Order'))).instanceOf(InvalidUpdateError)
    })

  it('finds the one among many', () => {
    const others = Array.from({ length: 40 }, (_, at) => change('set', `counts.n${at}`, at))
    const many = [change('set', 'total', 1), ...others]
    expect(() => refuseOverlaps(many, 'Order')).not.throw()
    for (const at of [0, 20, 40])
      expect(() => refuseOverlaps(many.toSpliced(at, 0, change('add', 'total', 1)), 'Order')).throw(
        InvalidUpdateError,
        'overlap',
      )
  })

  const taken: [string, Change[]][] = [
    ['parts next to each other', [change('set', 'address.city', 'x'), change('remove', 'address.zip')]],
    ['two elements', [change('remove', 'lines[0]'), change('remove', 'lines[2]')]],
    [
      'names of which one begins with the other',
      [change('set', 'counts.a', 1), change('set', 'counts.ab', 1)],
    ],
    ['an entry named as an index', [change('set', "counts['0']", 1), change('set', 'lines[0]', line)]],
    [
      'entries named __x and constructor',
      [change('set', 'counts.constructor', 1), change('set', 'counts.__x', 1)],
    ],
    ['none', []],
  ]
  for (const [title, changes] of taken)
    it(`takes ${title}`, () => {
      expect(() => refuseOverlaps(changes, 'Order')).not.throw()
    })
})
