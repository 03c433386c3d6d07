// Transactions: transfers money between accounts with a ledger entry, all or nothing, and only once per request.
//
//   npm ci && node --import tsx examples/transfers.ts                 on the embedded engine
//   DYNTASTIC_HOST=http://127.0.0.1:8000 node --import tsx examples/transfers.ts      on that endpoint
import {
  attribute,
  CommandExecutor,
  ConditionFailedError,
  Entity,
  ItemExistsError,
  Repository,
  TransactionCancelledError,
} from 'dyntastic'
import { startLocal } from 'dyntastic/testing'
import { integer, string } from 'superstruct'

const Account = new Entity({
  name: 'Account',
  table: 'DyntasticExampleBank',
  attributes: { accountId: string(), balance: attribute(integer(), { default: 0 }) },
  key: { partition: 'accountId' },
})

const Entry = new Entity({
  name: 'Entry',
  table: 'DyntasticExampleLedger',
  attributes: { transferId: string(), from: string(), to: string(), amount: integer() },
  key: { partition: 'transferId' },
})

const local = process.env['DYNTASTIC_HOST'] ? undefined : await startLocal()
const executor = new CommandExecutor(local ? { client: local.client } : {})
const accounts = new Repository(Account, executor)
const entries = new Repository(Entry, executor)

/**
 * As a list: all operations in sight. The transfer's own id is the token, and the key of its entry: it is applied
 * once.
 */
async function transfer(transferId: string, from: string, to: string, amount: number): Promise<string> {
  try {
    await executor.transaction(
      [
        entries.create({ transferId, from, to, amount }),
        accounts.update(from).subtract('balance', amount).if('balance').gte(amount),
        accounts.update(to).add('balance', amount),
      ],
      { token: transferId },
    )
    return 'done'
  } catch (error) {
    if (!(error instanceof TransactionCancelledError)) throw error
    // Nothing was written. Each operation has its reason, which is what it alone would have thrown.
    const [entry, payer] = error.reasons
    if (entry?.error instanceof ItemExistsError) return 'done before'
    if (payer?.error instanceof ConditionFailedError)
      return `refused: ${from} has ${JSON.stringify(payer.item)}`
    throw error
  }
}

/** A service that knows nothing of transactions … */
class Welcome {
  async open(accountId: string, gift: number): Promise<void> {
    await accounts.create({ accountId, balance: gift })
    await entries.create({ transferId: `welcome-${accountId}`, from: 'house', to: accountId, amount: gift })
  }
}

try {
  await executor.batch([
    accounts.save({ accountId: 'alice', balance: 100 }),
    accounts.save({ accountId: 'bob' }),
    accounts.save({ accountId: 'house', balance: 1_000 }),
  ])
  console.log('1. ', await transfer('t1', 'alice', 'bob', 30))
  console.log('2. ', await transfer('t1', 'alice', 'bob', 30), '(requested again)')
  console.log('3. ', await transfer('t2', 'alice', 'bob', 300))

  // … is part of one all the same: what is awaited inside is committed together, or not at all.
  const welcome = new Welcome()
  await executor.transaction(async () => {
    await welcome.open('carol', 50)
    await accounts.update('house').subtract('balance', 50)
  })
  const failed = await executor
    .transaction(async () => {
      await welcome.open('dave', 50)
      throw new Error('changed our mind')
    })
    .catch((error: Error) => error.message)
  console.log('4. ', failed, await accounts.get('dave'))

  // All balances at one moment.
  const balances = await executor.transactionGet(
    ['alice', 'bob', 'carol', 'house'].map((accountId) => accounts.getOrThrow(accountId)),
  )
  const sum = balances.reduce((total, { balance }) => total + balance, 0)
  console.log('5. ', Object.fromEntries(balances.map(({ accountId, balance }) => [accountId, balance])), sum)
  if (sum !== 1_100) throw new Error('money was made, or lost')
} finally {
  if (local) await local.stop()
  else await Promise.all([accounts.deleteTable(), entries.deleteTable()])
  executor.destroy()
}
