import { expect } from 'chai'
import { InvalidConditionError } from '../../../lib/errors/invalid-condition-error.js'
import { ValidationError } from '../../../lib/errors/validation-error.js'
import { references } from '../../../lib/expression/chain/references.js'
import { operatorNames } from '../../../lib/expression/condition/comparison.js'
import type { Condition } from '../../../lib/expression/condition/condition.js'
import { operators } from '../../../lib/expression/condition/operators.js'
import { otherRoot, root, type SampleItem, thrown } from '../sample-entity.js'

const attr = references<SampleItem>(root)
// As JavaScript sees it: any argument, on any attribute.
const loose = attr as unknown as Record<string, Record<string, (...args: unknown[]) => unknown>>
const call = (attribute: string, operator: string, ...args: unknown[]) =>
  loose[attribute]?.[operator]?.(...args)

describe('comparisons', () => {
  it('know all operators of the table', () => {
    expect(operatorNames).deep.equal(Object.keys(operators))
  })

  const refused: [string, () => unknown, string][] = [
    [
      'undefined',
      () => call('total', 'eq', undefined),
      'Order: eq on total: the operand is undefined; use notExists() to test for absence',
    ],
    [
      'a missing bound',
      () => call('total', 'between', 1),
      'Order: between on total: the operand is undefined',
    ],
    [
      'undefined in a list',
      () => call('total', 'in', [1, undefined]),
      'Order: in on total: the operand is undefined',
    ],
    [
      'an undefined prefix',
      () => call('status', 'beginsWith'),
      'beginsWith on status: the operand is undefined',
    ],
    ['an undefined member', () => call('tags', 'contains'), 'contains on tags: the operand is undefined'],
    [
      'null that is stored as absence',
      () => call('note', 'eq', null),
      'Order: eq on note: null is stored as absence here; use exists() or notExists()',
    ],
    [
      'an empty set',
      () => attr.tags.eq(new Set()),
      'eq on tags: a Set is stored as absence here; use exists() or notExists()',
    ],
    [
      'bounds upside down',
      () => attr.total.between(3, 1),
      'Order: between on total: the lower bound is greater than the upper bound',
    ],
    [
      'bounds of two types',
      () => call('extra', 'between', 1, 'x'),
      'between on extra: the bounds must have the same type',
    ],
    [
      'a single value in the place of a list',
      () => call('status', 'in', 'open'),
      'in on status: expected a list of values (an array or a Set), not a string',
    ],
    [
      'an unknown type',
      () => call('status', 'type', 'X'),
      'type on status: the type must be one of S, N, B, BOOL, NULL, M, L, SS, NS, BS',
    ],
    [
      'a reference as type',
      () => call('status', 'type', attr.customerId),
      'type on status: the type must be one of',
    ],
    [
      'an attribute and itself',
      () => attr.total.eq(attr.total),
      'eq on total: DynamoDB does not compare an attribute with itself',
    ],
    [
      'an attribute in a list with itself',
      () => attr.total.in([1, attr.total]),
      'does not compare an attribute with itself',
    ],
    [
      'a size and itself',
      () => attr.tags.size().lt(attr.tags.size()),
      'lt on size(tags): DynamoDB does not compare',
    ],
    [
      'attributes that are stored as different types',
      () => call('placedAt', 'lt', attr.expiresAt),
      'lt on placedAt: expiresAt is stored as N, which can never match S',
    ],
    [
      'a number and a string',
      () => call('total', 'eq', attr.status),
      'eq on total: status is stored as S, which can never match N',
    ],
    [
      'a size and a string',
      () => call('status', 'eq', attr.tags.size()),
      'eq on status: size(tags) is stored as N',
    ],
    [
      'a prefix that is a number',
      () => call('status', 'beginsWith', attr.total),
      'total is stored as N, which can never match S',
    ],
    [
      'an attribute of another entity',
      () => attr.total.eq(references<{ total: number }>(otherRoot).total),
      'eq on total: total is an attribute of another entity, Customer',
    ],
    [
      'a callback that returns no attribute',
      () => call('total', 'eq', () => 5),
      'eq on total: the callback must return an attribute, such as attr => attr.total',
    ],
    [
      'a callback without return value',
      () => call('total', 'eq', () => undefined),
      'the callback must return an attribute',
    ],
    [
      'size of a number',
      () => call('total', 'size'),
      'Order: size() does not apply to total, which is stored as N',
    ],
    [
      'beginsWith after size',
      () => (call('tags', 'size') as (typeof loose)['x'])?.['beginsWith']?.('x'),
      'beginsWith on size(tags): it cannot be combined with size()',
    ],
    ['an unknown attribute', () => call('nope', 'eq', 1), "Order: there is no attribute 'nope'"],
    [
      'an unknown attribute on the right',
      () => call('total', 'eq', loose['nope']),
      "Order: there is no attribute 'nope'",
    ],
  ]
  for (const [what, action, message] of refused)
    it(`refuse ${what}`, () => expect(action).throw(InvalidConditionError, message))

  const unfit: [string, () => unknown, string, string][] = [
    [
      'a value of another kind',
      () => call('total', 'eq', 'secret'),
      'total',
      'eq got a string, which does not fit: expected a value of its struct (stored as N)',
    ],
    [
      'a value outside an enum',
      () => call('status', 'in', ['open', 'secret']),
      'status',
      'in got a string, which does not fit: expected a value of its struct (stored as S)',
    ],
    [
      'null if it is not a value',
      () => call('total', 'ne', null),
      'total',
      'ne got null, which does not fit: expected a value of its struct (stored as N)',
    ],
    [
      'a value at a nested path',
      () => call('address', 'eq', { city: 5 }),
      'address',
      'eq got an object, which does not fit',
    ],
    [
      'a value of a type that the operator does not take',
      () => call('extra', 'lt', [1]),
      'extra',
      'lt got an array, which does not fit: expected a value stored as S or N or B',
    ],
    [
      'a number for a prefix',
      () => call('status', 'beginsWith', 5),
      'status',
      'beginsWith got a number, which does not fit: expected a string',
    ],
    [
      'a string for a binary prefix',
      () => call('photo', 'beginsWith', 'secret'),
      'photo',
      'beginsWith got a string, which does not fit: expected binary',
    ],
    [
      'a prefix with half a character',
      () => call('status', 'beginsWith', 'a\ud83d'),
      'status',
      'well-formed text',
    ],
    [
      'a member of another kind',
      () => call('scores', 'contains', 'secret'),
      'scores',
      'contains got a string, which does not fit: expected a value of its struct (stored as N)',
    ],
    [
      'a size that is not an integer',
      () => (call('tags', 'size') as (typeof loose)['x'])?.['gt']?.(1.5),
      'tags',
      'gt got a number, which does not fit: expected an integer',
    ],
  ]
  for (const [what, action, path, message] of unfit)
    it(`refuse ${what}, with its path and without its value`, () => {
      const error = thrown(action) as ValidationError
      expect(error).instanceOf(ValidationError)
      expect(error.message).contain(message).and.not.contain('secret')
      expect(error.failures.map((failure) => failure.path)).deep.equal([path])
      expect(error.entity).equal('Order')
    })

  it('paths of failures inside an operand continue the path of the attribute', () => {
    const failing = {
      entity: 'Order',
      codec: {
        ...root.codec,
        at: (segment: string | number) => {
          const step = root.codec.at(segment)
          return (
            step && {
              ...step,
              codec: {
                ...step.codec,
                parse(
                  value: unknown,
                  failures: { path: (string | number)[]; message: string; value: unknown }[],
                ) {
                  failures.push({ path: [0, 'sku'], message: 'is empty', value })
                  return step.codec.parse(Symbol('never'), [])
                },
              },
            }
          )
        },
      },
    }
    const error = thrown(() => references<SampleItem>(failing as typeof root).lines.eq([])) as ValidationError
    expect(error.message).equal('Order: lines[0].sku: is empty')
  })

  it('null in a list is NULL, as lists store it', () => {
    expect(attr('nullables[0]').eq(null as never).node).deep.include({
      operands: [{ kind: 'value', value: { NULL: true } }],
    })
  })

  it('keep values of their own: later changes of a value given do not reach the condition', () => {
    const photo = new Uint8Array([1])
    const tags = new Set(['a'])
    const [first, second] = [attr.photo.eq(photo), attr.tags.eq(tags)]
    photo[0] = 2
    tags.add('b')
    expect(first.node).deep.include({ operands: [{ kind: 'value', value: { B: new Uint8Array([1]) } }] })
    expect(second.node).deep.include({ operands: [{ kind: 'value', value: { SS: ['a'] } }] })
  })

  it('a Date between two whole seconds is a bound between them, and a value as it would be stored', () => {
    const moment = new Date(1500)
    const of = (condition: Condition) =>
      condition.node.kind === 'comparison'
        ? condition.node.operands.map((operand) => 'value' in operand && operand.value)
        : []
    for (const condition of [
      attr.expiresAt.lt(moment),
      attr.expiresAt.lte(moment),
      attr.expiresAt.gt(moment),
      attr.expiresAt.gte(moment),
    ])
      expect(of(condition)).deep.equal([{ N: '1.5' }])
    expect(of(attr.expiresAt.between(moment, new Date(2000)))).deep.equal([{ N: '1.5' }, { N: '2' }])
    expect(of(attr.expiresAt.between(moment, moment))).deep.equal([{ N: '1.5' }, { N: '1.5' }])
    for (const condition of [
      attr.expiresAt.eq(moment),
      attr.expiresAt.ne(moment),
      attr.expiresAt.in([moment]),
    ])
      expect(of(condition)).deep.equal([{ N: '1' }])
  })

  it('the right side may be a callback', () => {
    expect(String(call('total', 'lt', (right: typeof attr) => right.revision))).equal('total < revision')
    expect(String(call('total', 'lt', (right: typeof attr) => right.tags.size()))).equal('total < size(tags)')
  })

  it('a string is a part of a string, or a member, where an attribute may be either', () => {
    expect(call('extra', 'contains', 'a')).deep.include({
      node: {
        kind: 'comparison',
        operator: 'contains',
        left: { kind: 'path', text: 'extra', names: ['extra'] },
        operands: [{ kind: 'value', value: { S: 'a' } }],
      },
    })
    expect(String(call('extra', 'contains', 5))).equal('contains(extra, (value))')
  })

  it('a string that is iterable is not a list of values, and a Set is', () => {
    expect(String(attr.status.in(new Set(['open', 'paid'] as const)))).equal('status IN ((value), (value))')
  })
})
