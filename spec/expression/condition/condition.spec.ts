import { inspect } from 'node:util'
import { expect } from 'chai'
import { references } from '../../../lib/expression/chain/references.js'
import { Condition, innerCondition, isCondition } from '../../../lib/expression/condition/condition.js'
import { and, not, or } from '../../../lib/expression/condition/logic.js'
import { root, type SampleItem } from '../sample-entity.js'

const attr = references<SampleItem>(root)

describe('Condition', () => {
  it('is plain frozen data that can be compared', () => {
    const [first, second] = [attr.total.gt(5), attr.total.gt(5)]
    expect(first).deep.equal(second)
    expect(first).not.deep.equal(attr.total.gt(6))
    expect(JSON.stringify(first)).equal('"total > (value)"')
    expect({ ...first }).deep.equal({
      entity: 'Order',
      node: {
        kind: 'comparison',
        operator: 'gt',
        left: { kind: 'path', text: 'total', names: ['total'] },
        operands: [{ kind: 'value', value: { N: '5' } }],
      },
    })
    const frozen: object[] = [first]
    for (const part of frozen) {
      expect(Object.isFrozen(part), inspect(part)).equal(true)
      frozen.push(...Object.values(part).filter((child) => typeof child === 'object'))
    }
  })

  it('shows names and no values as text', () => {
    const condition = or(
      and(attr.total.between(1, 2), not(attr.note.exists())),
      attr.address.city.in(['secret', 'x']),
    )
    expect(String(condition)).equal(
      'total BETWEEN (value) AND (value) AND NOT attribute_exists(note) OR address.city IN ((value), (value))',
    )
  })

  it('is frozen, known by its mark and shown in the same way if only an operation holds it', () => {
    const { entity, node } = attr.total.gt(5)
    const inner = innerCondition(entity, node)
    expect(inner).include({ entity, node })
    expect(isCondition(inner) && Object.isFrozen(inner)).equal(true)
    const shown = (condition: Condition) => [String(condition), JSON.stringify(condition), inspect(condition)]
    expect(shown(inner)).deep.equal(shown(new Condition(entity, node)))
  })

  it('is known by its mark, also that of another copy of the library', () => {
    expect(isCondition(attr.total.gt(5))).equal(true)
    expect(isCondition({ [Symbol.for('dyntastic.condition')]: true })).equal(true)
    for (const other of [undefined, null, 'total > 5', {}, attr, attr.total, () => undefined])
      expect(isCondition(other)).equal(false)
  })

  it('can be made of data', () => {
    const made = new Condition('Order', attr.total.gt(5).node)
    expect(made).deep.equal(attr.total.gt(5))
  })

  it('has the getter that all others have: with one of its own, V8 would make a hidden class for each', () => {
    const getter = (of: object) => Object.getOwnPropertyDescriptor(of, 'node')?.get
    expect(getter(attr.total.gt(5)))
      .to.be.a('function')
      .that.equal(getter(attr.total.gt(6)))
  })

  it('shows no value in inspection without customInspect, and stays equal to its like', () => {
    const made = attr.total.eq(4711)
    const settings = { customInspect: false, showHidden: true, depth: Number.POSITIVE_INFINITY }
    expect(inspect(made, settings)).to.not.contain('4711')
    expect(JSON.stringify({ made })).to.not.contain('4711')
    expect(made).to.deep.equal(attr.total.eq(4711))
    expect(made).to.not.deep.equal(attr.total.eq(4712))
  })
})
