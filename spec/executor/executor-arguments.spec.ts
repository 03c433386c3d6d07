// Arguments of the executor's methods: what they take, and how others are refused.
import { expect } from 'chai'
import { string } from 'superstruct'
import { Table } from '../../lib/entity/table/table.js'
import { InvalidOptionError } from '../../lib/errors/invalid-option-error.js'
import { checkedArgument, type OptionRow } from '../../lib/errors/option-table.js'
import { tableArgument, workArgument } from '../../lib/executor/executor-arguments.js'
import { Entity } from '../../lib/repository/entity.js'
import { thrown } from '../support/rejection.js'

const Thing = new Entity({
  name: 'Thing',
  table: new Table({ name: 'things' }),
  attributes: { thingId: string() },
  key: { partition: 'thingId' },
})

const check =
  <T>(row: OptionRow<T>, value: unknown) =>
  () =>
    checkedArgument(row, 'given', value as T, { operation: 'call' })

describe('executor/executor-arguments', () => {
  it('takes functions as work', () => {
    for (const work of [() => 1, async () => {}, function named() {}]) check(workArgument, work)()
    for (const [work, words] of [
      [class {}, 'class'],
      [5, '5'],
      ['x', "'x'"],
      [undefined, 'undefined'],
    ] as const)
      expect(thrown(check(workArgument, work), InvalidOptionError))
        .to.have.property('message')
        .that.includes(words)
  })

  it('takes a Table', () => {
    check(tableArgument, Thing.table)()
    for (const [table, words] of [
      [Thing, 'Users.table'],
      ['things', "'things'"],
      [null, 'null'],
    ] as const)
      expect(thrown(check(tableArgument, table), InvalidOptionError))
        .to.have.property('message')
        .that.includes(words)
  })
})
