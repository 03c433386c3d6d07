import * as sdk from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import { callRow, toCommand } from '../../../lib/executor/sending/commands.js'
import type { CallName, Request } from '../../../lib/operation/ground/request.js'
import { get, things } from '../requests.js'

const calls: Record<CallName, { readonly writes: boolean; readonly capacity: boolean }> = {
  GetItem: { writes: false, capacity: true },
  PutItem: { writes: true, capacity: true },
  DeleteItem: { writes: true, capacity: true },
  UpdateItem: { writes: true, capacity: true },
  TransactGetItems: { writes: false, capacity: true },
  BatchWriteItem: { writes: true, capacity: true },
  TransactWriteItems: { writes: true, capacity: true },
  BatchGetItem: { writes: false, capacity: true },
  Query: { writes: false, capacity: true },
  Scan: { writes: false, capacity: true },
  SearchVectors: { writes: false, capacity: true },
  CreateTable: { writes: true, capacity: false },
  DeleteTable: { writes: true, capacity: false },
  DescribeTable: { writes: false, capacity: false },
  DescribeTimeToLive: { writes: false, capacity: false },
  UpdateTimeToLive: { writes: true, capacity: false },
}

describe('executor/commands', () => {
  for (const [call, facts] of Object.entries(calls) as [CallName, (typeof calls)[CallName]][]) {
    it(`${call} is the SDK's own command, and its cheaper form is one, too`, () => {
      const Own = new Map<string, unknown>(Object.entries(sdk)).get(`${call}Command`) as new () => object
      // The oldest supported SDK has no vector indexes.
      if (Own === undefined && call === 'SearchVectors') {
        expect(() => callRow(call)).to.throw('search() needs a newer version of @aws-sdk/client-dynamodb')
        return
      }
      const input = { TableName: 'Things' }
      const request = { ...get(), call, input } as Request
      const command = toCommand(request)
      expect(command).to.be.instanceOf(Own)
      expect(command.constructor).to.equal(Own)
      expect(command.input).to.equal(input)

      const { Lean, writes, capacity } = callRow(call)
      const cheaper = new Lean(input as never)
      expect(cheaper).to.be.instanceOf(Own)
      expect(cheaper.constructor.name).to.equal(`${call}Command`)
      expect(cheaper.input).to.equal(input)
      expect({ writes, capacity }).to.deep.equal(facts)
    })
  }

  it('leaves the input as the operation made it', () => {
    const input = Object.freeze({ TableName: 'Things', Key: { id: { S: 'a' } } })
    const command = toCommand({ ...get(things()), input })
    expect(Object.keys(command.input)).to.deep.equal(['TableName', 'Key'])
  })
})
