// The base of every operation, on the smallest operation there can be.
import { inspect } from 'node:util'
import { expect } from 'chai'
import { Table } from 'dyntastic'
import { Operation, type OperationContext } from '../../../lib/operation/ground/operation.js'
import type { Request } from '../../../lib/operation/ground/request.js'
import { userEntity } from '../../support/entities.js'
import { rejection } from '../../support/rejection.js'
import { FakeRunner } from '../fake-runner.js'

class Peek extends Operation<'DescribeTable', string> {
  constructor(context: OperationContext) {
    super(context, 'peek')
    Object.freeze(this)
  }

  override compile(): Request<'DescribeTable'> {
    return {
      call: 'DescribeTable',
      input: { TableName: 'peeked' },
      entity: 'User',
      operation: 'peek',
      table: new Table({ name: 'peeked' }),
    }
  }

  override decode(output: {
    readonly Table?: { readonly TableStatus?: string | undefined } | undefined
  }): string {
    return output.Table?.TableStatus ?? 'none'
  }
}

class Forgiving extends Peek {
  override recover(error: unknown): string {
    return `recovered from ${error instanceof Error ? error.message : 'nothing'}`
  }
}

const active = { Table: { TableStatus: 'ACTIVE' } }
const context = (runner: FakeRunner): OperationContext => ({ model: userEntity(), runner })

describe('Operation', () => {
  it('runs by await, execute, then, catch and finally, and returns what it decodes', async () => {
    const runner = new FakeRunner(active)
    const peek = new Peek(context(runner))
    expect(await peek).equal('ACTIVE')
    expect(await peek.execute()).equal('ACTIVE')
    expect(await peek.then((status) => status.length)).equal(6)
    expect(await peek.catch(() => 'caught')).equal('ACTIVE')
    let ended = 0
    expect(
      await peek.finally(() => {
        ended++
      }),
    ).equal('ACTIVE')
    expect(ended).equal(1)
    expect(runner.sent).length(5)
  })

  it('stands wherever a Promise does', async () => {
    const runner = new FakeRunner(active)
    const promise: Promise<string> = new Peek(context(runner))
    expect(await Promise.all([promise, promise])).deep.equal(['ACTIVE', 'ACTIVE'])
    expect(await Promise.resolve(promise)).equal('ACTIVE')
    expect(Object.prototype.toString.call(promise)).equal('[object Operation]')
    expect(runner.sent).length(3)
  })

  it('hands the options of execute and raw to the runner', async () => {
    const runner = new FakeRunner(active)
    const peek = new Peek(context(runner))
    const { signal } = new AbortController()
    await peek.execute({ signal })
    await peek.raw({ signal })
    await peek
    expect(runner.options).deep.equal([{ signal }, { signal }, undefined])
  })

  it('rejects with what the runner rejects with, unless it recovers', async () => {
    const error = new Error('down')
    const runner = new FakeRunner(error)
    expect(await rejection(new Peek(context(runner)), Error)).equal(error)
    expect(await new Forgiving(context(runner))).equal('recovered from down')
  })

  it('returns the SDK’s own output by raw, and never an error recovered from', async () => {
    const runner = new FakeRunner(active)
    expect(await new Peek(context(runner)).raw()).deep.equal({ $metadata: {}, ...active })
    runner.reply = new Error('down')
    expect(await rejection(new Forgiving(context(runner)).raw(), Error)).equal(runner.reply)
  })

  it('gives the command of the request, and sends nothing', () => {
    const runner = new FakeRunner(active)
    const command = new Peek(context(runner)).toCommand()
    expect(command.constructor.name).equal('DescribeTableCommand')
    expect(command.input).deep.equal({ TableName: 'peeked' })
    expect(runner.sent).deep.equal([])
  })

  it('tells the watch of each operation made, and of each use', async () => {
    const events: string[] = []
    const runner = new FakeRunner(active, {
      made: (operation) => void events.push(`made ${operation.context.model.name}.${operation.name}`),
      used: () => void events.push('used'),
    })
    const peek = new Peek(context(runner))
    expect(events).deep.equal(['made User.peek'])
    for (const use of [() => peek.toCommand(), () => peek.execute(), () => peek.raw()]) await use()
    expect(events.slice(1)).deep.equal(['used', 'used', 'used'])
  })

  it('is printable data that needs no run', () => {
    const runner = new FakeRunner(active)
    expect(inspect(new Peek(context(runner)))).contain('peek')
    expect(runner.sent).deep.equal([])
  })
})
