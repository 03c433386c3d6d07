// Constant stored attributes: what they may be called, and what they hold.
import { expect } from 'chai'
import { attribute, Entity, EntityDefinitionError, Table } from 'dyntastic'
import { string } from 'superstruct'
import { thrown } from '../../support/rejection.js'

const table = new Table({ name: 'constants', key: { partition: 'pk' }, kind: '__edb_e__' })

const noteWith = (constants: Readonly<Record<string, unknown>>) =>
  new Entity({
    name: 'Note',
    table,
    attributes: { id: string(), text: attribute(string(), { name: 't' }) },
    key: { partition: 'NOTE#{id}' },
    constants: constants as Record<string, string>,
  })

describe('constants', () => {
  it('are stored with every item, and are never part of one', () => {
    const Note = noteWith({ __edb_v__: '1', n: 2, yes: true, empty: '' })
    const stored = Note.encode({ id: 'a', text: 'x' })
    expect(stored).deep.include({
      __edb_v__: { S: '1' },
      n: { N: '2' },
      yes: { BOOL: true },
      empty: { S: '' },
    })
    expect({ ...Note.decode(stored) }).deep.equal({ id: 'a', text: 'x' })
    expect({ ...Note.decode({ ...stored, __edb_v__: { S: 'another' } }) }).deep.equal({ id: 'a', text: 'x' })
  })

  for (const unknown of ['preserve', 'error'] as const)
    it(`are not unknown attributes with unknown: '${unknown}'`, () => {
      const Plain = new Entity({
        name: 'Plain',
        table: 'plain-constants',
        attributes: { id: string() },
        key: { partition: 'id' },
        constants: { v: '1' },
        unknown,
      })
      const stored = Plain.encode({ id: 'a' })
      expect(stored).deep.equal({ id: { S: 'a' }, v: { S: '1' } })
      expect({ ...Plain.decode(stored) }).deep.equal({ id: 'a' })
    })

  for (const [constants, fault] of [
    [{ id: '1' }, /constants: 'id' is the stored name of attribute 'id'/],
    [{ t: '1' }, /constants: 't' is the stored name of attribute 'text'/],
    [{ pk: '1' }, /constants: 'pk' is a key attribute of the table/],
    [{ __edb_e__: '1' }, /constants: '__edb_e__' is the `kind` of the table/],
    [{ '': '1' }, /constants: '' cannot be the name/],
    [{ ['__proto__']: '1' }, /constants: '__proto__' cannot be the name/],
    [{ v: '\ud800' }, /constants: 'v' has a value with a lone surrogate/],
    [{ v: Number.NaN }, /constants/],
    [{ v: null }, /constants/],
    [{ v: {} }, /constants/],
    [['v'], /constants/],
  ] as const)
    it(`refuse ${JSON.stringify(constants)}`, () => {
      expect(thrown(() => noteWith(constants as never), EntityDefinitionError).message).match(fault)
    })
})
