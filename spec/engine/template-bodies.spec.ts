// Items under made keys in responses of every kind of read, again and again on one client, and by both transports.
import { expect } from 'chai'
import { CommandExecutor, Entity, Repository, Table } from 'dyntastic'
import { number, string } from 'superstruct'
import { withEngine } from '../support/engine.js'

describe('items under made keys in responses', () => {
  const engine = withEngine()

  for (const options of [{}, { bodies: 'sdk' }, { transport: 'direct' }] as const)
    it(`are read alike by every operation, each time, with ${JSON.stringify(options)}`, async () => {
      const table = new Table({ name: engine.name('bodies'), key: { partition: 'pk', sort: 'sk' } })
      const Task = new Entity({
        name: 'Task',
        table,
        attributes: { list: string(), id: string(), count: number() },
        key: { partition: 'LIST#{list}', sort: 'TASK#{id}' },
      })
      const executor = new CommandExecutor({ client: engine.client, scans: 'allow', ...options })
      const tasks = new Repository(Task, executor)
      const items = ['a', 'b', 'ü"'].map((id, count) => ({ list: 'l', id, count }))
      await tasks.createTable()
      await tasks.saveMany(items)
      const keys = items.map(({ list, id }) => ({ list, id }))
      // Bodies are read by the library from the second response of a kind on.
      for (let time = 0; time < 3; time++) {
        expect(await tasks.getMany(keys)).deep.equal(items)
        expect(await tasks.getMany([{ list: 'l', id: 'none' }])).deep.equal([])
        expect(await Promise.all(keys.map((key) => tasks.get(key)))).deep.equal(items)
        expect(await tasks.query().where('list').eq('l')).deep.equal(items)
        expect(await tasks.query().where('list').eq('l').where('id').gte('b').count()).equal(2)
        expect(await tasks.scan()).have.deep.members(items)
        expect(await executor.batchGet(keys.map((key) => tasks.get(key)))).deep.equal(items)
        expect(await executor.transactionGet(keys.map((key) => tasks.get(key)))).deep.equal(items)
        const page = await tasks.query().where('list').eq('l').limit(2).page()
        expect(page.items).deep.equal(items.slice(0, 2))
        expect(
          await tasks
            .query()
            .where('list')
            .eq('l')
            .after(page.cursor ?? ''),
        ).deep.equal(items.slice(2))
        expect(await tasks.update({ list: 'l', id: 'a' }).set('count', 0)).deep.equal(items[0])
        expect(await tasks.get({ list: 'l', id: 'a' }).select('count')).deep.equal({ count: 0 })
      }
    })
})
