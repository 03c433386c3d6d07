import { expect } from 'chai'
import type { StoredItem } from '../../../lib/entity/struct/attribute-value.js'
import { InvalidUpdateError } from '../../../lib/errors/invalid-update-error.js'
import { ValidationError } from '../../../lib/errors/validation-error.js'
import type { Change } from '../../../lib/expression/change/update-change.js'
import { parentsOf, withParents } from '../../../lib/expression/update/update-parents.js'
import { applyChanges } from '../../../lib/expression/update/update-result.js'
import { thrown } from '../sample-entity.js'
import { change, printed, root, worked } from '../sample-updates.js'

const texts = (paths: readonly { readonly text: string }[]) => paths.map(({ text }) => text)

describe('parentsOf', () => {
  it('are the maps and lists on the way, each once, outer ones first', () => {
    const changes = [
      change('set', 'address.geo.lat', 1),
      change('remove', 'address.geo.lng'),
      change('set', 'address.city', 'x'),
      change('set', 'total', 1),
      change('set', 'lines[0].sku', 'x'),
      change('remove', 'lines[1]'),
    ]
    expect(texts(parentsOf(root, changes))).deep.equal(['address', 'lines', 'address.geo', 'lines[0]'])
  })

  it('go by stored names', () => {
    expect(parentsOf(root, [change('set', "people['x.y'].name", 'z')])[1]).deep.include({
      names: ['people', 'x.y'],
    })
  })
})

function made(changes: readonly Change[], item: StoredItem) {
  const { changes: whole, created, read } = withParents(root, changes, item)
  return {
    ...(whole.length === 0 ? { text: '' } : printed(...whole)),
    created: texts(created),
    read: read.map(({ path, value }) => [path.text, value]),
  }
}

describe('withParents', () => {
  it('leaves changes alone if nothing is missing', () => {
    const changes = [change('set', 'address.city', 'x')]
    expect(withParents(root, changes, { address: { M: {} } })).deep.equal({ changes, created: [], read: [] })
  })

  it('makes a missing map of all that is set in it, with aliases and defaults', () => {
    const changes = [
      change('set', 'address.city', 'Rome'),
      change('set', 'note', 'x'),
      change('set', 'address.zip', '1'),
    ]
    expect(made(changes, {})).deep.equal({
      text: 'SET address = :0, n = :1',
      values: [{ M: { c: { S: 'Rome' }, zip: { S: '1' }, country: { S: 'IT' } } }, { S: 'x' }],
      created: ['address'],
      read: [],
    })
  })

  it('makes the maps inside it as well', () => {
    const changes = [change('set', 'address.city', 'Rome'), change('set', 'address.geo.lat', 1)]
    const expected = { c: { S: 'Rome' }, country: { S: 'IT' }, geo: { M: { lat: { N: '1' } } } }
    expect(made(changes, {}).values).deep.equal([{ M: expected }])
    const there = { address: { M: { c: { S: 'x' } } } }
    expect(made(changes, there)).deep.equal({
      text: 'SET address.geo = :0, address.c = :1',
      values: [{ M: { lat: { N: '1' } } }, { S: 'Rome' }],
      created: ['address.geo'],
      read: [],
    })
  })

  it('adds to nothing, appends to nothing, and drops what there is to remove from nothing', () => {
    const changes = [
      change('add', 'counts.a', 5),
      change('add', 'groups.x', 'm'),
      change('remove', 'counts.b'),
    ]
    expect(made(changes, {})).deep.equal({
      text: 'SET counts = :0, groups = :1',
      values: [{ M: { a: { N: '5' } } }, { M: { x: { SS: ['m'] } } }],
      created: ['counts', 'groups'],
      read: [],
    })
    expect(made([change('remove', 'address.zip')], {})).deep.equal({ text: '', created: [], read: [] })
  })

  it('works out what reads other attributes, and says what was read', () => {
    const changes = [
      worked('people.x.age', (attr) => attr.total.plus(1)),
      change('set', 'people.x.name', 'A'),
      worked('counts.a', (attr) => attr.discount.ifNotExists(attr.total)),
    ]
    const item = { total: { N: '5' }, people: { M: {} } }
    expect(made(changes, item)).deep.equal({
      text: 'SET counts = :0, people.x = :1',
      values: [{ M: { a: { N: '5' } } }, { M: { name: { S: 'A' }, age: { N: '6' } } }],
      created: ['counts', 'people.x'],
      read: [
        ['discount', undefined],
        ['total', { N: '5' }],
      ],
    })
  })

  it('gives changes that go through where those given would not', () => {
    const changes = [change('set', 'address.city', 'Rome'), change('add', 'counts.a', 1)]
    expect(() => applyChanges(changes, {})).throw(InvalidUpdateError)
    expect(Object.keys(applyChanges(withParents(root, changes, {}).changes, {}))).deep.equal([
      'address',
      'counts',
    ])
  })

  it('refuses a map that would lack what is required, naming it', () => {
    const error = thrown(() => withParents(root, [change('set', 'address.zip', '1')], {}))
    expect(error).instanceOf(ValidationError)
    expect((error as Error).message).equal('Order: address.city: required, but absent')
  })

  it('drops what there is to remove from a list that is missing', () => {
    expect(made([change('remove', 'lines[1]')], {})).deep.equal({ text: '', created: [], read: [] })
    const changes = [change('remove', 'lines[1]'), change('set', 'total', 1)]
    expect(made(changes, {}).text).equal('SET total = :0')
    expect(made(changes, { lines: { L: [] } }).text).equal('SET total = :0 REMOVE lines[1]')
  })

  it('makes no lists, and no elements of lists', () => {
    const inElement = [change('set', 'lines[2].sku', 'x')]
    const cases: readonly (readonly [StoredItem, string])[] = [
      [{}, 'there is no list at `lines`; set the whole list, or create it with append()'],
      [{ lines: { L: [] } }, 'the list has no element lines[2]; append() adds elements'],
    ]
    for (const [item, why] of cases) {
      const message = `Order: set on lines[2].sku: ${why}`
      const error = thrown(() => withParents(root, inElement, item))
      expect(error).instanceOf(InvalidUpdateError)
      expect((error as Error).message).equal(message)
    }
    const ofList = [change('set', 'extra.a.b[0].c', 1)]
    expect(thrown(() => withParents(root, ofList, {}))).instanceOf(InvalidUpdateError)
  })
})
