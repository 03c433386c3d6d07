// Stored items of older versions: upgraded step by step, or refused by name.
import { expect } from 'chai'
import { attribute, Entity, InvalidItemError, SchemaVersionError, Table, upgrade } from 'dyntastic'
import fc from 'fast-check'
import { integer, optional, string } from 'superstruct'
import type { EntityModel } from '../../../lib/entity/model.js'
import type { StoredItem } from '../../../lib/entity/struct/attribute-value.js'
import { currentItem, isOutdated } from '../../../lib/entity/versions/current-item.js'
import { holds, runCount } from '../../properties/property-runs.js'
import { thrown } from '../../support/rejection.js'
import { storedOrder, versionedOrder } from '../../support/versioned-orders.js'

const Order = versionedOrder('current-items')

describe('currentItem', () => {
  for (const version of [1, 2, 3])
    it(`makes the same of version ${version}, with what no step names`, () => {
      const stored = storedOrder(version, 'o1', { note: { S: 'x' } })
      const before = structuredClone(stored)
      expect({ ...Order.decode(stored) }).deep.equal({ id: 'o1', title: 'Pen', total: 2.5, note: 'x' })
      expect(stored).deep.equal(before)
      expect(isOutdated(Order, stored)).equal(version !== 3)
    })

  it('is the item itself if it is current', () => {
    const stored = storedOrder(3)
    expect(currentItem(Order, stored, 'get')).equal(stored)
  })

  it('keeps stored attributes that nobody names, and removes what a step takes', () => {
    const stored = currentItem(Order, storedOrder(1, 'o1', { other: { BOOL: true } }), 'get')
    expect(stored).deep.equal({
      id: { S: 'o1' },
      title: { S: 'Pen' },
      total: { N: '2.5' },
      other: { BOOL: true },
      _v: { N: '3' },
    })
  })

  const failing = (apply: () => unknown, more: object = {}) =>
    new Entity({
      name: 'Note',
      table: 'failing-notes',
      attributes: { id: string(), title: string(), size: optional(integer()), version: optional(integer()) },
      key: { partition: 'id' },
      ...more,
      schemaVersion: {
        attribute: '_v',
        current: 2,
        upgrades: [upgrade(1, { name: string() }, apply as () => { title: string })],
      },
    })
  const stored: StoredItem = { id: { S: 'n1' }, name: { S: 'a-secret' } }

  for (const [what, apply, words] of [
    [
      'throws',
      () => {
        throw new TypeError('oh')
      },
      'upgrade(1) threw an error; see `cause`',
    ],
    ['is asynchronous', async () => ({ title: 'x' }), 'upgrade(1) returned a promise'],
    ['rejects', () => Promise.reject(new Error('lost')), 'upgrade(1) returned a promise'],
    ['returns nothing', () => undefined, 'upgrade(1) did not return an object'],
    ['returns a list', () => [], 'upgrade(1) did not return an object'],
    ['returns a wrong value', () => ({ title: 5 }), 'what upgrade(1) returns does not fit version 2'],
    ['returns too little', () => ({}), 'upgraded to version 2, does not fit the entity'],
    ['returns an unknown attribute', () => ({ title: 'x', sise: 1 }), 'version 2 has no such attribute'],
    ['changes the key', () => ({ title: 'x', id: 'n2' }), 'an upgrade cannot change the key'],
  ] as const)
    it(`refuses an upgrade that ${what}`, () => {
      const error = thrown(() => failing(apply).decode(stored), SchemaVersionError)
      expect(error).instanceOf(SchemaVersionError)
      expect(error).instanceOf(InvalidItemError)
      const { message, version, current, key, cause } = error as SchemaVersionError
      expect(message).contain(words).not.contain('a-secret')
      expect({ version, current, key }).deep.equal({ version: 1, current: 2, key: { id: 'n1' } })
      expect(cause instanceof TypeError).equal(what === 'throws')
    })

  it('refuses an upgrade that changes the version of optimistic locking', () => {
    const Note = failing(() => ({ title: 'x', version: 9 }), { version: 'version' })
    const error = thrown(() => Note.decode({ ...stored, version: { N: '4' } }), SchemaVersionError)
    expect(Object(error).message).contain('an upgrade cannot change the version')
    const Kept = failing(() => ({ title: 'x' }), { version: 'version' })
    expect(Kept.decode({ ...stored, version: { N: '4' } })).include({ title: 'x', version: 4 })
  })

  it('refuses stored data that does not fit its version', () => {
    const error = thrown(() => Order.decode({ ...storedOrder(1), cents: { S: 'x' } }), SchemaVersionError)
    expect(error).instanceOf(SchemaVersionError)
    expect(Object(error).message).contain('the item does not fit the attributes of version 1: cents')
    const second = thrown(() => Order.decode({ ...storedOrder(2), total: { S: 'x' } }), SchemaVersionError)
    expect(Object(second).message).contain('the item does not fit the attributes of version 2: total')
  })

  it('refuses versions from the future, and what is not a version', () => {
    const future = thrown(() => Order.decode({ ...storedOrder(3), _v: { N: '4' } }), SchemaVersionError)
    expect(future).instanceOf(SchemaVersionError)
    expect(Object(future)).include({ version: 4, current: 3 })
    expect(Object(future).message).contain('knows versions up to 3')
    const none = thrown(() => Order.decode({ ...storedOrder(3), _v: { S: 'three' } }), SchemaVersionError)
    expect(none).instanceOf(SchemaVersionError)
    expect(Object(none).message).contain("the stored attribute '_v' is not a version")
  })

  it('follows stored names, and items of made keys', () => {
    const table = new Table({ name: 'made-versions', key: { partition: 'pk' }, kind: '_type' })
    const Made = new Entity({
      name: 'Made',
      table,
      attributes: { id: string(), title: attribute(string(), { name: 't' }) },
      key: { partition: 'MADE#{id}' },
      schemaVersion: {
        attribute: '_v',
        current: 2,
        upgrades: [
          upgrade(1, { id: string(), label: attribute(string(), { name: 't' }) }, ({ id, label }) => ({
            id,
            title: `${id} ${label}`,
          })),
        ],
      },
    })
    const old = { pk: { S: 'MADE#m1' }, _type: { S: 'Made' }, t: { S: 'x' } }
    expect({ ...Made.decode(old) }).deep.equal({ id: 'm1', title: 'm1 x' })
    expect(Made.encode({ id: 'm1', title: 'x' })).deep.equal({
      pk: { S: 'MADE#m1' },
      _type: { S: 'Made' },
      id: { S: 'm1' },
      t: { S: 'x' },
      _v: { N: '2' },
    })
  })

  it('composes any steps from any version', async function () {
    this.timeout(600_000)
    const most = 6
    const property = fc.property(
      fc.integer({ min: 1, max: most }),
      fc.array(fc.constantFrom('rename', 'double', 'split'), { minLength: most - 1, maxLength: most - 1 }),
      fc.integer({ min: -1000, max: 1000 }),
      (from, kinds, start) => {
        // The attribute of each version, and its value, as plain functions make them.
        const names = ['a1']
        const values = [start]
        for (const [at, kind] of kinds.entries()) {
          names.push(kind === 'rename' ? `a${at + 2}` : String(names[at]))
          values.push(
            kind === 'double' ? Number(values[at]) * 2 : Number(values[at]) + (kind === 'split' ? 1 : 0),
          )
        }
        const upgrades = kinds.map((_, at) =>
          upgrade(at + 1, { [String(names[at])]: integer() }, (old: Record<string, number>) => ({
            [String(names[at + 1])]:
              Number(old[String(names[at])]) + Number(values[at + 1]) - Number(values[at]),
          })),
        )
        const last = String(names[most - 1])
        const Any = new Entity({
          name: 'Any',
          table: 'any-versions',
          attributes: { id: string(), [last]: integer() },
          key: { partition: 'id' },
          schemaVersion: { attribute: '_v', current: most, upgrades } as never,
        }) as unknown as EntityModel
        const item: StoredItem = {
          id: { S: 'i' },
          [String(names[from - 1])]: { N: String(values[from - 1]) },
          ...(from === 1 ? {} : { _v: { N: String(from) } }),
        }
        expect({ ...Any.decodeItem(item, 'get') }).deep.equal({ id: 'i', [last]: values[most - 1] })
      },
    )
    await holds(property, runCount(100, 300))
  })
})
