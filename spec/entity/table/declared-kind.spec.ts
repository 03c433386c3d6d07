// The kind that a Table declares: its stored name, and its values by entity.
import { expect } from 'chai'
import { declaredKeys } from '../../../lib/entity/table/declared-keys.js'
import { declaredKind } from '../../../lib/entity/table/declared-kind.js'
import type { TableOptions } from '../../../lib/entity/table/table-options.js'
import { EntityDefinitionError } from '../../../lib/errors/entity-definition-error.js'
import { thrown } from '../../support/rejection.js'

const key = { partition: 'pk', sort: 'sk' }
const declared = (options: Omit<TableOptions, 'name'>) => declaredKeys({ name: 'shop', ...options })

describe('declaredKind', () => {
  const kindOf = (options: Omit<TableOptions, 'name'>) =>
    declaredKind({ name: 'shop', ...options }, declared(options))

  it("is '_type' on a table that declares its key, and nothing else", () => {
    expect(kindOf({ key })).deep.equal({ name: '_type', values: new Map() })
    expect(kindOf({})).equal(undefined)
    expect(kindOf({ key, kind: false })).equal(undefined)
    expect(kindOf({ kind: 'kind' })).deep.equal({ name: 'kind', values: new Map() })
  })

  it('has a list of values for each entity', () => {
    expect(kindOf({ key, kind: { name: '_et', values: { Cat: ['kitty', 'cat'], Dog: 'dog' } } })).deep.equal({
      name: '_et',
      values: new Map([
        ['Cat', ['kitty', 'cat']],
        ['Dog', ['dog']],
      ]),
    })
  })

  for (const [kind, message] of [
    ['pk', "`kind`: 'pk' is a key attribute"],
    [{ values: { Cat: 'x', Dog: 'x' } }, "'x' stands for both Cat and Dog"],
    [{ values: { Cat: ['x', 'x'] } }, "'x' stands for Cat twice"],
  ] as const)
    it(`refuses ${message}`, () => {
      expect(thrown(() => kindOf({ key, kind }), EntityDefinitionError).message).contain(message)
    })
})
