// References and callbacks that are used as if they had values: each misuse has an error of its own.
import { expect } from 'chai'
import { CommandExecutor, Entity, InvalidConditionError, InvalidUpdateError, Repository } from 'dyntastic'
import { array, number, optional, string } from 'superstruct'
import { thrown } from '../../support/rejection.js'

const Order = new Entity({
  name: 'Order',
  table: 'orders',
  attributes: { id: string(), total: number(), tags: optional(array(string())) },
  key: { partition: 'id' },
})
const orders = new Repository(Order, new CommandExecutor({ endpoint: 'http://127.0.0.1:1', region: 'local' }))

// biome-ignore lint/suspicious/noExplicitAny: what a caller in JavaScript does with an attribute.
const misuses: Record<string, readonly [(attr: any) => unknown, RegExp]> = {
  'spread in an array': [
    (attr) => [...attr.tags],
    /tags stands for attributes .* neither iterated nor spread/,
  ],
  'iterated by for of': [
    (attr) => {
      for (const tag of attr.tags) return tag
    },
    /tags stands for attributes .* neither iterated nor spread/,
  ],
  'destructured as an array': [
    ([first]) => first,
    /attr stands for attributes .* neither iterated nor spread/,
  ],
  'given to new Set': [
    (attr) => new Set(attr.tags),
    /tags stands for attributes .* neither iterated nor spread/,
  ],
  assigned: [
    (attr) => {
      attr.total = 5
      return attr.total
    },
    /attr stands for attributes and cannot be changed by an assignment: .*update\(key\)/,
  ],
  'assigned below': [
    (attr) => {
      attr.tags[0] = 'x'
      return attr.tags
    },
    /tags stands for attributes and cannot be changed by an assignment/,
  ],
  'given to Object.assign': [
    (attr) => Object.assign(attr.tags, { x: 1 }),
    /tags stands for attributes and cannot be changed by an assignment/,
  ],
  deleted: [
    (attr) => {
      delete attr.total
      return attr.tags
    },
    /attr stands for attributes and cannot be changed by delete/,
  ],
  defined: [
    (attr) => Object.defineProperty(attr.tags, 'x', { value: 1 }),
    /tags stands for attributes and cannot be changed by defineProperty/,
  ],
}

describe('misused references', () => {
  for (const [name, [misuse, words]] of Object.entries(misuses))
    it(`are refused if ${name}`, () => {
      const make = misuse as () => never
      expect(thrown(() => Order.condition(make), InvalidConditionError).message).match(words)
      expect(thrown(() => orders.delete('1').if(make), InvalidConditionError).message).match(words)
      expect(thrown(() => orders.update('1').set('total', make), InvalidUpdateError).message).match(words)
    })

  it('in a comparison by `in` become a boolean, which is not a condition', () => {
    // biome-ignore lint/suspicious/noExplicitAny: what a caller in JavaScript does with an attribute.
    const make = ((attr: any) => attr.total in { total: 1 }) as () => never
    expect(thrown(() => Order.condition(make), InvalidConditionError).message).match(/not a boolean/)
    const error = thrown(() => orders.update('1').set('total', make), InvalidUpdateError)
    expect(error.message).match(/must return an operand, .* not a boolean/)
  })

  class Money {}
  for (const [name, given] of Object.entries({ Money, Map, Promise }))
    it(`a class (${name}) is neither a value nor a callback`, () => {
      expect(
        thrown(() => orders.update('1').set('total', given as never), InvalidUpdateError).message,
      ).contain(`a class (${name}) is neither a value nor a callback`)
      expect(thrown(() => Order.condition(given as never), InvalidConditionError).message).contain(
        `not a class (${name})`,
      )
      const compare = () =>
        orders
          .query()
          .where('total')
          .eq(given as never)
      expect(thrown(compare, InvalidConditionError).message).contain(
        `a class (${name}) is neither a value nor a callback`,
      )
    })

  it('an error that a callback throws is handed on as it is', () => {
    const own = new TypeError('of the caller')
    const make = (): never => {
      throw own
    }
    expect(thrown(() => Order.condition(make), TypeError)).equal(own)
  })
})
