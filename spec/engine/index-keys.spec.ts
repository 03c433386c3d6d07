// Index keys made of attributes, on a real engine: after each update they are what a save of the item stores.
import { expect } from 'chai'
import {
  CommandExecutor,
  ConditionFailedError,
  InvalidUpdateError,
  ItemExistsError,
  ItemNotFoundError,
  Repository,
  TransactionCancelledError,
  UnsupportedOperationError,
} from 'dyntastic'
import { rawGet, rawPut, withEngine } from '../support/engine.js'
import { rejection } from '../support/rejection.js'
import { tasksAndNotes } from '../support/tasks.js'

const placedAt = new Date('2026-01-05T00:00:00.000Z')

describe('index keys that follow updates', () => {
  const engine = withEngine()
  async function shop() {
    const sent: string[] = []
    const executor = new CommandExecutor({
      client: engine.client,
      observers: [{ onCommand: ({ call }) => void sent.push(call) }],
    })
    const { Task, Note } = tasksAndNotes(engine.name('tasks'))
    const tasks = new Repository(Task, executor)
    await tasks.createTable()
    sent.length = 0
    return { executor, sent, tasks, notes: new Repository(Note, executor) }
  }

  type Shop = Awaited<ReturnType<typeof shop>>
  const taskAt = ({ tasks }: Shop, id = 't1') =>
    rawGet(engine.client, tasks.entity.table.name, { pk: { S: `TASK#${id}` }, sk: { S: 'T' } })

  // What is stored is what a save of the same attributes stores.
  async function keeps(made: Shop, id = 't1') {
    const item = await taskAt(made, id)
    const decoded = await made.tasks.getOrThrow(id)
    expect(item).deep.equal(made.tasks.entity.encode(decoded))
    return item
  }

  it('are written in the same request, if the key and the changes say all', async () => {
    const made = await shop()
    const { tasks, sent } = made
    await tasks.save({ taskId: 't1' })
    sent.length = 0
    await tasks.update('t1').set('stage', 'new').append('tags', ['x'])
    expect(sent).deep.equal(['UpdateItem'])
    expect(await keeps(made)).deep.include({ gsi4pk: { S: 'STAGE#new' }, gsi4sk: { S: 't1' } })
    await tasks.update('t1').patch({ stage: 'old' })
    expect(await keeps(made)).deep.include({ gsi4pk: { S: 'STAGE#old' } })
    await tasks.update('t1').remove('stage').remove('a').remove('owner').set('rank', 2)
    expect(await keeps(made)).not.have.any.keys('gsi4pk', 'gsi4sk', 'stage')
    expect(sent.filter((call) => call !== 'GetItem')).deep.equal(Array(3).fill('UpdateItem'))
  })

  it('are computed from the item, which is read where a part is not known', async () => {
    const made = await shop()
    const { tasks, sent } = made
    await tasks.save({ taskId: 't1', a: 'x', b: 'y' })
    sent.length = 0
    expect(await tasks.update('t1').set('a', 'z')).deep.include({ a: 'z', b: 'y' })
    expect(sent).deep.equal(['GetItem', 'UpdateItem'])
    expect(await keeps(made)).deep.include({ gsi1pk: { S: 'A#z' }, gsi1sk: { S: 'y#00001' } })
    await tasks.update('t1').add('rank', 4)
    expect(await keeps(made)).deep.include({ gsi1sk: { S: 'y#00005' } })
    await tasks.update('t1').set('a', (attr) => attr.b)
    await tasks.update('t1').setIfMissing('weight', 12).setIfMissing('due', placedAt)
    expect(await keeps(made)).deep.include({
      gsi1pk: { S: 'A#y' },
      gsi2sk: { S: '2026-01-05#00000012.00' },
    })
    await tasks.update('t1').patch({ done: 'yes' })
    expect(await keeps(made)).not.have.any.keys('gsi2pk', 'gsi2sk')
    await tasks.update('t1').remove('done')
    expect(await keeps(made)).include.keys('gsi2pk', 'gsi2sk')
    sent.length = 0
    await tasks.update('t1').remove('b')
    await tasks.update('t1').append('tags', ['x'])
    expect(sent).deep.equal(['UpdateItem', 'UpdateItem'])
    expect(await keeps(made)).not.have.any.keys('gsi1pk', 'gsi1sk', 'b')
  })

  it('are computed from the item that is passed, and from the stored one if that is out of date', async () => {
    const made = await shop()
    const { tasks, sent } = made
    const task = await tasks.save({ taskId: 't1', a: 'x', b: 'y', weight: 20, due: placedAt })
    sent.length = 0
    await tasks.update(task).set('a', 'z').add('weight', 5)
    expect(sent).deep.equal(['UpdateItem'])
    await keeps(made)
    await tasks.update('t1').set('b', 'new')
    sent.length = 0
    await tasks.update(task).set('a', 'w')
    expect(sent).deep.equal(['UpdateItem', 'GetItem', 'UpdateItem'])
    expect(await keeps(made)).deep.include({ gsi1pk: { S: 'A#w' }, gsi1sk: { S: 'new#00001' } })
  })

  it('leave the conditions of the caller as they are', async () => {
    const made = await shop()
    const { tasks, sent } = made
    await rejection(tasks.update('t1').set('a', 'x'), ItemNotFoundError)
    const task = await tasks.save({ taskId: 't1', a: 'x', b: 'y' })
    sent.length = 0
    const failed = await rejection(tasks.update('t1').set('a', 'z').if('b').eq('no'), ConditionFailedError)
    expect(failed.failed.map(({ clause }) => clause)).deep.equal(['b = (value)'])
    expect(failed.item).deep.equal(task)
    expect(await tasks.update('t1').set('a', 'z').if('b').eq('no').orSkip()).equal(undefined)
    expect(await tasks.update(task).set('a', 'z').if('b').eq('no').orSkip()).equal(undefined)
    expect(sent.filter((call) => call === 'UpdateItem')).lengthOf(3)
    expect((await tasks.update('t1').set('a', 'z').returning('old'))?.a).equal('x')
    expect(await tasks.update('t1').set('a', 'v').returning('updatedNew')).deep.equal({ a: 'v' })
    expect(await tasks.update('t1').set('a', 'w').returning('updatedOld')).deep.equal({ a: 'v' })
    expect(await tasks.update('t1').set('a', 'u').returning('none')).equal(undefined)
    await tasks.update('t1').set('a', 't').idempotent()
    await rejection(tasks.update('t1').set('a', 't').idempotent('token'), InvalidUpdateError)
    await tasks.update('t1').set('a', 's').raw()
    await keeps(made)
  })

  it('are made whole by an upsert, of a new item as of one that exists', async () => {
    const made = await shop()
    const { tasks, notes } = made
    await tasks.update('t1').set('a', 'x').upsert({ b: 'y' })
    expect(await keeps(made)).deep.include({ gsi1pk: { S: 'A#x' }, gsi1sk: { S: 'y#00001' } })
    await tasks.update('t1').set('weight', 50).upsert({ b: 'other', due: placedAt })
    expect(await keeps(made)).deep.include({ gsi1sk: { S: 'y#00001' }, gsi2pk: { S: 'HEAVY' } })
    await rejection(notes.update('t1').set('text', 'x').upsert({ count: 1 }), ItemExistsError)
    await rejection(notes.update('t1').set('text', 'x'), ItemNotFoundError)
    await keeps(made)
  })

  it('are made by an upsert that is the first write of all, which creates the table', async () => {
    const { Task } = tasksAndNotes(engine.name('first'))
    const tasks = new Repository(Task, new CommandExecutor({ client: engine.client, autoCreateTables: true }))
    expect(await tasks.update('1').set('a', 'x').set('b', 'y').upsert({})).include({ a: 'x', rank: 1 })
    const raw = await rawGet(engine.client, Task.table.name, { pk: { S: 'TASK#1' }, sk: { S: 'T' } })
    expect(raw).deep.include({ gsi1pk: { S: 'A#x' }, gsi1sk: { S: 'y#00001' } })
  })

  it('are refused in a transaction where a part is not known', async () => {
    const made = await shop()
    const { tasks, executor } = made
    const task = await tasks.save({ taskId: 't1', a: 'x', b: 'y' })
    const refused = await rejection(
      executor.transaction([tasks.update('t1').set('a', 'z')]),
      UnsupportedOperationError,
    )
    expect(refused.message)
      .contain("the key of index 'ab' depends on 'b' and 'rank', whose current values are not known")
      .contain(
        'nothing can be read inside a transaction: pass the item to update(), or set these attributes, too',
      )
    await rejection(
      executor.transaction(async () => {
        await tasks.update('t1').set('a', 'z')
      }),
      UnsupportedOperationError,
    )
    await executor.transaction([tasks.update(task).set('a', 'z')])
    await executor.transaction(async () => {
      await tasks.update('t1').set('a', 'q').set('b', 'r').set('rank', 2).remove('owner')
    })
    expect(await keeps(made)).deep.include({ gsi1pk: { S: 'A#q' }, gsi1sk: { S: 'r#00002' } })
    const stale = await rejection(
      executor.transaction([tasks.update(task).set('a', 'z')]),
      TransactionCancelledError,
    )
    expect(stale.reasons[0]?.error).instanceOf(ConditionFailedError)
    await keeps(made)
  })

  it('of attributes that another program left out are those of what is stored', async () => {
    const made = await shop()
    const { tasks } = made
    await rawPut(engine.client, tasks.entity.table.name, {
      pk: { S: 'TASK#t1' },
      sk: { S: 'T' },
      a: { S: 'x' },
      b: { NULL: true },
    })
    await tasks.update('t1').set('a', 'y')
    expect(await taskAt(made)).not.have.any.keys('gsi1pk', 'gsi1sk')
    await tasks.update('t1').set('b', 'z').add('rank', 3)
    expect(await taskAt(made)).deep.include({ gsi1pk: { S: 'A#y' }, gsi1sk: { S: 'z#00003' } })
  })
})
