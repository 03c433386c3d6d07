// Updates whose index keys depend on the item: what is sent, what counts as a conflict, and when it ends.
import { expect } from 'chai'
import { ConditionFailedError, InvalidUpdateError, ItemNotFoundError, RequestFailedError } from 'dyntastic'
import type { StoredItem } from '../../../lib/entity/struct/attribute-value.js'
import type { Request } from '../../../lib/operation/ground/request.js'
import { rejection, thrown } from '../../support/rejection.js'
import { tasksOn } from '../../support/tasks.js'
import { FakeRunner } from '../fake-runner.js'

const runner = Object.assign(new FakeRunner(), {
  retry: {
    unprocessed: { attempts: 1, base: 0, most: 0 },
    conflicts: { attempts: 4, base: 0, most: 0 },
  },
})
const tasks = tasksOn('tasks', runner as never)
const marked = { _type: { S: 'Task' }, pk: { S: 'TASK#t1' }, sk: { S: 'T' }, taskId: { S: 't1' } }
const stored = (b: string, more: StoredItem = {}): StoredItem => ({
  ...marked,
  a: { S: 'x' },
  b: { S: b },
  rank: { N: '1' },
  ...more,
})
const unmet = (item: StoredItem | undefined, outcome?: 'unknown') =>
  new ConditionFailedError({
    stored: item,
    cause: new Error('unmet'),
    ...(outcome === undefined ? {} : { outcome }),
  })

/** Responds to writes and reads in turn, and then repeats the last of each. */
function script(writes: (Error | object)[], reads: (StoredItem | undefined)[]): void {
  const next = <T>(left: T[]): T => (left.length > 1 ? (left.shift() as T) : (left[0] as T))
  runner.sent.length = 0
  runner.reply = ({ call }: Request) => {
    if (call !== 'GetItem') return next(writes)
    const Item = next(reads)
    return Item === undefined ? {} : { Item }
  }
}

const calls = () => runner.sent.map(({ call }) => call)
const update = tasks.update('t1').set('a', 'z')

describe('an update whose index keys depend on the item', () => {
  it('reads it consistently, and is sent on the condition that what was read is the same', async () => {
    script([{ Attributes: stored('y', { a: { S: 'z' } }) }], [stored('y')])
    expect((await update).a).equal('z')
    expect(calls()).deep.equal(['GetItem', 'UpdateItem'])
    expect(runner.sent[0]?.input).deep.include({ ConsistentRead: true })
    const input = { ...runner.sent[1]?.input }
    expect(input).deep.include({
      UpdateExpression: 'SET #0 = :0, #1 = :1, #2 = :2 REMOVE #3',
      ConditionExpression:
        'attribute_exists(#4) AND (attribute_not_exists(#5) OR #5 = :3) AND #6 = :4 AND #7 = :5 AND attribute_not_exists(#8)',
    })
  })

  it('is repeated while only that has changed', async () => {
    script(
      [unmet(stored('n')), unmet(stored('m')), { Attributes: stored('m') }],
      [stored('y'), stored('n'), stored('m')],
    )
    await update.if('a').eq('x')
    expect(calls()).deep.equal(['GetItem', 'UpdateItem', 'GetItem', 'UpdateItem', 'GetItem', 'UpdateItem'])
    const { input } = runner.sent.at(-1) as { input: { ExpressionAttributeValues?: object } }
    expect(Object.values(input.ExpressionAttributeValues ?? {})).deep.include({ S: 'm#00001' })
  })

  it('fails as any update where a condition of the caller is false, also in the end', async () => {
    script([unmet(stored('n', { a: { S: 'w' } }))], [stored('y')])
    const failed = await rejection(update.if('a').eq('x'), ConditionFailedError)
    expect(failed.failed.map(({ clause }) => clause)).deep.equal(['a = (value)'])
    expect(calls()).deep.equal(['GetItem', 'UpdateItem'])
    script([unmet(undefined)], [undefined])
    await rejection(update, ItemNotFoundError)
    expect(calls()).deep.equal(['GetItem'])
    script([], [{ ...marked, _type: { S: 'Other' } }])
    await rejection(update, ItemNotFoundError)
    script([unmet(undefined)], [stored('y')])
    await rejection(update, ItemNotFoundError)
  })

  it('ends after the attempts of the executor, and is never skipped for that', async () => {
    script([unmet(stored('n'))], [stored('y')])
    const busy = await rejection(update.orSkip(), RequestFailedError)
    expect(busy.message).contain('were changed by other writers 4 times in a row')
    expect(busy.outcome).equal('nothing written')
    expect(calls().filter((call) => call === 'UpdateItem')).lengthOf(4)
  })

  it('ends at the time limit of the call', async () => {
    const limited = Object.assign(new FakeRunner(unmet(stored('n'))), { timeLimit: 1 })
    limited.reply = ({ call }: Request) => (call === 'GetItem' ? { Item: stored('y') } : unmet(stored('n')))
    await rejection(
      tasksOn('tasks', limited as never)
        .update('t1')
        .set('a', 'z'),
      RequestFailedError,
    )
    expect(limited.sent.length).lessThan(10)
  })

  it('is not repeated after a lost response that may have changed what it depends on', async () => {
    script([unmet(stored('y', { rank: { N: '5' } }), 'unknown')], [stored('y')])
    const failed = await rejection(tasks.update('t1').add('rank', 4), ConditionFailedError)
    expect(failed.outcome).equal('unknown')
    expect(calls()).deep.equal(['GetItem', 'UpdateItem'])
    script([unmet(stored('n'), 'unknown'), { Attributes: stored('n') }], [stored('y'), stored('n')])
    await update
    script([unmet(stored('n'), 'unknown'), unmet(undefined)], [stored('y'), stored('n')])
    expect((await rejection(update, ConditionFailedError)).outcome).equal('unknown')
  })

  it('has no command, and says how to have one', () => {
    expect(thrown(() => update.toCommand(), InvalidUpdateError).message).contain(
      'so the item is read first, and the update has no single command: pass the item to update()',
    )
    const given = tasks.update(tasks.entity.parse({ taskId: 't1', a: 'x', b: 'y' })).set('a', 'z')
    expect(given.toCommand().input.ConditionExpression).contain('#6 = :4')
  })

  it('is refused where an index does not permit the read, before anything is sent', async () => {
    script([], [])
    const strict = tasksOn('tasks', runner as never, 'refuse')
    const error = await rejection(strict.update('t1').set('a', 'z'), InvalidUpdateError)
    expect(error.message).contain("'ab' depends on 'b' and 'rank'").contain("derive: 'refuse'")
    expect(calls()).deep.equal([])
  })

  it('is refused with a token of the caller, which is for one request', async () => {
    script([], [])
    const error = await rejection(update.idempotent('t'), InvalidUpdateError)
    expect(error.message).contain('a repeat with the same token would be another update')
    expect(calls()).deep.equal([])
  })
})
