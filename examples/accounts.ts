// Unique values: accounts with one email each, and one name per team; imports, swaps, and data that was there before.
//
//   npm ci && node --import tsx examples/accounts.ts                 on the embedded engine
//   DYNTASTIC_HOST=http://127.0.0.1:8000 node --import tsx examples/accounts.ts      on that endpoint
import { CommandExecutor, Entity, Repository, UniqueValueError } from 'dyntastic'
import { startLocal } from 'dyntastic/testing'
import { coerce, optional, string } from 'superstruct'

// The values are compared as they are stored: in lower case, two spellings of an address are one.
const email = coerce(string(), string(), (given) => given.toLowerCase())

const definition = {
  name: 'Account',
  table: 'DyntasticExampleAccounts',
  attributes: { accountId: string(), email: optional(email), team: string(), name: string() },
  key: { partition: 'accountId' },
} as const
const Account = new Entity({ ...definition, unique: ['email', ['team', 'name']] })

const local = process.env['DYNTASTIC_HOST'] ? undefined : await startLocal()
const executor = new CommandExecutor(local ? { client: local.client } : {})
const accounts = new Repository(Account, executor)

/** Why a write was refused, in a line for its user. */
async function refusal(write: PromiseLike<unknown>): Promise<string> {
  try {
    await write
    return 'written'
  } catch (error) {
    if (!(error instanceof UniqueValueError)) throw error
    return `${error.attributes.join(' and ')} taken by ${String(error.owner?.['accountId'])}`
  }
}

try {
  await accounts.createTable()
  await accounts.create({ accountId: 'a1', email: 'Ann@example.com', team: 'red', name: 'ann' })

  // Each value, or values together, once.
  console.log(
    '1. ',
    await refusal(accounts.create({ accountId: 'a2', email: 'ann@EXAMPLE.com', team: 'red', name: 'bob' })),
  )
  console.log('2. ', await refusal(accounts.create({ accountId: 'a2', team: 'red', name: 'ann' })))
  console.log('3. ', await refusal(accounts.create({ accountId: 'a2', team: 'blue', name: 'ann' })))

  // Twenty sign up with one address at the same time: one of them has it.
  const signUps = Array.from({ length: 20 }, (_, at) =>
    refusal(
      accounts.create({ accountId: `s${at}`, email: 'new@example.com', team: 'green', name: `n${at}` }),
    ),
  )
  console.log(
    '4. ',
    (await Promise.all(signUps)).filter((each) => each === 'written').length,
    'of 20 written',
  )

  // A value passes from one item to another in one transaction, and is never without an owner.
  await executor.transaction([
    accounts.update('a1').remove('email'),
    accounts.update('a2').set('email', 'ann@example.com'),
  ])
  console.log('5. ', (await accounts.get('a2'))?.email, (await accounts.scan().count()) === 3)

  // Items that were written without the definition have no guards, until they are checked.
  const before = new Repository(new Entity(definition), executor)
  await before.saveMany([
    { accountId: 'o1', email: 'old@example.com', team: 'old', name: 'one' },
    { accountId: 'o2', email: 'old@example.com', team: 'old', name: 'two' },
  ])
  const { found, repaired, faults } = await accounts.checkUnique({ repair: true })
  const duplicates = faults.filter(({ fault }) => fault === 'duplicate')
  console.log('6. ', { found, repaired }, duplicates.length, 'left to a person')
} finally {
  await accounts.deleteTable()
  await local?.stop()
}
