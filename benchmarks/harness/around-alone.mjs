// One process that measures operations of entities with unique values, soft deletes or bounds against those of the same
// entity without. Prints JSON: the ratios, and the requests of one operation.
import assert from 'node:assert/strict'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { date, integer, optional, string } from 'superstruct'
import { CommandExecutor, Entity, Repository } from '../../dist/esm/index.js'
import { compare } from './measure.mjs'

const plans = {
  normal: { pairs: 60, slice: 10, warmup: { calls: 10_000, least: 1_000, most: 10_000 } },
  quick: { pairs: 15, slice: 8, warmup: { calls: 1_000, least: 300, most: 1_000 } },
}

const definition = {
  name: 'Account',
  table: 'accounts',
  attributes: {
    accountId: string(),
    tenantId: string(),
    email: string(),
    name: string(),
    logins: integer(),
    deletedAt: optional(date()),
  },
  key: { partition: 'accountId' },
}
const keyed = { ...definition, key: { partition: 'tenantId', sort: 'accountId' } }
const item = { accountId: 'a1', tenantId: 't1', email: 'ann@example.com', name: 'Ann', logins: 7 }
const stored = {
  accountId: { S: 'a1' },
  tenantId: { S: 't1' },
  email: { S: 'ann@example.com' },
  name: { S: 'Ann' },
  logins: { N: '7' },
}
const bounds = { tenantId: 't1' }
const { tenantId: _, ...within } = item
const key = { accountId: 'a1' }

/** An entity with and without an option, and what its calls take. */
const options = {
  unique: { plain: definition, with: { ...definition, unique: ['email'] }, key, item },
  'soft delete': {
    plain: definition,
    with: { ...definition, softDelete: { attribute: 'deletedAt' } },
    key,
    item,
  },
  'bound in the key': { plain: keyed, with: keyed, scoped: true, key, item: within, ofPlain: bounds },
  'bound in an attribute': { plain: definition, with: definition, scoped: true, key, item: within },
}

/** What is done, on either entity. */
const operations = {
  get: (accounts, { key }) => accounts.get(key),
  query: (accounts) => accounts.query().where('accountId').eq('a1').where('tenantId').eq('t1'),
  create: (accounts, { item }) => accounts.create(item),
  save: (accounts, { item }) => accounts.save(item),
  'save of a new value': (accounts, { item }) => accounts.save({ ...item, email: 'new@example.com' }),
  update: (accounts, { key }) => accounts.update(key).add('logins', 1),
  'update of a value': (accounts, { key }) => accounts.update(key).set('email', 'new@example.com'),
  delete: (accounts, { key }) => accounts.delete(key),
}

const responses = {
  GetItem: { Item: stored },
  Query: { Items: [stored], Count: 1, ScannedCount: 1 },
  UpdateItem: { Attributes: stored },
}

/** A client that returns the same to each command of one kind, and counts them. */
function countingClient() {
  const client = new DynamoDBClient({ region: 'eu-west-1' })
  const log = { sent: 0 }
  client.send = async (command) => {
    log.sent++
    return responses[command.constructor.name.replace(/Command$/, '')] ?? {}
  }
  return { client, log }
}

function calling(name, entity, how, scoped) {
  const { client, log } = countingClient()
  const all = new Repository(entity, new CommandExecutor({ client }))
  const accounts = scoped ? all.scoped(bounds) : all
  return { log, run: async () => await operations[name](accounts, how) }
}

const [plan = 'normal'] = process.argv.slice(2)
const results = {}
for (const [option, { plain, with: other, scoped = false, ofPlain = {}, key, item: given }] of Object.entries(
  options,
))
  for (const name of Object.keys(operations)) {
    const base = calling(name, new Entity(plain), { key: { ...key, ...ofPlain }, item }, false)
    const measured = calling(name, new Entity(other), { key, item: given }, scoped)
    const requests = []
    for (const each of [base, measured]) {
      each.log.sent = 0
      const found = await each.run()
      if (name === 'get') assert.equal(found.email, item.email)
      if (name === 'query') assert.equal(found.length, 1)
      requests.push(each.log.sent)
    }
    results[`${option}, ${name}`] = { ...(await compare(base.run, measured.run, plans[plan])), requests }
  }

// What is deleted is left out after reading: the entity that was measured does look at it.
responses.GetItem = { Item: { ...stored, deletedAt: { S: '2026-01-01T00:00:00.000Z' } } }
assert.equal(await calling('get', new Entity(options['soft delete'].with), { key }, false).run(), undefined)
process.stdout.write(`${JSON.stringify(results)}\n`)
