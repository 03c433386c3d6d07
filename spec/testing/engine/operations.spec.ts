import { expect } from 'chai'
import { operations } from '../../../lib/testing/engine/operations.js'

describe('operations', () => {
  it('say which of them write', () => {
    const writing = [...operations].filter(([, { writes }]) => writes).map(([name]) => name)
    expect(writing).to.include.members([
      'PutItem',
      'UpdateItem',
      'DeleteItem',
      'BatchWriteItem',
      'TransactWriteItems',
      'ExecuteStatement',
      'BatchExecuteStatement',
      'ExecuteTransaction',
      'CreateTable',
    ])
    expect(
      writing.filter((name) => /^(?:Get|Batch?Get|Query|Scan|Describe|List|TransactGet)/.test(name)),
    ).to.deep.equal([])
  })

  it('have a shape for every parameter that they require', () => {
    for (const [name, { members }] of operations)
      if (/Item$|^Query|^Scan/.test(name))
        expect(Object.keys(members), name).to.satisfy(
          (all: string[]) => all.includes('TableName') || all.includes('RequestItems'),
        )
  })
})
