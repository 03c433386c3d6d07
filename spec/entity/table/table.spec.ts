// A Table: its name is resolved once, at first use; region and endpoint fall through if they are empty.
import { expect } from 'chai'
import { Table } from '../../../lib/entity/table/table.js'
import { EntityDefinitionError } from '../../../lib/errors/entity-definition-error.js'
import { thrown } from '../../support/rejection.js'

describe('Table', () => {
  it('calls a name function at first use, once, and keeps the response', () => {
    let calls = 0
    const table = new Table({ name: () => `table-${++calls}` })
    expect(calls).equal(0)
    expect([table.name, table.name, table.name]).deep.equal(['table-1', 'table-1', 'table-1'])
    expect(calls).equal(1)
  })

  it('takes a name as text', () => {
    expect(new Table({ name: 'shop' }).name).equal('shop')
  })

  for (const reply of ['', undefined, null, 5])
    it(`refuses a name function that returns ${JSON.stringify(reply)}`, () => {
      const table = new Table({ name: () => reply as string })
      expect(thrown(() => table.name, EntityDefinitionError).message).match(/table name function/)
    })

  it('refuses a class in place of a function', () => {
    class Users {}
    for (const option of ['name', 'region'])
      expect(
        thrown(() => new Table({ name: 'users', [option]: Users as never }), EntityDefinitionError).message,
      ).contain('or a function that returns one, but is a class (Users)')
  })

  it('asks again after a name function that failed', () => {
    const names = ['', 'late']
    const table = new Table({ name: () => names.shift() ?? '' })
    thrown(() => table.name, EntityDefinitionError)
    expect(table.name).equal('late')
  })

  for (const setting of ['region', 'endpoint'] as const)
    for (const [given, expected] of [
      [undefined, undefined],
      ['', undefined],
      ['x', 'x'],
      [() => 'y', 'y'],
      [() => '', undefined],
      [() => undefined, undefined],
    ] as const)
      it(`${setting} ${typeof given === 'function' ? `() => ${JSON.stringify(given())}` : JSON.stringify(given)} is ${expected}`, () => {
        expect(new Table({ name: 't', [setting]: given })[setting]).equal(expected)
      })

  it('keeps its options as they were given, and frozen', () => {
    const options = { name: 'before', autoCreate: false }
    const table = new Table(options)
    options.name = 'after'
    expect(table.options).deep.equal({ name: 'before', autoCreate: false }).and.frozen
    expect(table.name).equal('before')
  })
})
