import { type AttributeValue, GetItemCommand } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import { lean } from '../../../lib/executor/lean/lean-command.js'
import type { Plans } from '../../../lib/executor/lean/middleware-plan.js'
import { cannedClient } from '../canned-client.js'

const Lean = lean(GetItemCommand)
const input = { TableName: 'Things', Key: { id: { S: 'a' } } }
const reply = {
  Item: { id: { S: 'a' }, bytes: { B: 'AQI=' }, list: { L: [{ M: { n: { N: '1' } } }, { NULL: true }] } },
  ConsumedCapacity: { TableName: 'Things', CapacityUnits: 0.5 },
}

describe('executor/lean-command', () => {
  it('sends the same request and reads the same response as the SDK does', async () => {
    const { client, bodies } = cannedClient([reply])
    const plans: Plans = new WeakMap()
    const expected = await client.send(new GetItemCommand(input))
    for (const options of [{}, { plans }, { plans }])
      expect(await client.send(new Lean(input), options as object)).to.deep.equal(expected)
    expect(new Set(bodies).size).to.equal(1)
    expect(expected.Item?.['bytes']).to.deep.equal({ B: new Uint8Array([1, 2]) })
  })

  it('does not copy input and output for a logger that is off', async () => {
    const reads = { own: 0, lean: 0 }
    const { client } = cannedClient([{}])
    const watched = (kind: 'own' | 'lean') => {
      const ownKeys = (of: object) => {
        reads[kind]++
        return Reflect.ownKeys(of)
      }
      return {
        TableName: 'Things',
        Key: new Proxy<Record<string, AttributeValue>>({ id: { S: 'a' } }, { ownKeys }),
      }
    }
    await client.send(new GetItemCommand(watched('own')))
    await client.send(new Lean(watched('lean')))
    // An SDK from before 2026 copies them itself, a newer one does not.
    expect(reads.lean).to.equal(1)
    expect(reads.own).to.be.at.least(1)
  })

  for (const [what, off, logger] of [
    [
      'a logger whose class was renamed by a minifier',
      true,
      new (class a {
        trace() {}
        debug() {}
        info() {}
        warn() {}
        error() {}
      })(),
    ],
    ['a logger that lost a method', false, { debug() {}, info() {}, warn() {}, error() {} }],
    ['one that does something', false, { trace() {}, debug() {}, info: () => [], warn() {}, error() {} }],
  ] as const)
    it(`takes ${what} for one that is ${off ? 'off' : 'on'}`, async () => {
      let reads = 0
      const { client } = cannedClient([{}], { logger } as never)
      const watched = (Command: typeof GetItemCommand) => {
        const ownKeys = (of: object) => {
          reads++
          return Reflect.ownKeys(of)
        }
        return new Command({
          TableName: 'Things',
          Key: new Proxy<Record<string, AttributeValue>>({ id: { S: 'a' } }, { ownKeys }),
        })
      }
      await client.send(watched(GetItemCommand))
      const own = reads
      reads = 0
      await client.send(watched(Lean))
      if (off) expect(reads).to.equal(1)
      else expect(reads).to.equal(own)
    })

  it("logs the same as the SDK to the user's logger", async () => {
    const reported: unknown[] = []
    const logger = { debug() {}, warn() {}, error() {}, info: (line: unknown) => reported.push(line) }
    const { client } = cannedClient([reply], { logger })
    await client.send(new GetItemCommand(input))
    await client.send(new Lean(input), { plans: new WeakMap() } as object)
    expect(reported).to.have.length(2)
    expect(reported[1]).to.deep.equal(reported[0])
  })

  it('gives back a class that is built in another way', () => {
    class Other {
      readonly input: object
      constructor(input: object) {
        this.input = input
      }
    }
    expect(lean(Other)).to.equal(Other)
  })

  it('leaves the SDK classes and the client as they are', async () => {
    const { client } = cannedClient([reply])
    const before = client.middlewareStack.identify()
    await client.send(new Lean(input), { plans: new WeakMap() } as object)
    expect(client.middlewareStack.identify()).to.deep.equal(before)
    expect(Object.getOwnPropertyNames(GetItemCommand.prototype)).to.deep.equal(['constructor'])
  })
})
