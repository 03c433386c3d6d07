// Key attributes that are one number or binary attribute.
import { expect } from 'chai'
import { instance, integer } from 'superstruct'
import { compileTemplate } from '../../../lib/entity/key/template/compile-template.js'
import type { ConditionNode } from '../../../lib/expression/condition/condition-node.js'
import { contextOf } from '../../entity/compiled-attributes.js'
import { on, shown, use } from './used-templates.js'

describe('wholeUse', () => {
  it('compares numbers and binary as they are', () => {
    const context = contextOf({ n: integer(), b: instance(Uint8Array) })
    const whole = (text: string, type: 'N' | 'B') =>
      compileTemplate(context, text, { place: 'key.sort', type, separators: 'escape', most: 1024 })
    const number = (...clauses: readonly ConditionNode[]) => use(whole('{n}', 'N'), clauses)
    expect(shown(number())).equal(undefined)
    expect(shown(number(on('n', 'eq', 5)))).deep.equal(['eq', '5'])
    expect(shown(number(on('n', 'gt', 5)))).deep.equal(['gt', '5'])
    expect(shown(number(on('n', 'lte', 5)))).deep.equal(['lte', '5'])
    const both = number(on('n', 'gt', 5), on('n', 'lte', 9))
    expect(shown(both)).deep.equal(['between', '5', '9'])
    expect(both.covered.length).equal(1)
    expect(number(on('n', 'gt', 9), on('n', 'lte', 5)).never).match(/the bounds of 'n'/)
    expect(number(on('n', 'gt', 5), on('n', 'lt', 5)).never).match(/the bounds of 'n'/)
    const bytes = use(whole('{b}', 'B'), [on('b', 'beginsWith', Uint8Array.of(1))])
    expect(bytes.comparison?.operator).equal('beginsWith')
    expect(bytes.covered.length).equal(1)
  })
})
