// The conditions that the library adds by itself, on the stored names of key and version.
import { expect } from 'chai'
import { Entity } from 'dyntastic'
import { integer, string } from 'superstruct'
import { attribute } from '../../../lib/entity/struct/attribute.js'
import { printCondition } from '../../../lib/expression/condition/printed-condition.js'
import { Placeholders } from '../../../lib/expression/path/placeholders.js'
import { absenceGuard, versionGuards } from '../../../lib/operation/write/guards.js'
import type { Guard } from '../../../lib/operation/write/write.js'

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
