// Operations, chains and conditions in inspection of every kind: none of them shows a value of an item.
import { expect } from 'chai'
import { CommandExecutor, Entity, Repository } from 'dyntastic'
import { integer, object, optional, string } from 'superstruct'
import { serialisers } from '../support/serialisers.js'

const canary = 'Canary-4711'

const Vault = new Entity({
  name: 'Vault',
  table: 'vaults',
  attributes: {
    id: string(),
    word: string(),
    count: integer(),
    nested: optional(object({ deep: string() })),
    revision: integer(),
  },
  key: { partition: 'id' },
  indexes: { byWord: { partition: 'word', sort: 'count' } },
  version: 'revision',
})

describe('what operations show of their values', () => {
  const item = { id: canary, word: canary, count: 1, nested: { deep: canary }, revision: 1 }

  const subjects = (): Record<string, unknown> => {
    const executor = new CommandExecutor({
      endpoint: 'http://127.0.0.1:1',
      region: 'local',
      secret: `${canary}-of-16-bytes`,
    })
    const vaults = new Repository(Vault, executor)
    const update = vaults.update(canary)
    const query = vaults.query().where('word').eq(canary)
    const partial = vaults.scan().where('word')
    return {
      executor,
      repository: vaults,
      entity: Vault,
      get: vaults.get(canary),
      getOrThrow: vaults.getOrThrow(canary).select('nested.deep'),
      refresh: vaults.refresh(item),
      getMany: vaults.getMany([canary]),
      'getMany of an iterable': vaults.getMany(new Set([canary])),
      save: vaults.save(item),
      'save().if()': vaults.save(item).if('word').eq(canary),
      'save().overwrite()': vaults.save(item).overwrite(),
      'save() that is refused': vaults.save({ ...item, count: canary as never }),
      create: vaults.create(item),
      'update().set()': update.set('word', canary),
      'update().set(callback)': update.set('word', (attr) => attr.nested.deep.ifNotExists(canary)),
      'update().patch()': update.patch({ nested: { deep: canary } }),
      'update().upsert()': update.set('count', 1).upsert({ word: canary }),
      'update().idempotent()': update.add('count', 1).idempotent(canary),
      'update().if()': update.set('count', 1).if('word').eq(canary),
      'update() of an item': vaults.update(item).set('count', 2),
      delete: vaults.delete(canary),
      'delete() of an item': vaults.delete(item).if('word').eq(canary),
      check: vaults.check(canary).if('word').eq(canary),
      query,
      'query().after()': query.after(canary),
      'scan().where(callback)': vaults.scan().where((attr) => attr.word.eq(canary)),
      'unfinished where': partial,
      'unfinished if': vaults.delete(canary).if('word'),
      'pages()': query.pages(),
      'items()': query.items(),
    }
  }

  for (const name of Object.keys(subjects()))
    it(`${name}: nothing`, () => {
      const subject = subjects()[name]
      for (const [how, show] of Object.entries(serialisers)) {
        let shown = ''
        try {
          shown = show(subject)
        } catch (error) {
          shown = String(error)
        }
        expect(shown, how).not.contain(canary)
      }
    })
})
