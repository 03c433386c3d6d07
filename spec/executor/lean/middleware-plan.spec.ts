import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import { lean } from '../../../lib/executor/lean/lean-command.js'
import type { Plans } from '../../../lib/executor/lean/middleware-plan.js'
import { cannedClient } from '../canned-client.js'

const Lean = lean(GetItemCommand)
const input = { TableName: 'Things', Key: { id: { S: 'a' } } }

function tracer(client: DynamoDBClient, seen: string[]) {
  return (name: string, place: object) => {
    const middleware = (next: (args: never) => Promise<never>) => async (args: never) => {
      seen.push(name)
      return next(args)
    }
    client.middlewareStack.add(middleware as never, { name, ...place })
  }
}

describe('executor/middleware-plan', () => {
  it('runs the middleware in the order that the SDK runs them in', async () => {
    const { client } = cannedClient([{}])
    const seen: string[] = []
    const trace = tracer(client, seen)
    trace('low finalize', { step: 'finalizeRequest', priority: 'low' })
    trace('build', { step: 'build' })
    trace('high initialize', { step: 'initialize', priority: 'high' })
    trace('deserialize', { step: 'deserialize' })
    client.middlewareStack.addRelativeTo(
      ((next: (args: never) => Promise<never>) => async (args: never) => {
        seen.push('after retry')
        return next(args)
      }) as never,
      { relation: 'after', toMiddleware: 'retryMiddleware', name: 'after retry' },
    )
    await client.send(new GetItemCommand(input))
    const expected = seen.splice(0)
    expect(expected).to.have.length(5)
    const plans: Plans = new WeakMap()
    for (let turn = 0; turn < 3; turn++) {
      await client.send(new Lean(input), { plans } as object)
      expect(seen.splice(0)).to.deep.equal(expected)
    }
  })

  it('sees at once what a user adds to, moves in or removes from the client', async () => {
    const { client } = cannedClient([{}])
    const seen: string[] = []
    const trace = tracer(client, seen)
    const plans: Plans = new WeakMap()
    const send = async () => {
      await client.send(new Lean(input), { plans } as object)
      return seen.splice(0)
    }
    expect(await send()).to.deep.equal([])
    trace('one', { step: 'build' })
    trace('two', { step: 'initialize' })
    expect(await send()).to.deep.equal(['two', 'one'])
    client.middlewareStack.remove('one')
    expect(await send()).to.deep.equal(['two'])
    trace('one', { step: 'initialize', priority: 'high' })
    expect(await send()).to.deep.equal(['one', 'two'])
  })

  it('sees what a user adds to one command, for that command alone', async () => {
    const { client } = cannedClient([{}])
    const seen: string[] = []
    const plans: Plans = new WeakMap()
    for (const marked of [false, true, false]) {
      const command = new Lean(input)
      if (marked)
        command.middlewareStack.add(
          (next) => async (args) => {
            seen.push('mine')
            return next(args)
          },
          { step: 'build' },
        )
      await client.send(command, { plans } as object)
    }
    expect(seen).to.deep.equal(['mine'])
  })

  it('gives each call a context of its own', async () => {
    const { client } = cannedClient([{}])
    const contexts = new Set<unknown>()
    client.middlewareStack.add(
      (next, context) => async (args) => {
        contexts.add(context)
        return next(args)
      },
      { step: 'build' },
    )
    const plans: Plans = new WeakMap()
    await Promise.all([1, 2, 3].map(() => client.send(new Lean(input), { plans } as object)))
    expect(contexts.size).to.equal(3)
  })

  it('leaves the printing of a stack (identifyOnResolve) to the SDK', async () => {
    const { client } = cannedClient([{ Item: { id: { S: 'a' } } }])
    client.middlewareStack.identifyOnResolve(true)
    const { log } = console
    const printed: unknown[] = []
    console.log = (line: unknown) => printed.push(line)
    try {
      const { Item } = await client.send(new Lean(input), { plans: new WeakMap() } as object)
      expect(Item).to.deep.equal({ id: { S: 'a' } })
    } finally {
      console.log = log
    }
    expect(printed).to.have.length(1)
  })

  it('leaves a stack alone on which a tool has put its own methods, and only for as long as they are there', async () => {
    const { client } = cannedClient([{}])
    const plans: Plans = new WeakMap()
    const stack = client.middlewareStack
    const seen: string[] = []
    const send = async () => {
      await client.send(new Lean(input), { plans } as object)
      return seen.splice(0)
    }
    expect(await send()).deep.equal([])
    const { concat } = stack
    // As shimmer does it, which the instrumentation of OpenTelemetry is made with.
    Object.assign(stack, {
      concat(...given: Parameters<typeof concat>) {
        const made = concat.apply(this, given)
        const { resolve } = made
        made.resolve = (handler, context) => {
          seen.push('traced')
          return resolve(handler, context)
        }
        return made
      },
    })
    for (let turn = 0; turn < 2; turn++) expect(await send()).deep.equal(['traced'])
    Object.assign(stack, { concat })
    expect(await send()).deep.equal([])
  })
})
