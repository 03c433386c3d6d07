import { expect } from 'chai'
import { InvalidConditionError } from '../../../lib/errors/invalid-condition-error.js'
import { chain } from '../../../lib/expression/chain/chain.js'
import type { Refs } from '../../../lib/expression/chain/typed-references.js'
import { operatorNames } from '../../../lib/expression/condition/comparison.js'
import type { Condition } from '../../../lib/expression/condition/condition.js'
import { root, type SampleItem } from '../sample-entity.js'

describe('chain', () => {
  it('passes the condition to its chain, and returns the result', () => {
    const made: Condition[] = []
    const done = (condition: Condition) => made.push(condition)
    expect(chain<number, number>(root, 'total', done).gt(5)).equal(1)
    expect(chain<string, number>(root, 'address.city', done).beginsWith('R')).equal(2)
    expect(made.map(String)).deep.equal(['total > (value)', 'begins_with(address.city, (value))'])
  })

  it('goes on after size()', () => {
    const { size } = chain<string[], string>(root, 'lines', String)
    expect(size().gt(1)).equal('size(lines) > (value)')
    expect(size().between(1, 2)).equal('size(lines) BETWEEN (value) AND (value)')
  })

  it('takes a callback in the place of a value', () => {
    const total = chain<number, string, Refs<SampleItem>>(root, 'total', String)
    expect(total.lt((attr) => attr.revision)).equal('total < revision')
    expect(total.between(1, (attr) => attr.lines.size())).equal('total BETWEEN (value) AND size(lines)')
  })

  it('refuses an unknown path at once, and a wrong operator when it is called', () => {
    expect(() => chain(root, 'adress.city', String)).throw(
      InvalidConditionError,
      "Order: there is no attribute 'adress'",
    )
    const open = chain<unknown, string>(root, 'open', String)
    expect(() => open.lt(true)).throw(
      InvalidConditionError,
      'Order: lt on open: it applies to S, N, B, but the attribute is stored as BOOL',
    )
  })

  it('has all operators and size, and nothing else', () => {
    const total = chain(root, 'total', String)
    const names: string[] = []
    for (const name in total) names.push(name)
    expect(names).deep.equal([...operatorNames, 'size'])
    expect(Object.keys(total)).deep.equal([])
  })
})
