// What is not awaited and sent to a log, to JSON or into a string: one line, without keys, conditions and values.
import { inspect } from 'node:util'
import { expect } from 'chai'
import { and, CommandExecutor, Entity, Repository, Table } from 'dyntastic'
import { number, object, string } from 'superstruct'

const canary = 'hunter2-canary-of-16'

const User = new Entity({
  name: 'User',
  table: new Table({ name: () => 'Users', endpoint: `http://${canary}` }),
  attributes: { id: string(), password: string(), address: object({ city: string() }), pin: number() },
  key: { partition: 'id' },
})
const executor = new CommandExecutor({ region: 'eu-west-1', endpoint: `http://${canary}`, secret: canary })
const users = new Repository(User, executor)
const user = { id: canary, password: canary, address: { city: canary }, pin: 40_817_263 }

const condition = User.condition((attr) => and(attr.password.eq(canary), attr.pin.gt(40_817_263)))

const shown: Record<string, readonly [unknown, string]> = {
  get: [users.get(canary), 'User.get, not run'],
  'get, in part': [users.getOrThrow(canary).consistent().select('pin'), 'User.getOrThrow, not run'],
  refresh: [users.refresh(user), 'User.refresh, not run'],
  save: [users.save(user), 'User.save, not run'],
  'save with a condition': [users.save(user).if('password').eq(canary).orSkip(), 'User.save, not run'],
  create: [users.create(user), 'User.create, not run'],
  update: [users.update(canary).set('password', canary).if(condition), 'User.update, not run'],
  delete: [users.delete(canary).if('pin').gt(40_817_263), 'User.delete, not run'],
  check: [users.check(canary).if('password').eq(canary), 'User.check, not run'],
  query: [users.query().where('id').eq(canary).where(condition), 'User.query, not run'],
  scan: [users.scan().where('password').eq(canary).limit(1), 'User.scan, not run'],
  getMany: [users.getMany([canary]), 'User.getMany, not run'],
  'a condition': [condition, 'password = (value) AND pin > (value)'],
  'a condition without an operator': [
    users.scan().where('address.city'),
    'User: address.city, without an operator',
  ],
  repository: [users, 'repository of User'],
  entity: [User, 'entity User'],
  table: [User.table, 'table'],
  'a table with a name': [new Table({ name: 'Users' }), "table 'Users'"],
  executor: [executor, 'executor'],
}

describe('an operation that is not awaited', () => {
  for (const [what, [value, line]] of Object.entries(shown))
    it(`shows itself in one line: ${what}`, () => {
      expect(`${value}`).equal(line)
      expect(JSON.stringify({ user: value })).equal(JSON.stringify({ user: line }))
      for (const options of [{}, { depth: 10 }, { showHidden: true, depth: Number.POSITIVE_INFINITY }])
        expect(inspect({ user: value }, options))
          .contain(line)
          .and.not.contain(canary)
          .and.not.contain('40817263')
    })

  it('shows the scope around a function as what it is: counters', async () => {
    await executor.batch(async (scope) => {
      expect(JSON.parse(JSON.stringify(scope))).deep.equal({ requests: 0, pending: 0, committed: 0 })
    })
  })
})
