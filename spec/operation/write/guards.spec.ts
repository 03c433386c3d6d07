// The conditions that the library adds by itself, on the stored names of key and version.
import { expect } from 'chai'
import { Entity, InvalidKeyError, Repository } from 'dyntastic'
import { Recorder } from 'dyntastic/testing'
import { date, integer, optional, string } from 'superstruct'
import { attribute } from '../../../lib/entity/struct/attribute.js'
import { printCondition } from '../../../lib/expression/condition/printed-condition.js'
import { Placeholders } from '../../../lib/expression/path/placeholders.js'
import { absenceGuard, versionGuards } from '../../../lib/operation/write/guards.js'
import type { Guard } from '../../../lib/operation/write/write.js'
import { rejection } from '../../support/rejection.js'

const model = new Entity({
  name: 'Test',
  table: 'tests',
  attributes: {
    'my.id': attribute(string(), { name: '_id' }),
    revision: attribute(integer(), { name: 'r' }),
  },
  key: { partition: 'my.id' },
  version: 'revision',
})
const plain = new Entity({
  name: 'Plain',
  table: 'tests',
  attributes: { id: string() },
  key: { partition: 'id' },
})

function printed({ condition, reason }: Guard) {
  const placeholders = new Placeholders()
  const text = printCondition(condition, placeholders)
  return { reason, text, names: placeholders.names(), values: placeholders.values() }
}

describe('absenceGuard', () => {
  it('asks that the partition key is absent, by its stored name, odd names included', () => {
    expect(printed(absenceGuard(model))).deep.equal({
      reason: 'exists',
      text: 'attribute_not_exists(#0)',
      names: { '#0': '_id' },
      values: undefined,
    })
  })
})

describe('versionGuards', () => {
  for (const [what, version, text, values] of [
    ['none stored before the first save', 0, 'attribute_not_exists(#0)', undefined],
    ['the version that was read', 3, '#0 = :0', { ':0': { N: '3' } }],
  ] as const)
    it(`requires ${what}`, () => {
      expect(versionGuards(model, version).map(printed)).deep.equal([
        { reason: 'version', text, names: { '#0': 'r' }, values },
      ])
    })

  it('asks nothing of an entity without version', () => {
    expect(versionGuards(plain, 3)).deep.equal([])
  })
})

describe('the version of an item that is passed in place of its key', () => {
  const Owned = new Entity({
    name: 'Owned',
    table: 'owned',
    attributes: { id: string(), note: optional(string()), revision: integer(), gone: optional(date()) },
    key: { partition: 'id' },
    version: 'revision',
    softDelete: { attribute: 'gone' },
  })
  const operations: Record<string, (owned: Repository<typeof Owned>, item: never) => PromiseLike<unknown>> = {
    update: (owned, item) => owned.update(item).set('note', 'x'),
    delete: (owned, item) => owned.delete(item),
    check: (owned, item) =>
      new Recorder().transaction([owned.check(item).if((attr) => attr.note.exists()), owned.purge('b')]),
    restore: (owned, item) => owned.restore(item),
    purge: (owned, item) => owned.purge(item),
    move: (owned, item) => owned.move(item, { id: 'b' } as never),
  }
  for (const [name, run] of Object.entries(operations))
    for (const revision of ['3', null, 1.5, Number.NaN, {}, true])
      it(`is refused by ${name} if it is ${JSON.stringify(revision)}, and nothing is sent`, async () => {
        const recorder = new Recorder()
        const owned = new Repository(Owned, recorder)
        const error = await rejection(
          (async () => run(owned, { id: 'a', revision } as never))(),
          InvalidKeyError,
        )
        expect(error.message).to.contain("version 'revision' must be an integer, but is")
        expect(recorder.commands).to.deep.equal([])
      })
})
