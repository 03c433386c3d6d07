// Constant stored attributes on a real engine: in saves, batches, transactions, upserts and unions.
import { expect } from 'chai'
import { CommandExecutor, Entity, Repository, Table } from 'dyntastic'
import { integer, string } from 'superstruct'
import { rawGet, withEngine } from '../support/engine.js'

describe('constants on an engine', () => {
  const engine = withEngine()

  function opened() {
    const name = engine.name('constants')
    const table = new Table({ name, key: { partition: 'pk' }, kind: '__edb_e__' })
    const attributes = { id: string(), count: integer() }
    const Note = new Entity({
      name: 'Note',
      table,
      attributes,
      key: { partition: 'ITEM#{id}' },
      constants: { __edb_v__: '1' },
    })
    const Task = new Entity({
      name: 'Task',
      table,
      attributes,
      key: { partition: 'ITEM#{id}' },
      constants: { __edb_v__: '2' },
    })
    const executor = new CommandExecutor({ client: engine.client })
    const stored = (pk: string) => rawGet(engine.client, name, { pk: { S: pk } })
    return {
      executor,
      tasks: new Repository(Task, executor),
      notes: new Repository(Note, executor),
      both: new Repository(Entity.oneOf([Note, Task]), executor),
      stored,
    }
  }

  it('are written by every way of making an item, and stay when it changes', async () => {
    const { executor, notes, tasks, both, stored } = opened()
    const item = (id: string) => ({ id, count: 0 })
    await notes.save(item('a'))
    await notes.create(item('b'))
    await notes.saveMany([item('c')], { overwrite: true })
    await executor.transaction([notes.save(item('d'))])
    await notes.update('e').set('count', 1).upsert({})
    await notes.update('a').add('count', 1)
    await notes.update('b').set('count', 5).upsert({})
    await tasks.save(item('f'))
    await both.update('f').add('count', 1)
    expect(await stored('ITEM#f')).deep.include({ __edb_v__: { S: '2' }, count: { N: '1' } })
    expect(await both.get('f')).deep.equal({ id: 'f', count: 1 })
    for (const id of ['a', 'b', 'c', 'd', 'e'])
      expect(await stored(`ITEM#${id}`)).deep.include({ __edb_v__: { S: '1' }, __edb_e__: { S: 'Note' } })
    expect(await notes.get('e')).deep.equal({ id: 'e', count: 1 })
    expect(await notes.scan()).have.length(5)
  })
})
