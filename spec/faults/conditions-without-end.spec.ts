// Conditions and chains far beyond DynamoDB's limits: refused by name while they grow, and in time.
import { expect } from 'chai'
import { and, CommandExecutor, type Condition, Entity, not, or, Repository } from 'dyntastic'
import { number, string } from 'superstruct'
import { processorTime } from '../support/cpu-time.js'

const Thing = new Entity({
  name: 'Thing',
  table: 'Things',
  attributes: { id: string(), total: number() },
  key: { partition: 'id' },
})
const things = new Repository(Thing, new CommandExecutor({ region: 'eu-west-1' }))
const one = (): Condition => Thing.condition((attr) => attr.total.gt(5))

const times = 20_000
const grown: Record<string, () => unknown> = {
  'not(or(not(…': () => {
    let condition = one()
    for (let at = 0; at < times; at++) condition = not(or(one(), condition))
    return condition
  },
  and: () => {
    let condition = one()
    for (let at = 0; at < times; at++) condition = and(condition, one())
    return condition
  },
  'and of many': () => and(...Array.from({ length: times }, one)),
  where: () => {
    let query = things.scan()
    for (let at = 0; at < times; at++) query = query.where('total').gt(at)
    return query
  },
  if: () => {
    let write = things.delete('a').if('total').gt(0)
    for (let at = 0; at < times; at++) write = write.if('total').gt(at)
    return write
  },
  add: () => {
    let update = things.update('a').add('total', 1)
    for (let at = 0; at < times; at++) update = update.add('total', 1)
    return update
  },
}

describe('what grows without end', () => {
  for (const [what, grow] of Object.entries(grown))
    it(`is refused while it grows, by name: ${what}`, () => {
      const spent = processorTime()
      expect(grow).throw(/more than 1000 (operators|conditions|changes).*DynamoDB/)
      expect(spent()).lessThan(2_000)
    })

  it('is still the limit of DynamoDB slightly beyond it', () => {
    const condition = and(...Array.from({ length: 302 }, one))
    expect(() => things.delete('a').if(condition).compile()).throw(/more than 300 operators/)
  })
})
