// Whatever a callback builds must be part of what it returns.
import { inspect } from 'node:util'
import { expect } from 'chai'
import { CommandExecutor, Entity, InvalidConditionError, InvalidUpdateError, Repository } from 'dyntastic'
import fc from 'fast-check'
import { givenCondition } from '../../../lib/expression/chain/given-condition.js'
import { references } from '../../../lib/expression/chain/references.js'
import type { Refs } from '../../../lib/expression/chain/typed-references.js'
import type { Condition } from '../../../lib/expression/condition/condition.js'
import { and, not, or } from '../../../lib/expression/condition/logic.js'
import { CallbackParts, callbackPartsOf, usePart } from '../../../lib/expression/path/callback-parts.js'
import { orderEntity } from '../../support/entities.js'
import { root, type SampleItem } from '../sample-entity.js'

const Order = orderEntity()
const orders = new Repository(Order, new CommandExecutor({ region: 'local' }))
const key = { customerId: 'c1', orderId: 'o1' }
const joined = 'join conditions with and(…) or or(…)'

type Make = (attr: Refs<SampleItem>) => Condition
// What JavaScript programs return, and TypeScript lets pass.
const operandFor = (attr: Refs<SampleItem>): unknown => {
  attr.open.eq(true)
  return attr.revision
}
const pick = <T>(_first: T, second: T): T => second
const loose = (make: (attr: Refs<SampleItem>) => unknown) => make as Make

describe('CallbackParts', () => {
  it('remember what is built until it is used, and end with the rest', () => {
    const parts = new CallbackParts()
    const [a, b, c] = [parts.built({ a: 1 }), parts.built({ b: 1 }), parts.built({ c: 1 })]
    usePart(b)
    expect(callbackPartsOf(a)).equal(parts)
    expect(parts.end(c)).deep.equal([{ a: 1 }])
    expect(parts.built({ d: 1 })).deep.equal({ d: 1 })
    expect(parts.end(undefined)).deep.equal([])
  })

  it('leave no trace that can be seen on a condition', () => {
    const built = givenCondition<SampleItem>(root, (attr) => attr.total.gt(5))
    expect(built).deep.equal(references<SampleItem>(root).total.gt(5))
    expect(inspect(built)).not.includes('parts')
    expect(Object.getOwnPropertyNames(built)).deep.equal(['entity', 'node'])
  })
})

describe('a condition that a callback builds', () => {
  const outside = references<SampleItem>(root).note.exists()

  const refused: [string, Make, string][] = [
    [
      '&&',
      (attr) => attr.total.gt(100) && attr.total.lt(900),
      '(total > (value)), but returns (total < (value))',
    ],
    [
      'a list from which one is taken',
      (attr) => pick(attr.total.gt(100), attr.note.exists()),
      '(total > (value))',
    ],
    [
      '?? after a condition that is not used',
      loose((attr) => (attr.total.gt(100) && null) ?? attr.open.eq(true)),
      '(total > (value))',
    ],
    [
      'a conditional expression that tests a condition',
      (attr) => (attr.total.gt(100) ? attr.open.eq(true) : attr.open.eq(false)),
      '(total > (value)), but returns (open = (value))',
    ],
    [
      'a loop that keeps the last one',
      (attr) => {
        let last = attr.total.gt(0)
        for (const status of ['open', 'paid'] as const) last = attr.status.eq(status)
        return last
      },
      '(total > (value)), (status = (value)), but returns (status = (value))',
    ],
    ['!', loose((attr) => !attr.total.gt(100)), '(total > (value)), but returns a boolean'],
    [
      'a missing return',
      loose((attr) => void attr.total.gt(100)),
      '(total > (value)), but returns undefined',
    ],
    ['an array', loose((attr) => [attr.total.gt(100), attr.open.eq(true)]), 'but returns an array'],
    ['a string', loose((attr) => `${attr.total.gt(100)}`), 'but returns a string'],
    ['an async callback', loose(async (attr) => attr.total.gt(100)), 'the callback is asynchronous'],
    ['a reference instead', loose((attr) => attr.total.gt(100) && attr.open), '(total > (value))'],
    [
      'an and() that is dropped',
      (attr) => and(attr.total.gt(1), attr.open.eq(true)) && outside,
      '(total > (value) AND open = (value))',
    ],
    [
      'a not() that is dropped, although its inner condition is returned',
      (attr) => {
        const big = attr.total.gt(100)
        not(big)
        return big
      },
      '(NOT total > (value))',
    ],
    [
      'an or() of one that is returned and one that is not',
      (attr) => {
        const big = attr.total.gt(100)
        or(big, attr.open.eq(true))
        return big
      },
      '(total > (value) OR open = (value))',
    ],
    [
      '&& inside and()',
      (attr) => and(attr.total.gt(1) && attr.total.lt(9), attr.open.eq(true)),
      '(total > (value))',
    ],
    ['&& inside not()', (attr) => not(attr.total.gt(1) && attr.total.lt(9)), '(total > (value))'],
    ['a size', (attr) => attr.tags.size().gt(1) && attr.tags.size().lt(9), '(size(tags) > (value))'],
    [
      'a path',
      (attr) => attr('address.city').exists() && attr.open.eq(true),
      '(attribute_exists(address.city))',
    ],
    [
      'a condition in the callback of a value',
      loose((attr) => attr.total.gt(operandFor as never)),
      '(open = (value)), but returns (total > revision)',
    ],
    [
      'more than a few',
      loose((attr) => {
        for (let at = 0; at < 9; at++) attr.lines[at]?.sku.exists()
      }),
      'and 4 more, but returns undefined',
    ],
  ]
  for (const [what, make, message] of refused)
    it(`is refused when it is dropped: ${what}`, () => {
      expect(() => givenCondition(root, make)).throw(InvalidConditionError, message)
    })

  const taken: [string, Make, string][] = [
    ['returned', (attr) => attr.total.gt(1), 'total > (value)'],
    [
      'joined',
      (attr) => and(attr.total.gt(1), or(attr.open.eq(true), not(attr.note.exists()))),
      'total > (value) AND (open = (value) OR NOT attribute_exists(note))',
    ],
    ['built outside, and returned', () => outside, 'attribute_exists(note)'],
    ['built outside, and not used', (attr) => outside && attr.total.gt(1), 'total > (value)'],
    [
      'joined with one from outside',
      (attr) => and(outside, attr.total.gt(1)),
      'attribute_exists(note) AND total > (value)',
    ],
    [
      'joined with a list',
      (attr) => or(...[1, 2].map((total) => attr.total.eq(total))),
      'total = (value) OR total = (value)',
    ],
    ['a group of one', (attr) => and(or(attr.total.gt(1))), 'total > (value)'],
    ['negated twice', (attr) => not(not(attr.total.gt(1))), 'total > (value)'],
    [
      'compared with a reference in a callback',
      loose((attr) => attr.total.gt((({ revision }: Refs<SampleItem>) => revision) as never)),
      'total > revision',
    ],
    [
      'used twice',
      (attr) => {
        const big = attr.total.gt(1)
        return or(and(big, attr.open.eq(true)), not(big))
      },
      'total > (value) AND open = (value) OR NOT total > (value)',
    ],
    [
      'chosen before it is built',
      (attr) => (outside === undefined ? attr.total.gt(1) : attr.open.eq(true)),
      'open = (value)',
    ],
    [
      'next to references that build nothing',
      (attr) => {
        const { total, open } = attr
        return open === undefined ? total.gt(2) : total.gt(1)
      },
      'total > (value)',
    ],
  ]
  for (const [what, make, text] of taken)
    it(`is taken when it is used: ${what}`, () => {
      expect(String(givenCondition(root, make))).equal(text)
    })

  it('can be kept, and used again after its callback has ended', () => {
    const kept: Condition[] = []
    givenCondition<SampleItem>(root, (attr) => {
      const big = attr.total.gt(1)
      kept.push(big)
      return and(big, attr.open.eq(true))
    })
    expect(String(givenCondition<SampleItem>(root, (attr) => and(...kept, attr.note.exists())))).equal(
      'total > (value) AND attribute_exists(note)',
    )
  })

  it('is used when an operation that is built in the callback takes it', () => {
    const condition = Order.condition((attr) => {
      const open = attr.status.eq('open')
      orders.delete(key).if(open)
      const big = attr.total.gt(1)
      orders.delete(key).if(() => big)
      return attr.total.lt(9)
    })
    expect(String(condition)).equal('total < (value)')
  })

  it('is refused in the callback that is a value of a chain', () => {
    const total = orders.delete(key).if('total')
    const make = () =>
      total.gt((attr) => {
        attr.note.exists()
        return attr.revision
      })
    expect(make).throw(
      InvalidConditionError,
      'gt on total: the callback builds the condition attribute_exists(note), but must return an attribute',
    )
    expect(() => total.gt((attr) => attr.revision)).not.throw()
  })

  const surfaces: [string, (make: (attr: Refs<typeof Order.ITEM>) => Condition) => unknown][] = [
    ['save().if', (make) => orders.save({ ...key, total: 1, placedAt: new Date(), lines: [] }).if(make)],
    ['create().if', (make) => orders.create({ ...key, total: 1, placedAt: new Date(), lines: [] }).if(make)],
    ['update().if', (make) => orders.update(key).set('note', 'x').if(make)],
    ['delete().if', (make) => orders.delete(key).if(make)],
    ['check().if', (make) => orders.check(key).if(make)],
    ['query().where', (make) => orders.query().where(make)],
    ['scan().where', (make) => orders.scan().where(make)],
    ['Entity.condition', (make) => Order.condition(make)],
  ]
  for (const [name, surface] of surfaces)
    it(`is refused by ${name} when it is dropped`, () => {
      expect(() => surface((attr) => attr.total.gt(100) && attr.total.lt(900))).throw(
        InvalidConditionError,
        joined,
      )
      expect(() => surface((attr) => and(attr.total.gt(100), attr.total.lt(900)))).not.throw()
    })

  it('is refused exactly when one is dropped, whatever is built', () => {
    type Tree = { readonly join: 'and' | 'or' | 'not' | 'drop'; readonly parts: readonly Tree[] }
    const tree = fc.letrec<{ tree: Tree }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        fc.record({ join: fc.constant('and' as const), parts: fc.constant([]) }),
        fc.record({
          join: fc.constantFrom('and', 'or', 'not', 'drop'),
          parts: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }),
        }),
      ),
    })).tree
    const drops = ({ join, parts }: Tree): boolean =>
      (parts.length > 1 && (join === 'drop' || join === 'not')) || parts.some(drops)
    const build = (attr: Refs<SampleItem>, { join, parts }: Tree): Condition => {
      const [first = attr.total.gt(parts.length), ...rest] = parts.map((part) => build(attr, part))
      if (join === 'drop') return first
      return join === 'not' ? not(first) : { and, or }[join](first, ...rest)
    }
    fc.assert(
      fc.property(tree, (given) => {
        const make = () => givenCondition<SampleItem>(root, (attr) => build(attr, given))
        if (drops(given)) expect(make).throw(InvalidConditionError, joined)
        else expect(make().entity).equal('Order')
      }),
    )
  })
})

describe('an operand that a callback of an update builds', () => {
  const Item = new Entity({
    name: 'Item',
    table: 'items',
    attributes: Order.attributes,
    key: { partition: 'customerId', sort: 'orderId' },
  })
  const update = new Repository(Item, new CommandExecutor({ region: 'local' })).update(key)

  const refused: [string, () => unknown, string][] = [
    ['&&', () => update.set('total', (attr) => attr.total.plus(1) && attr.total), 'total.plus(value)'],
    [
      'a list from which one is taken',
      () => update.set('total', (attr) => pick(attr.total.plus(1), attr.total.minus(2))),
      'total.plus(value)',
    ],
    [
      'a chain that goes on from the beginning',
      () =>
        update.set('total', (attr) => {
          const start = attr.total.ifNotExists(0)
          start.plus(1)
          return start
        }),
      'total.ifNotExists(value).plus(value)',
    ],
    ['a value', () => update.set('total', (attr, value) => value(1) && attr.total), '(value)'],
    [
      'no return',
      () =>
        update.set(
          'total',
          ((attr: { total: { plus(n: number): unknown } }) => void attr.total.plus(1)) as never,
        ),
      'total.plus(value)',
    ],
  ]
  for (const [what, build, message] of refused)
    it(`is refused when it is dropped: ${what}`, async () => {
      let error: unknown
      try {
        await (build() as { toCommand(): unknown }).toCommand()
      } catch (caught) {
        error = caught
      }
      expect(error).instanceOf(InvalidUpdateError)
      expect(String(error)).includes(
        `the callback builds ${message}, but the operand that it returns does not contain it`,
      )
    })

  it('is taken when it is used', () => {
    update.set('total', (attr) => attr.total.plus(1)).toCommand()
    update.set('total', (attr, value) => value(100).minus(attr.total)).toCommand()
    update.set('total', (attr) => attr.total.ifNotExists(0).plus(attr.revision.ifNotExists(1))).toCommand()
    update.set('total', (attr) => {
      const start = attr.total.ifNotExists(0)
      return start.plus(start)
    })
  })
})
