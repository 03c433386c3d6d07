// A user's program, bundled in many ways: what rests on the identity of errors and operations, one line of JSON for
// each behaviour.
import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import * as library from 'dyntastic'
import {
  AbortedError,
  and,
  attribute,
  CommandExecutor,
  ConditionFailedError,
  DyntasticError,
  Entity,
  EntityDefinitionError,
  InvalidConditionError,
  InvalidItemError,
  InvalidKeyError,
  InvalidUpdateError,
  ItemExistsError,
  ItemNotFoundError,
  QueryPlanError,
  Repository,
  RequestFailedError,
  ScopeError,
  s,
  Table,
  TableNotFoundError,
  ThrottledError,
  TransactionCancelledError,
  UnknownOutcomeError,
  UnprocessedError,
  UnsupportedOperationError,
  ValidationError,
  VersionConflictError,
} from 'dyntastic'
import { Recorder, startLocal } from 'dyntastic/testing'

// A client whose requests meet a fault: `fault(commandName, next)` responds instead.
function around(client, fault) {
  const send = client.send.bind(client)
  return Object.create(client, {
    send: { value: (command, ...rest) => fault(command, () => send(command, ...rest)) },
  })
}

function refusal(name, status, more = {}) {
  return Object.assign(new Error('made for this program'), {
    name,
    $fault: 'client',
    $metadata: { httpStatusCode: status, attempts: 1 },
    ...more,
  })
}

const table = new Table({ name: 'shipped' })
const Job = new Entity({
  name: 'Job',
  table,
  attributes: {
    id: s.string(),
    state: attribute(s.enums(['open', 'done']), { default: 'open' }),
    count: attribute(s.number(), { default: 0 }),
    detail: s.optional(s.object({ city: s.optional(s.string()), zip: s.optional(s.string()) })),
    exact: s.optional(s.any()),
    at: s.optional(s.date()),
    tags: s.optional(s.set(s.string())),
    hash: s.optional(s.instance(Uint8Array)),
  },
  key: { partition: 'id' },
})
const Account = new Entity({
  name: 'Account',
  table: new Table({ name: 'shipped-accounts' }),
  attributes: { id: s.string(), total: s.number(), revision: s.integer() },
  key: { partition: 'id' },
  version: 'revision',
})
async function caught(work) {
  try {
    await work()
  } catch (error) {
    return error
  }
  assert.fail('nothing was thrown')
}

// What a user looks at: its own class and those it extends, code, name, and what is printed.
function is(error, Class, code, name, ...strangers) {
  assert.ok(error instanceof Class, `instanceof ${name}, but it is ${inspect(error)}`)
  assert.ok(error instanceof DyntasticError, 'instanceof DyntasticError')
  assert.ok(error instanceof Error, 'instanceof Error')
  for (const Stranger of strangers) assert.ok(!(error instanceof Stranger), `no ${Stranger.code}`)
  assert.equal(error.code, code)
  assert.equal(Class.code, code)
  assert.equal(error.name, name)
  assert.equal(String(error), `${name}: ${error.message}`)
  assert.ok(error.stack.startsWith(`${name}: ${error.message}`), error.stack)
  assert.equal(JSON.parse(JSON.stringify(error)).name, name)
  assert.ok(inspect(error).includes(code))
}

class OwnError extends ItemNotFoundError {}

function behavioursOn(client) {
  const executor = new CommandExecutor({ client })
  const jobs = new Repository(Job, executor)
  const accounts = new Repository(Account, executor)
  const faulty = (fault) => around(client, fault)
  return {
    'the first write creates the table': async () => {
      assert.deepEqual(await jobs.save({ id: 'a' }), { id: 'a', state: 'open', count: 0 })
      assert.deepEqual(await jobs.get('a'), { id: 'a', state: 'open', count: 0 })
    },
    'a missing table that may not be created is a TableNotFoundError': async () => {
      const Lost = Job.extend({ table: new Table({ name: 'shipped-lost', autoCreate: false }) })
      const lost = new Repository(Lost, executor)
      is(
        await caught(() => lost.save({ id: 'a' })),
        TableNotFoundError,
        'TABLE_NOT_FOUND',
        'TableNotFoundError',
      )
      assert.equal(await lost.tableExists(), false)
    },
    'create of an item that exists is an ItemExistsError, with the item': async () => {
      const error = await caught(() => jobs.create({ id: 'a', state: 'done' }))
      is(error, ItemExistsError, 'ITEM_EXISTS', 'ItemExistsError', VersionConflictError, ItemNotFoundError)
      assert.ok(error instanceof ConditionFailedError)
      assert.deepEqual(error.item, { id: 'a', state: 'open', count: 0 })
      assert.deepEqual(error.key, { id: 'a' })
    },
    'a condition that is false is a ConditionFailedError, with the item and the clauses': async () => {
      for (const work of [
        () => jobs.save({ id: 'a' }).if('state').eq('done'),
        () => jobs.delete('a').if('state').eq('done'),
        () =>
          jobs
            .update('a')
            .add('count', 1)
            .if((attr) => and(attr.state.eq('done'), attr.count.lt(9))),
      ]) {
        const error = await caught(work)
        is(error, ConditionFailedError, 'CONDITION_FAILED', 'ConditionFailedError', ItemExistsError)
        assert.deepEqual(error.item, { id: 'a', state: 'open', count: 0 })
        assert.deepEqual(
          error.failed.map(({ path, actual }) => [path, actual]),
          [['state', 'open']],
        )
      }
    },
    'orSkip resolves to undefined': async () => {
      assert.equal(await jobs.save({ id: 'a' }).if('state').eq('done').orSkip(), undefined)
      assert.equal(await jobs.create({ id: 'a' }).orSkip(), undefined)
      assert.equal(await jobs.delete('a').if('state').eq('done').orSkip(), undefined)
      assert.equal(await jobs.update('a').add('count', 1).if('state').eq('done').orSkip(), undefined)
      assert.equal((await jobs.get('a')).count, 0)
    },
    'an item that was changed meanwhile is a VersionConflictError': async () => {
      const first = await accounts.save({ id: 'v', total: 1 })
      await accounts.save({ ...first, total: 2 })
      const error = await caught(() => accounts.save({ ...first, total: 3 }))
      is(error, VersionConflictError, 'VERSION_CONFLICT', 'VersionConflictError', ItemExistsError)
      assert.ok(error instanceof ConditionFailedError)
      assert.equal(error.item.total, 2)
    },
    'a missing item is an ItemNotFoundError': async () => {
      const codes = ['ITEM_NOT_FOUND', 'ItemNotFoundError', ConditionFailedError]
      is(await caught(() => jobs.getOrThrow('none')), ItemNotFoundError, ...codes)
      is(await caught(() => jobs.update('none').add('count', 1)), ItemNotFoundError, ...codes)
      assert.equal(await jobs.get('none'), undefined)
    },
    'a cancelled transaction has a reason for each operation': async () => {
      await jobs.save({ id: 'm' })
      const operations = [
        jobs.save({ id: 't' }),
        jobs.create({ id: 'a' }),
        jobs.update('m').add('count', 1).if('state').eq('done'),
      ]
      const error = await caught(() => executor.transaction(operations))
      is(error, TransactionCancelledError, 'TRANSACTION_CANCELLED', 'TransactionCancelledError')
      assert.deepEqual(
        error.reasons.map(({ code }) => code),
        ['None', 'ConditionalCheckFailed', 'ConditionalCheckFailed'],
      )
      is(error.reasons[1].error, ItemExistsError, 'ITEM_EXISTS', 'ItemExistsError')
      is(error.reasons[2].error, ConditionFailedError, 'CONDITION_FAILED', 'ConditionFailedError')
      assert.equal(error.reasons[1].item.id, 'a')
      assert.equal(await jobs.get('t'), undefined)
    },
    'a transaction takes what is awaited inside it': async () => {
      await executor.transaction(async () => {
        await jobs.save({ id: 't1' })
        await jobs.update('a').set('count', 5)
      })
      assert.equal((await jobs.get('t1')).id, 't1')
      const failed = await caught(() =>
        executor.transaction(async () => {
          await jobs.create({ id: 't1' })
        }),
      )
      assert.ok(failed instanceof TransactionCancelledError)
      const nested = () => executor.transaction(async () => executor.batch(async () => {}))
      is(await caught(nested), ScopeError, 'SCOPE', 'ScopeError')
    },
    'what a batch leaves is an UnprocessedError, with the operations': async () => {
      const client = faulty(async (command, next) => {
        const output = await next()
        const { RequestItems } = command.input
        return RequestItems === undefined ? output : { ...output, UnprocessedItems: RequestItems }
      })
      const retry = { unprocessed: { attempts: 1 } }
      const slow = new Repository(Job, new CommandExecutor({ client, retry }))
      const error = await caught(() => slow.saveMany([{ id: 'u1' }, { id: 'u2' }]))
      is(error, UnprocessedError, 'UNPROCESSED', 'UnprocessedError')
      assert.equal(error.remaining.length, 2)
    },
    'throttling, lost responses and refusals are told apart': async () => {
      const failing = (error) =>
        new Repository(Job, new CommandExecutor({ client: faulty(() => Promise.reject(error)) }))
      const throttled = failing(refusal('ProvisionedThroughputExceededException', 400))
      is(
        await caught(() => throttled.get('a')),
        ThrottledError,
        'THROTTLED',
        'ThrottledError',
        RequestFailedError,
      )
      const refused = failing(refusal('AccessDeniedException', 400))
      is(
        await caught(() => refused.save({ id: 'a' })),
        RequestFailedError,
        'REQUEST_FAILED',
        'RequestFailedError',
      )
      const lost = failing(Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }))
      const error = await caught(() => lost.update('a').add('count', 1))
      is(error, UnknownOutcomeError, 'UNKNOWN_OUTCOME', 'UnknownOutcomeError')
      assert.ok(error instanceof RequestFailedError)
    },
    'a call is aborted by its signal': async () => {
      const gone = AbortSignal.abort(new Error('enough'))
      const error = await caught(() => jobs.save({ id: 'x' }).execute({ signal: gone }))
      is(error, AbortedError, 'ABORTED', 'AbortedError')
      assert.equal(error.cause?.message, 'enough')
      const controller = new AbortController()
      const client = faulty(() => new Promise(() => setTimeout(() => controller.abort(), 5)))
      const hung = new Repository(Job, new CommandExecutor({ client }))
      is(
        await caught(() => hung.get('a').execute({ signal: controller.signal })),
        AbortedError,
        'ABORTED',
        'AbortedError',
      )
    },
    'values are checked before anything is sent': async () => {
      const invalid = await caught(() => jobs.save({ id: 'x', count: 'many' }))
      is(invalid, ValidationError, 'VALIDATION', 'ValidationError')
      assert.deepEqual(
        invalid.failures.map(({ path }) => path),
        ['count'],
      )
      const many = await caught(() => jobs.saveMany([{ id: 'x' }, { id: 'y', count: 'many' }]))
      is(many, ValidationError, 'VALIDATION', 'ValidationError')
      assert.deepEqual(
        many.failures.map(({ path }) => path),
        ['[1].count'],
      )
      is(await caught(() => jobs.get({ ids: 'x' })), InvalidKeyError, 'INVALID_KEY', 'InvalidKeyError')
      const key = await caught(() => jobs.getMany(['a', { ids: 'x' }]))
      is(key, InvalidKeyError, 'INVALID_KEY', 'InvalidKeyError')
      assert.match(key.message, /\[1\]/)
      const condition = await caught(() => jobs.scan().where('nowhere').eq(1))
      is(condition, InvalidConditionError, 'INVALID_CONDITION', 'InvalidConditionError')
      assert.ok(condition instanceof QueryPlanError)
      const update = await caught(() => jobs.update('a').set('nowhere', 1))
      is(update, InvalidUpdateError, 'INVALID_UPDATE', 'InvalidUpdateError', QueryPlanError)
      const batch = await caught(() => executor.batch([jobs.save({ id: 'x' }).if('count').gt(1)]))
      is(batch, UnsupportedOperationError, 'UNSUPPORTED_OPERATION', 'UnsupportedOperationError')
      const definition = await caught(
        () => new Entity({ name: 'X', table: 'x', attributes: {}, key: { partition: 'id' } }),
      )
      is(definition, EntityDefinitionError, 'ENTITY_DEFINITION', 'EntityDefinitionError')
    },
    'stored data that does not fit is an InvalidItemError, or what onInvalid makes of it': async () => {
      const loose = new Repository(
        new Entity({
          name: 'Loose',
          table,
          attributes: { id: s.string(), count: s.string() },
          key: { partition: 'id' },
        }),
        executor,
      )
      await loose.save({ id: 'odd', count: 'many' })
      const error = await caught(() => jobs.get('odd'))
      is(error, InvalidItemError, 'INVALID_ITEM', 'InvalidItemError')
      assert.equal(await jobs.get('odd').onInvalid('skip'), undefined)
      assert.equal(await jobs.get('odd').onInvalid((_stored, { code }) => code), 'INVALID_ITEM')
      assert.deepEqual(
        (await jobs.getMany(['odd', 'a']).onInvalid('skip')).map(({ id }) => id),
        ['a'],
      )
      assert.ok((await jobs.scan().onInvalid('skip')).every(({ id }) => id !== 'odd'))
      await loose.delete('odd')
    },
    'updates make the maps that are missing, and idempotent ones are applied once': async () => {
      await jobs.save({ id: 'm' })
      await jobs.update('m').set('detail.city', 'Bonn')
      assert.deepEqual((await jobs.get('m')).detail, { city: 'Bonn' })
      const once = jobs.update('m').add('count', 1).idempotent('once')
      await once
      await once
      assert.equal((await jobs.get('m')).count, 1)
      const refused = await caught(() => jobs.update('m').add('count', 1).if('state').eq('done').idempotent())
      is(refused, ConditionFailedError, 'CONDITION_FAILED', 'ConditionFailedError')
    },
    'gets of one tick are gathered': async () => {
      const sent = []
      const client = faulty((command, next) => {
        sent.push(Object.keys(command.input)[0])
        return next()
      })
      const gathered = new Repository(Job, new CommandExecutor({ client, gather: true }))
      const found = await Promise.all([gathered.get('a'), gathered.get('m'), gathered.get('none')])
      assert.deepEqual(
        found.map((job) => job?.id),
        ['a', 'm', undefined],
      )
      assert.equal(sent.length, 1)
    },
    'values of every type are kept': async () => {
      const exact = { big: 12345678901234567890n, small: 0.1, list: [1, 'b', null], flag: true }
      const item = {
        id: 'k',
        state: 'done',
        count: 1.5,
        exact,
        at: new Date('2026-01-02T03:04:05.678Z'),
        tags: new Set(['b', 'a']),
        hash: new Uint8Array([0, 255]),
      }
      await jobs.save(item)
      const { exact: read, ...rest } = await jobs.get('k')
      const { exact: _, ...wanted } = item
      assert.deepEqual(rest, { ...wanted, hash: rest.hash })
      assert.deepEqual([...rest.hash], [0, 255])
      assert.equal(read.big, exact.big)
      assert.equal(read.small, 0.1)
    },
    'a recorder tells calls apart': async () => {
      const recorder = new Recorder().answer('GetItem', { Item: Job.encode({ id: 'r' }) })
      const recorded = new Repository(Job, recorder)
      assert.equal((await recorded.get('r')).id, 'r')
      await recorded.save({ id: 'r' })
      assert.deepEqual(
        recorder.commands.map(({ call }) => call),
        ['GetItem', 'PutItem'],
      )
    },
    'every error class has its code and its name, whatever its class is called': async () => {
      const classes = Object.entries(library).filter(([name]) => name.endsWith('Error'))
      assert.ok(classes.length >= 28, `${classes.length} classes`)
      const details = {
        failures: [],
        reasons: [],
        remaining: [],
        items: [],
        operations: [],
        taken: [],
        key: { id: 1 },
      }
      for (const [name, Class] of classes) {
        const error = new Class({
          entity: 'Job',
          operation: 'get',
          detail: 'so',
          outcome: 'unknown',
          ...details,
        })
        is(error, Class, Class.code, name)
        assert.match(error.message, /^Job\.get: so/)
        for (const [other, Other] of classes)
          assert.equal(
            error instanceof Other,
            Object.prototype.isPrototypeOf.call(Other.prototype, error),
            other,
          )
      }
    },
    "a user's own subclass is told from its base": async () => {
      const own = new OwnError({ key: { id: 'x' } })
      assert.ok(own instanceof OwnError)
      assert.ok(own instanceof ItemNotFoundError)
      assert.ok(!(new ItemNotFoundError({ key: { id: 'x' } }) instanceof OwnError))
      assert.equal(own.code, 'ITEM_NOT_FOUND')
    },
  }
}

async function main() {
  const local = await startLocal()
  for (const [behaviour, check] of Object.entries(behavioursOn(local.client))) {
    let fault
    try {
      await check()
    } catch (error) {
      fault = error?.stack ?? String(error)
    }
    process.stdout.write(`${JSON.stringify({ behaviour, fault })}\n`)
  }
  await local.stop()
}

main()
