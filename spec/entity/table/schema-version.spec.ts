// Steps of a schema: what `upgrade()` makes and what it refuses.
import { expect } from 'chai'
import { EntityDefinitionError, upgrade } from 'dyntastic'
import { string } from 'superstruct'
import { thrown } from '../../support/rejection.js'

describe('upgrade()', () => {
  it('makes a frozen step', () => {
    const apply = ({ name }: { name: string }) => ({ title: name })
    const step = upgrade(1, { name: string() }, apply)
    expect(step).include({ from: 1, apply })
    expect(Object.isFrozen(step)).equal(true)
  })

  for (const [what, args, words] of [
    ['a version that is not an integer', [1.5, {}, () => ({})], '`upgrade.from` must be an integer'],
    ['version 0', [0, {}, () => ({})], '`upgrade.from` must be an integer'],
    ['no attributes', [1, undefined, () => ({})], '`upgrade.attributes` must be given'],
    ['a string in place of attributes', [1, 'name', () => ({})], '`upgrade.attributes` must be an object'],
    ['no function', [1, {}, 'x'], '`upgrade.apply` must be a function'],
  ] as const)
    it(`refuses ${what}`, () => {
      const error = thrown(
        () => upgrade(...(args as unknown as Parameters<typeof upgrade>)),
        EntityDefinitionError,
      )
      expect(error).instanceOf(EntityDefinitionError)
      expect(Object(error).message).contain(words)
    })
})
