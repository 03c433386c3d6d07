// Updates: changes in place, checked and conditional, with upserts and updates that are applied exactly once.
//
//   npm ci && node --import tsx examples/updates.ts                 on the embedded engine
//   DYNTASTIC_HOST=http://127.0.0.1:8000 node --import tsx examples/updates.ts      on that endpoint
import {
  attribute,
  CommandExecutor,
  ConditionFailedError,
  Entity,
  ItemNotFoundError,
  Repository,
} from 'dyntastic'
import { startLocal } from 'dyntastic/testing'
import { array, enums, integer, object, optional, set, string } from 'superstruct'

const Account = new Entity({
  name: 'Account',
  table: 'DyntasticExampleAccounts',
  attributes: {
    accountId: string(),
    status: attribute(enums(['open', 'closed']), { default: 'open' }),
    balance: attribute(integer(), { default: 0 }),
    owner: optional(object({ name: string(), city: optional(string()) })),
    labels: optional(set(string())),
    log: array(object({ what: string(), amount: integer() })),
    revision: integer(),
  },
  key: { partition: 'accountId' },
  version: 'revision',
})

const local = process.env['DYNTASTIC_HOST'] ? undefined : await startLocal()
const executor = new CommandExecutor(local ? { client: local.client } : {})
const accounts = new Repository(Account, executor)

try {
  await accounts.createTable()

  // Only what is there is changed …
  const missing = await accounts
    .update('a1')
    .add('balance', 5)
    .catch((error: Error) => error)
  console.log('1. ', missing instanceof ItemNotFoundError && missing.message)

  // … unless it is an upsert, which makes a whole item.
  console.log('2. ', await accounts.update('a1').add('balance', 5).upsert({ log: [] }))

  // Several changes are one request; the map `owner` is made on the way.
  const changed = await accounts
    .update('a1')
    .set('balance', (attr) => attr.balance.plus(20))
    .set('owner.name', 'Alice')
    .add('labels', ['vip', 'new'])
    .append('log', [{ what: 'deposit', amount: 20 }])
    .if('status')
    .eq('open')
  console.log('3. ', changed)

  // A condition says why it was not met.
  const refused = await accounts
    .update('a1')
    .subtract('balance', 500)
    .if('balance')
    .gte(500)
    .catch((error: Error) => error)
  if (refused instanceof ConditionFailedError) console.log('4. ', refused.failed, refused.failed[0]?.actual)

  // A partial item, merged; only what changed comes back.
  console.log(
    '5. ',
    await accounts
      .update('a1')
      .patch({ owner: { name: 'Alice', city: 'Rome' } })
      .returning('updatedNew'),
  )

  // Applied once, however often it is sent.
  const deposit = accounts.update('a1').add('balance', 100).idempotent()
  console.log('6. ', (await deposit).balance)

  // An outdated item is not changed.
  const outdated = await accounts
    .update(changed)
    .set('status', 'closed')
    .catch((error: Error) => error.name)
  console.log('7. ', outdated)

  await accounts.deleteTable()
} finally {
  executor.destroy()
  await local?.stop()
}
