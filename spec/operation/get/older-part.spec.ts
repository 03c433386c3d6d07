// Parts of items that an index holds: which may be of older versions, and what they become.
import { expect } from 'chai'
import { Entity, upgrade } from 'dyntastic'
import { optional, string } from 'superstruct'
import { isOlderPart, olderPart } from '../../../lib/operation/get/older-part.js'

const Paper = new Entity({
  name: 'Paper',
  table: 'papers',
  attributes: { id: string(), title: string(), note: optional(string()) },
  key: { partition: 'id' },
  schemaVersion: {
    attribute: '_v',
    current: 2,
    upgrades: [upgrade(1, { name: string() }, ({ name }) => ({ title: name }))],
  },
})
const id = { S: 'p1' }
const title = { S: 'x' }
const namesOf = (...stored: string[]) => ({ stored: new Set(stored), inKeys: new Set<string>() })

describe('parts of items that an index holds', () => {
  for (const [what, part, names, isOlder] of [
    ['the current version', { id, title, _v: { N: '2' } }, namesOf('id', 'title', '_v'), false],
    ['an older version', { id, _v: { N: '1' } }, namesOf('id', 'title', '_v'), true],
    ['no version in an index that holds it', { id, title }, namesOf('id', 'title', '_v'), true],
    ['no version in an index of whole items', { id, title }, { ...namesOf(), stored: undefined }, true],
    ['the key alone', { id }, namesOf('id'), false],
    ['an attribute of a step', { id, name: title }, namesOf('id', 'name'), true],
    ['all that the index holds', { id, title }, namesOf('id', 'title'), false],
    ['less than the index holds', { id }, namesOf('id', 'title'), true],
    ['an absent attribute of another entity', { id, title }, namesOf('id', 'title', 'other'), false],
    ['a key made of an attribute of a step', { id }, { ...namesOf('id'), inKeys: new Set(['name']) }, true],
  ] as const)
    it(`may be older: ${what}`, () => {
      expect(isOlderPart(Paper, part, () => names)).equal(isOlder)
    })

  it('are cut from the whole item in its current form', () => {
    const whole = { id, name: title, note: { S: 'n' } }
    const part = olderPart(Paper, whole, 'query', { select: [], isInPart: (name) => name !== 'note' })
    expect(Object.entries(part)).deep.equal([
      ['id', 'p1'],
      ['title', 'x'],
    ])
  })
})
