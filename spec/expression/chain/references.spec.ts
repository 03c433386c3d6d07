import { inspect } from 'node:util'
import { expect } from 'chai'
import { InvalidConditionError } from '../../../lib/errors/invalid-condition-error.js'
import { references } from '../../../lib/expression/chain/references.js'
import { root, type SampleItem } from '../sample-entity.js'

const attr = references<SampleItem>(root)

describe('references', () => {
  it('show their path as text', () => {
    expect(String(attr.address.city)).equal('address.city')
    expect(`${attr('lines[0].sku')}`).equal('lines[0].sku')
    expect(String(attr['a.b'])).equal("['a.b']")
  })

  const cases: [string, unknown, string][] = [
    ['a member', attr.total.gt(5), 'total > (value)'],
    ['a nested member', attr.address.city.eq('Rome'), 'address.city = (value)'],
    ['a list index', attr.lines[0]?.sku.eq('x'), 'lines[0].sku = (value)'],
    ['a name that looks like an index', attr.counts[2026]?.eq(1), "counts['2026'] = (value)"],
    ['a path', attr('lines[0].sku').eq('x'), 'lines[0].sku = (value)'],
    ['an attribute with the name of an operator, at the top', attr.size.eq(1), 'size = (value)'],
    [
      'an attribute with the name of an operator, below',
      attr('address.size').eq('x'),
      'address.size = (value)',
    ],
    ['another one', attr('address.in').eq('x'), 'address.in = (value)'],
    ['an attribute with a dot in its name', attr['a.b'].eq('x'), "['a.b'] = (value)"],
    ['the same by path', attr("['a.b']").eq('x'), "['a.b'] = (value)"],
    ['the operator where both are there', attr.address.size().gt(1), 'size(address) > (value)'],
    [
      'names that functions and objects have',
      attr('counts.name').eq(attr('counts.constructor')),
      'counts.name = counts.constructor',
    ],
  ]
  for (const [what, condition, text] of cases)
    it(`reach ${what}`, () => expect(String(condition)).equal(text))

  it('are resolved when an operator is called', () => {
    const loose = attr as unknown as { adress: { city: { eq(value: string): unknown } } }
    const { city } = loose.adress
    expect(() => city.eq('Rome')).throw(InvalidConditionError, "Order: there is no attribute 'adress'")
    expect(() => attr('nope' as 'note')).not.throw()
    expect(() => attr('a..b' as 'note')).throw(
      InvalidConditionError,
      'Order: expected a name in the path "a..b"',
    )
  })

  it('are not promises, and can be inspected', async () => {
    const reference: unknown = attr.total
    expect(await reference).equal(reference)
    expect(inspect(attr.address.city)).equal('Order.address.city')
  })

  it('are immutable: two references of one attribute do not disturb each other', () => {
    const { address } = attr
    expect([address.city.eq('a'), address.zip.eq('b')].map(String)).deep.equal([
      'address.city = (value)',
      'address.zip = (value)',
    ])
  })

  it('refuse operators of JavaScript, JSON and operators that do not exist, each with its own message', () => {
    const loose = attr as unknown as { total: number & { equals(value: number): unknown } }
    for (const [use, words] of [
      [() => loose.total > 5, 'total stands for an attribute and has no value here'],
      [() => loose.total + 1, 'write attr.total.gt(5) in a condition, attr.total.plus(1) in an update'],
      [() => loose.total - 1, "JavaScript's operators cannot use it"],
      [
        () => JSON.stringify(loose.total),
        'total stands for attributes and has no value here, so that it cannot be made into JSON',
      ],
      [() => JSON.stringify(attr), 'cannot be made into JSON'],
      [() => loose.total.equals(5), 'total.equals is neither an attribute nor an operator'],
    ] as const)
      expect(use).throw(InvalidConditionError, words)
  })

  it('refuses operators of JavaScript on the attributes themselves, and names the way', () => {
    for (const coerce of [
      (all: unknown) => (all as number) + 1,
      (all: unknown) => `${all}`,
      (all: unknown) => (all as number) > 5,
    ])
      expect(() => coerce(attr)).throw(InvalidConditionError, /use attr\.total\.plus\(1\)/)
  })
})
