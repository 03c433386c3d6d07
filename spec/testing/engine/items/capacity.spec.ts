import { expect } from 'chai'
import {
  addWrite,
  consumedCapacity,
  noConsumption,
  readUnits,
} from '../../../../lib/testing/engine/items/capacity.js'
import { book, books } from '../ways-in.js'

describe('capacity', () => {
  it('counts reads in steps of 4 KB', () => {
    expect([0, 1, 4096, 4097].map((bytes) => readUnits(bytes, true))).to.deep.equal([1, 1, 1, 2])
    expect(readUnits(4097, false)).to.equal(1)
  })

  it('counts a write of the larger item, and of each index entry that it adds, moves, changes or removes', () => {
    const table = books().context.database.table('books')
    if (table === undefined) throw new Error('no table')
    const cost = (before: object | undefined, next: object | undefined) => {
      const consumption = noConsumption()
      addWrite(consumption, table, before && { ...book('a'), ...before }, next && { ...book('a'), ...next })
      return [
        consumption.table,
        consumption.globalIndexes.get('byGenre') ?? 0,
        consumption.localIndexes.get('byYear') ?? 0,
      ]
    }
    const text = (count: number) => ({ text: { S: 'x'.repeat(count) } })
    expect(cost(undefined, {})).to.deep.equal([1, 0, 0])
    expect(cost(text(3_000), text(10))).to.deep.equal([3, 0, 0])
    expect(cost(undefined, { genre: { S: 'g' }, year: { N: '1' } })).to.deep.equal([1, 1, 1])
    expect(cost({ genre: { S: 'g' } }, { genre: { S: 'h' } })).to.deep.equal([1, 2, 0])
    expect(cost({ genre: { S: 'g' } }, { genre: { S: 'g' }, ...text(10) })).to.deep.equal([1, 0, 0])
    expect(cost({ genre: { S: 'g' } }, undefined)).to.deep.equal([1, 1, 0])
    expect(cost(undefined, undefined)).to.deep.equal([1, 0, 0])
  })

  it('is shown as it was requested', () => {
    const consumption = { ...noConsumption(), table: 2 }
    consumption.globalIndexes.set('i', 1)
    expect(consumedCapacity({}, 't', consumption)).to.deep.equal({})
    expect(consumedCapacity({ ReturnConsumedCapacity: 'NONE' }, 't', consumption)).to.deep.equal({})
    expect(consumedCapacity({ ReturnConsumedCapacity: 'TOTAL' }, 't', consumption)).to.deep.equal({
      ConsumedCapacity: { TableName: 't', CapacityUnits: 3 },
    })
    expect(consumedCapacity({ ReturnConsumedCapacity: 'INDEXES' }, 't', consumption, 'Write')).to.deep.equal({
      ConsumedCapacity: {
        TableName: 't',
        CapacityUnits: 3,
        WriteCapacityUnits: 3,
        Table: { CapacityUnits: 2, WriteCapacityUnits: 2 },
        GlobalSecondaryIndexes: { i: { CapacityUnits: 1, WriteCapacityUnits: 1 } },
      },
    })
  })
})
