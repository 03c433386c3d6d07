import { expect } from 'chai'
import { InvalidUpdateError } from '../../../lib/errors/invalid-update-error.js'
import { references } from '../../../lib/expression/chain/references.js'
import { drafted, draftOf, literal, operandMethod } from '../../../lib/expression/function/update-draft.js'
import { thrown } from '../sample-entity.js'
import { root } from '../sample-updates.js'

describe('drafts', () => {
  it('are values as they are, until it is known what they are for', () => {
    const value = { any: 'thing' }
    for (const given of [value, null, undefined, 5, 'x', () => 5])
      expect(draftOf(given)).deep.equal({ kind: 'literal', value: given })
    expect(draftOf(literal(value))).deep.equal({ kind: 'literal', value })
  })

  it('are attributes, of conditions too', () => {
    const draft = draftOf(references<{ total: number }>(root).total)
    expect(draft.kind === 'path' && draft.subject.path.text).equal('total')
  })

  it('are functions of drafts', () => {
    const first = { kind: 'literal', value: 1 } as const
    const sum = operandMethod('plus', () => first)(2)
    expect(Reflect.get(sum, drafted)).deep.equal({
      kind: 'function',
      name: 'plus',
      first,
      second: { kind: 'literal', value: 2 },
    })
    expect(Object.isFrozen(sum)).equal(true)
    expect(thrown(() => operandMethod('plus', () => first)(undefined))).instanceOf(InvalidUpdateError)
  })

  it('have functions that can be taken off them', () => {
    const { plus } = literal(1) as { plus(other: number): object }
    expect(draftOf(plus(2))).deep.equal(draftOf((literal(1) as { plus(other: number): object }).plus(2)))
  })
})
