// Versions of a definition: which ones lead from the first to the current one.
import { expect } from 'chai'
import { attribute, Entity, EntityDefinitionError, upgrade } from 'dyntastic'
import { string } from 'superstruct'
import { thrown } from '../../support/rejection.js'

const step = upgrade(1, { name: string() }, ({ name }) => ({ title: name }))
const make = (schemaVersion: object, more: object = {}) =>
  new Entity({
    name: 'Note',
    table: 'versioned-notes',
    attributes: { id: string(), title: attribute(string(), { name: 't' }) },
    key: { partition: 'id' },
    ...more,
    schemaVersion: schemaVersion as { attribute: '_v'; current: 1 },
  })

describe('schemaVersion', () => {
  for (const [what, given, words] of [
    ['too few upgrades', { attribute: '_v', current: 3, upgrades: [step] }, 'version 3 needs 2'],
    ['too many upgrades', { attribute: '_v', current: 1, upgrades: [step] }, 'there are 1 upgrades'],
    ['no upgrades', { attribute: '_v', current: 2 }, 'there are 0 upgrades'],
    [
      'a gap',
      { attribute: '_v', current: 2, upgrades: [{ ...step, from: 2 }] },
      'upgrades[0] is of version 2, and not of version 1',
    ],
    ['no attribute', { current: 1 }, 'needs an `attribute`'],
    ['no current version', { attribute: '_v' }, 'needs a `current` version'],
    ['version 0', { attribute: '_v', current: 0 }, '`schemaVersion.current` must be an integer'],
    [
      'an unknown option',
      { attribute: '_v', current: 1, upgrade: [] },
      'did you mean `schemaVersion.upgrades`',
    ],
    [
      'a step that is none',
      { attribute: '_v', current: 2, upgrades: [null] },
      'upgrades[0]` must be an upgrade()',
    ],
    [
      'a step of another kind',
      { attribute: '_v', current: 2, upgrades: [{ ...step, attributes: { name: 'string' } }] },
      "'name' is neither a superstruct struct nor a Standard Schema",
    ],
    ['a stored attribute', { attribute: 't', current: 1 }, "is the stored name of attribute 'title'"],
    [
      'an attribute of a step',
      { attribute: 'name', current: 2, upgrades: [step] },
      "upgrades[0] has an attribute that is stored as 'name'",
    ],
    ['an empty name', { attribute: '', current: 1 }, 'must be the name of a stored attribute'],
    [
      'the name __proto__',
      { attribute: '__proto__', current: 1 },
      'cannot be the name of a stored attribute',
    ],
  ] as const)
    it(`is refused with ${what}`, () => {
      const error = thrown(() => make(given), EntityDefinitionError)
      expect(error).instanceOf(EntityDefinitionError)
      expect(Object(error).message).contain(words)
    })

  it('is refused if its attribute is one of the constants', () => {
    const error = thrown(
      () => make({ attribute: '_v', current: 1 }, { constants: { _v: 1 } }),
      EntityDefinitionError,
    )
    expect(Object(error).message).contain("schemaVersion.attribute: '_v' is one of the `constants`")
  })

  it('is stored with every item, and is never part of one', () => {
    const Note = make({ attribute: '_v', current: 2, upgrades: [step] })
    const stored = Note.encode({ id: 'n1', title: 'x' })
    expect(stored).deep.equal({ id: { S: 'n1' }, t: { S: 'x' }, _v: { N: '2' } })
    expect({ ...Note.decode(stored) }).deep.equal({ id: 'n1', title: 'x' })
  })
})
