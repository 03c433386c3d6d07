import { expect } from 'chai'
import fc from 'fast-check'
import { InvalidConditionError } from '../../../lib/errors/invalid-condition-error.js'
import { references } from '../../../lib/expression/chain/references.js'
import { Condition } from '../../../lib/expression/condition/condition.js'
import { and, not, or } from '../../../lib/expression/condition/logic.js'
import {
  limitedText,
  printCondition,
  printConditions,
} from '../../../lib/expression/condition/printed-condition.js'
import { Placeholders } from '../../../lib/expression/path/placeholders.js'
import { processorTime } from '../../support/cpu-time.js'
import { anyCondition } from '../sample-conditions.js'
import { root, type SampleItem } from '../sample-entity.js'

const attr = references<SampleItem>(root)
const gt = attr.total.gt(1)

function printed(condition: Condition) {
  const placeholders = new Placeholders()
  const text = printCondition(condition, placeholders)
  return { text, names: placeholders.names(), values: placeholders.values() }
}

describe('printCondition', () => {
  it('names go through placeholders, whatever they are', () => {
    expect(
      printed(and(attr.size.gt(1), attr('address.size').eq('x'), attr['a.b'].exists(), attr.note.eq('y'))),
    ).deep.equal({
      text: '#0 > :0 AND #1.#0 = :1 AND attribute_exists(#2) AND #3 = :2',
      names: { '#0': 'size', '#1': 'address', '#2': 'a.b', '#3': 'n' },
      values: { ':0': { N: '1' }, ':1': { S: 'x' }, ':2': { S: 'y' } },
    })
  })

  it('odd names do not collide: a map key that looks like a placeholder is a name', () => {
    const condition = and(
      ...['#0', ':0', '__x', 'constructor', 'toString', '#1'].map(
        (name) => attr.counts[name]?.eq(1) ?? never(),
      ),
    )
    const { text, names } = printed(condition)
    expect(text).match(/^(#0\.#\d = :\d( AND )?)+$/)
    expect(Object.values(names ?? {})).deep.equal([
      'counts',
      '#0',
      ':0',
      '__x',
      'constructor',
      'toString',
      '#1',
    ])
  })

  it('an expression without values has none', () => {
    expect(printed(attr.note.exists())).deep.equal({
      text: 'attribute_exists(#0)',
      names: { '#0': 'n' },
      values: undefined,
    })
  })

  it('printConditions prints what and() of the conditions is', () => {
    const parts = [attr.total.gt(1), and(attr.note.exists(), attr.size.lt(2)), or(attr.open.eq(true), gt)]
    for (const some of [parts, parts.slice(0, 1), parts.slice(1, 2), parts.slice(2)]) {
      const placeholders = new Placeholders()
      const text = printConditions(some, placeholders)
      const [values, names] = [placeholders.values(), placeholders.names()]
      expect({ text, names, values }).deep.equal(printed(and(...some)))
    }
    expect(printConditions([], new Placeholders())).equal(undefined)
  })

  it('prints the same text each time, and shares the allocator with other clauses', () => {
    const condition = and(attr.total.gt(1), attr.note.exists())
    expect(printed(condition)).deep.equal(printed(condition))
    const placeholders = new Placeholders()
    placeholders.name('n')
    placeholders.value({ S: 'x' })
    expect(printCondition(condition, placeholders)).equal('#1 > :1 AND attribute_exists(#0)')
  })

  const sized = attr.tags.size().gt(1)
  const repeated = (condition: Condition, count: number) =>
    and(...Array.from({ length: count }, () => condition))
  const limits: [string, Condition, Condition][] = [
    ['comparisons and ANDs', repeated(gt, 150), repeated(gt, 151)],
    [
      'BETWEEN counts one',
      repeated(attr.total.between(attr.revision, attr.size), 150),
      repeated(attr.total.between(attr.revision, attr.size), 151),
    ],
    ['IN counts one', repeated(attr.total.in([1]), 150), repeated(attr.total.in([1]), 151)],
    ['functions count one', repeated(attr.note.exists(), 150), repeated(attr.note.exists(), 151)],
    ['NOT counts one', repeated(not(gt), 100), repeated(not(gt), 101)],
    ['size counts one', repeated(sized, 100), repeated(sized, 101)],
    [
      'the two functions of an empty IN count',
      repeated(attr.total.in([]), 75),
      repeated(attr.total.in([]), 76),
    ],
  ]
  for (const [what, most, more] of limits)
    it(`at most 300 operators and functions: ${what}`, () => {
      expect(() => printed(most)).not.throw()
      expect(() => printed(more))
        .throw(
          InvalidConditionError,
          'Order: the condition has more than 300 operators and functions (a limit of DynamoDB)',
        )
        .property('entity', 'Order')
    })

  it('a huge tree stops at the limit', () => {
    const huge = { kind: 'and', conditions: Array.from({ length: 200_000 }, () => gt.node) } as const
    const spent = processorTime()
    expect(() => printed(new Condition('Order', huge))).throw(
      InvalidConditionError,
      'more than 300 operators',
    )
    expect(spent()).lessThan(2_000)
  })

  it('at most 4,096 bytes', () => {
    const many = (count: number) => attr.total.in(Array.from({ length: count }, (_, at) => at))
    expect(printed(many(600)).text.length).lessThanOrEqual(4096)
    expect(() => printed(many(700))).throw(
      InvalidConditionError,
      /^Order: the condition has \d+ bytes of expression text; the limit is 4096 \(a limit of DynamoDB\)$/,
    )
    expect(limitedText('x'.repeat(4096), 'condition', 'Order')).lengthOf(4096)
    expect(() => limitedText('x'.repeat(4097), 'projection', undefined)).throw(
      InvalidConditionError,
      'the projection has 4097 bytes',
    )
  })

  it('at most 32 levels of a path', () => {
    const deep = (levels: number) => attr(`extra${'.x'.repeat(levels - 1)}` as 'extra').exists()
    expect(printed(deep(32)).text).contain('.#1')
    expect(() => printed(deep(33))).throw(InvalidConditionError, 'has 33 levels; DynamoDB allows at most 32')
  })

  it('any tree: only safe characters, all placeholders defined and used, nothing else', () => {
    fc.assert(
      fc.property(anyCondition, (condition) => {
        const { text, names, values } = safely(condition) ?? { text: '', names: {}, values: {} }
        expect(text).match(/^[#:A-Za-z0-9_ ()[\],.<>=-]*$/)
        const used = new Set(text.match(/[#:]\d+/g))
        expect([...used].sort()).deep.equal(
          [...Object.keys(names ?? {}), ...Object.keys(values ?? {})].sort(),
        )
      }),
      { numRuns: 500 },
    )
  })
})

function safely(condition: Condition) {
  try {
    return printed(condition)
  } catch (error) {
    expect(error).instanceOf(InvalidConditionError)
    return undefined
  }
}

function never(): never {
  throw new Error('no such reference')
}
