// What specs of transactions share: repositories on one runner, and what DynamoDB says when it cancels.
import { attribute, Entity, Repository, Table } from 'dyntastic'
import { number, string } from 'superstruct'
import { RequestFailedError } from '../../../lib/errors/request-failed-error.js'
import { orderEntity, userEntity } from '../../support/entities.js'
import { FakeRunner } from '../fake-runner.js'

/** Users, orders, and counters whose key is a number, on one runner; guests share the table of users. */
export function onRunner(runner: FakeRunner = new FakeRunner()) {
  const Counter = new Entity({
    name: 'Counter',
    table: 'counters',
    attributes: { n: number() },
    key: { partition: 'n' },
  })
  const User = userEntity(new Table({ name: 'users' }))
  const Guest = new Entity({
    name: 'Guest',
    table: User.table,
    attributes: { guestId: attribute(string(), { name: 'userId' }) },
    key: { partition: 'guestId' },
  })
  return {
    runner,
    users: new Repository(User, runner),
    guests: new Repository(Guest, runner),
    orders: new Repository(orderEntity(), runner),
    counters: new Repository(Counter, runner),
  }
}

/** What a runner rejects with when DynamoDB cancels a transaction for these reasons. */
export function cancelled(...CancellationReasons: readonly object[]): RequestFailedError {
  const name = 'TransactionCanceledException'
  return new RequestFailedError({ cause: Object.assign(new Error(name), { name, CancellationReasons }) })
}
