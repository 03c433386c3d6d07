// The condition that an item is of the current version: of an entity, and of the members of a union.
import { expect } from 'chai'
import { Entity, type Table, UnsupportedOperationError, upgrade } from 'dyntastic'
import { literal, string } from 'superstruct'
import type { EntityModel } from '../../../lib/entity/model.js'
import type { StoredItem } from '../../../lib/entity/struct/attribute-value.js'
import { evaluate } from '../../../lib/expression/condition/evaluation.js'
import { currentOrAbsent, currentVersion } from '../../../lib/operation/upgrade/current-version.js'
import { thrown } from '../../support/rejection.js'
import { storedOrder, versionedOrder } from '../../support/versioned-orders.js'

const isCurrent = (model: EntityModel, stored: StoredItem): boolean =>
  currentVersion(model).every((condition) => evaluate(condition, stored))

const member = (name: string, current: 1 | 2, table: string | Table = 'animals') => {
  const upgrades = [upgrade(1, { kind: string() }, () => ({ kind: name as 'x' }))] as const
  return new Entity({
    name,
    table: table as string,
    attributes: { id: string(), kind: literal(name) },
    key: { partition: 'id' },
    schemaVersion: { attribute: '_v', current, upgrades: upgrades.slice(0, current - 1) } as never,
  }) as unknown as EntityModel
}

describe('currentVersion', () => {
  it('is true of items of the current version', () => {
    const Order = versionedOrder('current-versions')
    expect([1, 2, 3].map((version) => isCurrent(Order, storedOrder(version)))).deep.equal([
      false,
      false,
      true,
    ])
    expect(isCurrent(Order, { ...storedOrder(3), _v: { N: '4' } })).equal(false)
    expect(currentOrAbsent(Order).map((condition) => evaluate(condition, {}))).deep.equal([true])
    expect(currentOrAbsent(Order).map((condition) => evaluate(condition, storedOrder(1)))).deep.equal([false])
  })

  it('is true of items without the attribute if the current version is the first', () => {
    const First = member('First', 1, 'firsts')
    expect(isCurrent(First, { id: { S: 'a' } })).equal(true)
    expect(isCurrent(First, { id: { S: 'a' }, _v: { N: '1' } })).equal(true)
    expect(isCurrent(First, { id: { S: 'a' }, _v: { N: '2' } })).equal(false)
  })

  it('does not exist without versions', () => {
    const Plain = new Entity({
      name: 'P',
      table: 'plain',
      attributes: { id: string() },
      key: { partition: 'id' },
    })
    expect(currentVersion(Plain)).deep.equal([])
    expect(currentOrAbsent(Plain)).deep.equal([])
  })

  it('is one for all members of the same version, and one for each of different versions', () => {
    const same = Entity.oneOf([member('Cat', 2), member('Dog', 2)] as never) as unknown as EntityModel
    const different = Entity.oneOf([member('Fox', 2), member('Owl', 1)] as never) as unknown as EntityModel
    const item = (kind: string, version: string) => ({
      id: { S: 'a' },
      kind: { S: kind },
      _v: { N: version },
    })
    expect(isCurrent(same, item('Cat', '2'))).equal(true)
    expect(isCurrent(same, item('Dog', '1'))).equal(false)
    expect(isCurrent(different, item('Fox', '2'))).equal(true)
    expect(isCurrent(different, item('Fox', '1'))).equal(false)
    expect(isCurrent(different, item('Owl', '1'))).equal(true)
    expect(isCurrent(different, item('Owl', '2'))).equal(false)
  })

  it('is refused for members of different versions that only a function tells apart', () => {
    const plain = (name: string, current: 1 | 2) =>
      new Entity({
        name,
        table: 'by-function',
        attributes: { id: string() },
        key: { partition: 'id' },
        schemaVersion: {
          attribute: '_v',
          current,
          upgrades: current === 1 ? [] : [upgrade(1, {}, () => ({}))],
        } as never,
      })
    const [A, B] = [plain('A', 1), plain('B', 2)]
    const union = Entity.oneOf([A, B], () => A) as unknown as EntityModel
    const error = thrown(() => currentVersion(union), UnsupportedOperationError)
    expect(error.message).contain('no attribute tells them apart')
  })
})
