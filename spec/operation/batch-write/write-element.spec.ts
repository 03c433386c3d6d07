// Elements: keys that tell items apart, and sizes.
import { expect } from 'chai'
import { Entity, Repository } from 'dyntastic'
import { number, string } from 'superstruct'
import { itemBytes } from '../../../lib/entity/codec/item-size.js'
import { wireBytes } from '../../../lib/entity/item/wire-size.js'
import {
  measuredWire,
  placeText,
  withEarlier,
  writeElement,
} from '../../../lib/operation/batch-write/write-element.js'
import { FakeRunner } from '../fake-runner.js'

const runner = new FakeRunner()
const entity = (table: string, name = 'Point') =>
  new Entity({
    name,
    table,
    attributes: { map: string(), place: number() },
    key: { partition: 'map', sort: 'place' },
  })
const points = new Repository(entity('points'), runner)

function element(operation: ReturnType<typeof points.delete>, index = 0) {
  return writeElement(operation.batchWriteFace(), index, operation)
}

describe('writeElement', () => {
  it('has one key for one item, put or deleted, by whatever entity, however a number is written', () => {
    const others = new Repository(entity('points', 'Other'), runner)
    const put = points.save({ map: 'm', place: 0 })
    const keys = [
      writeElement(put.batchWriteFace(), 0, put).key,
      element(points.delete({ map: 'm', place: -0 })).key,
      element(others.delete({ map: 'm', place: 0.0 })).key,
    ]
    expect(new Set(keys).size).equal(1)
  })

  it('has another key for another item, another table, and parts that are divided in another way', () => {
    const elsewhere = new Repository(entity('elsewhere'), runner)
    const keys = [
      element(points.delete({ map: 'm', place: 1 })).key,
      element(points.delete({ map: 'm', place: 2 })).key,
      element(points.delete({ map: 'm1', place: 1 })).key,
      element(points.delete({ map: 'm', place: 11 })).key,
      element(elsewhere.delete({ map: 'm', place: 1 })).key,
    ]
    expect(new Set(keys).size).equal(5)
  })

  it('has one place for one item, whether its table is named by its name or by an ARN', () => {
    const far = new Repository(entity('arn:aws:dynamodb:eu-west-1:1:table/points'), runner)
    const key = { map: 'm', place: 1 }
    const [near, away] = [element(points.delete(key)), element(far.delete(key))]
    expect(placeText(near)).equal(placeText(away)).equal(near.key)
    expect(near.key).not.equal(away.key)
  })

  it('knows its size, and measures what it takes on the wire once', () => {
    const made = element(points.delete({ map: 'm', place: 1 }), 4)
    const { stored } = made.write
    expect(made).include({ index: 4, bytes: itemBytes(stored), exact: false, state: 'open' })
    expect(made.wire).least(wireBytes(stored))
    expect(measuredWire(made)).equal(wireBytes(stored))
    expect(made).include({ exact: true, wire: wireBytes(stored) })
    expect(measuredWire(made)).equal(wireBytes(stored))
    expect([...withEarlier(made)]).deep.equal([made])
  })
})
