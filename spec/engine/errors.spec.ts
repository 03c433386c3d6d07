// Every error that can be raised: a message that a reader understands, nothing sent unless it should be, and no value
// of an attribute in message, stack, JSON or inspection, other than those of keys.
import { inspect } from 'node:util'
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import {
  AbortedError,
  attribute,
  CommandExecutor,
  ConditionFailedError,
  DyntasticError,
  Entity,
  EntityDefinitionError,
  type ExecutorOptions,
  InvalidConditionError,
  InvalidItemError,
  InvalidKeyError,
  ItemExistsError,
  ItemNotFoundError,
  QueryPlanError,
  Repository,
  RequestFailedError,
  s,
  Table,
  TableNotFoundError,
  ThrottledError,
  TimeoutError,
  ValidationError,
  VersionConflictError,
} from 'dyntastic'
import { array, boolean, enums, integer, object, optional, refine, string } from 'superstruct'
import { rawPut, withEngine } from '../support/engine.js'
import { witness } from './opened.js'

const engine = withEngine()

/** In attribute values, in every case; must be seen nowhere. */
const marker = 'MARKER-5e0c7d'
/** In keys; may be seen. */
const key = 'KEY-71f3'

const secretive = (table: string | Table) =>
  new Entity({
    name: 'Secret',
    table,
    attributes: {
      id: string(),
      text: string(),
      count: integer(),
      status: attribute(enums(['open', 'paid']), { default: 'open' }),
      nested: optional(object({ deep: array(object({ flag: boolean() })) })),
      even: optional(
        refine(string(), 'even', (value) => value.length % 2 === 0 || `${value} has an odd length`),
      ),
      revision: integer(),
    },
    key: { partition: 'id' },
    version: 'revision',
  })
type Secret = ReturnType<typeof secretive>

const good = { id: key, text: marker, count: 1 }

interface Stage {
  readonly repository: Repository<Secret>
  readonly sent: readonly unknown[]
  /** Forgets what was sent. */
  begin(): void
  put(item: Record<string, object>): Promise<void>
}

function stage(options: ExecutorOptions = {}, table: object = {}): Stage {
  const entity = secretive(new Table({ name: engine.name(), ...table }))
  const { client, sent } = witness(options.client ?? engine.client)
  return {
    repository: new Repository(entity, new CommandExecutor({ ...options, client })),
    sent,
    begin() {
      sent.length = 0
    },
    put: (item) => rawPut(engine.client, entity.table.name, item as Parameters<typeof rawPut>[2]),
  }
}

/** A client that returns each command with this. */
function failing(reply: () => Promise<never>): DynamoDBClient {
  return Object.create(engine.client, { send: { value: reply } })
}
const sdkError = (name: string, more: object = {}) =>
  Object.assign(new Error(`${name}, says the service`), {
    name,
    $metadata: { attempts: 3, httpStatusCode: 400 },
    ...more,
  })

interface ErrorCase {
  readonly what: string
  readonly type: abstract new (...args: never[]) => DyntasticError
  readonly code: string
  readonly message: RegExp
  /** How many commands are sent after `begin`. */
  readonly sends: number
  readonly run: () => Promise<{ readonly stage: Stage; readonly error: unknown }>
  readonly operation?: string
  /** Where the SDK's error is the cause. */
  readonly cause?: string
}

async function caught(at: Stage, work: () => unknown) {
  at.begin()
  try {
    await work()
  } catch (error) {
    return { stage: at, error }
  }
  return expect.fail('nothing was thrown')
}

async function withStored(work: (at: Stage) => unknown, item: Record<string, object> = {}) {
  const at = stage()
  await at.repository.createTable()
  const stored = {
    id: { S: key },
    text: { S: marker },
    count: { N: '5' },
    status: { S: 'open' },
    revision: { N: '4' },
    ...item,
  }
  await at.put(stored)
  return caught(at, () => work(at))
}

const cases: readonly ErrorCase[] = [
  {
    what: 'a wrong descriptor',
    type: EntityDefinitionError,
    code: 'ENTITY_DEFINITION',
    message: /^Secret: key\.partition: 'nope' is not an attribute; the attributes are id, text/,
    sends: 0,
    run: () => caught(stage(), () => secretive('secrets').extend({ key: { partition: 'nope' } } as never)),
  },
  {
    what: 'a useless default is not shown',
    type: EntityDefinitionError,
    code: 'ENTITY_DEFINITION',
    message: /^Secret: .*'text'/,
    sends: 0,
    run: () =>
      caught(stage(), () =>
        secretive('secrets').extend({
          attributes: { other: attribute(string(), { name: 'text', default: marker }) },
        }),
      ),
  },
  {
    what: 'an input that does not fit',
    type: ValidationError,
    code: 'VALIDATION',
    operation: 'save',
    message: /^Secret\.save: .*count: Expected an integer, but received a string.*/,
    sends: 0,
    run() {
      const at = stage()
      const bad = {
        id: key,
        text: { marker },
        count: marker,
        status: marker,
        nested: { deep: [{ flag: marker }, marker] },
        even: `${marker}!`,
        [`odd`]: marker,
      }
      return caught(at, () => at.repository.save(bad as never))
    },
  },
  {
    what: 'an input that is not an item',
    type: ValidationError,
    code: 'VALIDATION',
    operation: 'create',
    message: /^Secret\.create: Expected an object, but received a string/,
    sends: 0,
    run() {
      const at = stage()
      return caught(at, () => at.repository.create(marker as never))
    },
  },
  {
    what: 'a value that DynamoDB cannot store',
    type: ValidationError,
    code: 'VALIDATION',
    operation: 'save',
    message: /^Secret\.save: text: .*(surrogate|well-formed)/i,
    sends: 0,
    run() {
      const at = stage()
      return caught(at, () => at.repository.save({ ...good, text: `${marker}\ud800` }))
    },
  },
  {
    what: 'an item that is too large',
    type: ValidationError,
    code: 'VALIDATION',
    operation: 'save',
    message: /^Secret\.save: the item has about \d+ bytes, but can have at most 409600 \(item size\)/,
    sends: 0,
    run() {
      const at = stage()
      return caught(at, () => at.repository.save({ ...good, text: marker.repeat(40_000) }))
    },
  },
  {
    what: 'an operand that does not fit',
    type: ValidationError,
    code: 'VALIDATION',
    message: /^Secret: count: gt .*\ba string/,
    sends: 0,
    run() {
      const at = stage()
      return caught(at, () =>
        at.repository
          .save(good)
          .if('count')
          .gt(marker as never),
      )
    },
  },
  {
    what: 'a key that does not fit',
    type: InvalidKeyError,
    code: 'INVALID_KEY',
    operation: 'get',
    message: /^Secret\.get: 'text' is not part of the key, which is 'id' \(S\)/,
    sends: 0,
    run() {
      const at = stage()
      return caught(at, () => at.repository.get({ id: key, text: marker } as never))
    },
  },
  {
    what: 'a key of a wrong type',
    type: InvalidKeyError,
    code: 'INVALID_KEY',
    operation: 'delete',
    message: /^Secret\.delete: 'id' cannot be an array/,
    sends: 0,
    run() {
      const at = stage()
      return caught(at, () => at.repository.delete({ id: [marker] } as never))
    },
  },
  {
    what: 'a path that is not an attribute',
    type: InvalidConditionError,
    code: 'INVALID_CONDITION',
    message: /^Secret: there is no attribute 'nope'/,
    sends: 0,
    run() {
      const at = stage()
      return caught(at, () =>
        at.repository
          .save(good)
          .if('nope' as 'text')
          .eq(marker),
      )
    },
  },
  {
    what: 'an operator that is not for the attribute',
    type: InvalidConditionError,
    code: 'INVALID_CONDITION',
    message: /^Secret: beginsWith on count: it applies to S, B, but the attribute is stored as N/,
    sends: 0,
    run() {
      const at = stage()
      return caught(at, () =>
        at.repository.delete(key).if((attr) => (attr.count as never as typeof attr.text).beginsWith(marker)),
      )
    },
  },
  {
    what: 'a condition that is too long for DynamoDB',
    type: InvalidConditionError,
    code: 'INVALID_CONDITION',
    message: /^Secret: the condition has more than 300 operators/,
    sends: 0,
    run() {
      const at = stage()
      let save = at.repository.save(good).if('text').ne(marker)
      for (let turn = 1; turn < 301; turn++) save = save.if('text').ne(marker)
      return caught(at, () => save)
    },
  },
  {
    what: 'an item that is not there',
    type: ItemNotFoundError,
    code: 'ITEM_NOT_FOUND',
    operation: 'getOrThrow',
    message: /^Secret\.getOrThrow: there is no item with this key/,
    sends: 1,
    run: () => withStored((at) => at.repository.getOrThrow('other')),
  },
  {
    what: 'an item that is there already',
    type: ItemExistsError,
    code: 'ITEM_EXISTS',
    operation: 'create',
    cause: 'ConditionalCheckFailedException',
    message: /^Secret\.create: an item with this key already exists/,
    sends: 1,
    run: () => withStored((at) => at.repository.create(good)),
  },
  {
    what: 'a condition that is not met',
    type: ConditionFailedError,
    code: 'CONDITION_FAILED',
    operation: 'save',
    cause: 'ConditionalCheckFailedException',
    message: /^Secret\.save: the condition was not met \(.*\); nothing was written\. /,
    sends: 1,
    run: () =>
      withStored((at) =>
        at.repository
          .save({ ...good, revision: 4 })
          .if('count')
          .lt(3)
          .if((attr) => attr.text.ne(marker)),
      ),
  },
  {
    what: 'a condition on an item that is not there',
    type: ConditionFailedError,
    code: 'CONDITION_FAILED',
    operation: 'delete',
    message: /^Secret\.delete: the condition was not met: there is no item with this key/,
    sends: 1,
    run: () => withStored((at) => at.repository.delete('other').if('text').eq(marker)),
  },
  {
    what: 'a version that changed',
    type: VersionConflictError,
    code: 'VERSION_CONFLICT',
    operation: 'save',
    cause: 'ConditionalCheckFailedException',
    message: /^Secret\.save: another writer changed the item since it was read/,
    sends: 1,
    run: () => withStored((at) => at.repository.save({ ...good, revision: 3 })),
  },
  {
    what: 'stored data that does not fit',
    type: InvalidItemError,
    code: 'INVALID_ITEM',
    operation: 'get',
    message: /^Secret\.get: .*count: .*N.*S/,
    sends: 1,
    run: () =>
      withStored((at) => at.repository.get(key), {
        count: { S: marker },
        status: { S: marker },
        even: { S: `${marker}!` },
        nested: { M: { deep: { L: [{ S: marker }, { M: { flag: { S: marker } } }] } } },
      }),
  },
  {
    what: 'a table that is not there',
    type: TableNotFoundError,
    code: 'TABLE_NOT_FOUND',
    operation: 'save',
    cause: 'ResourceNotFoundException',
    message: /^Secret\.save: table 'spec-[^']+' does not exist \(region \S+, endpoint http:\/\/127\.0\.0\.1/,
    sends: 1,
    run() {
      const at = stage({ autoCreateTables: false })
      return caught(at, () => at.repository.save(good))
    },
  },
  {
    what: 'a call that the service throttled',
    type: ThrottledError,
    code: 'THROTTLED',
    operation: 'save',
    cause: 'ThrottlingException',
    message: /^Secret\.save: table '.*' was throttled \(ThrottlingException, HTTP 400, 3 attempts\)/,
    sends: 1,
    run() {
      const at = stage({ client: failing(async () => Promise.reject(sdkError('ThrottlingException'))) })
      return caught(at, () => at.repository.save(good))
    },
  },
  {
    what: 'a call that failed otherwise',
    type: RequestFailedError,
    code: 'REQUEST_FAILED',
    operation: 'save',
    cause: 'AccessDeniedException',
    message: /^Secret\.save: PutItem failed \(AccessDeniedException, HTTP 400, 3 attempts\)/,
    sends: 1,
    run() {
      const at = stage({ client: failing(async () => Promise.reject(sdkError('AccessDeniedException'))) })
      return caught(at, () => at.repository.save(good))
    },
  },
  {
    what: 'a call that its signal aborted before it was sent',
    type: AbortedError,
    code: 'ABORTED',
    operation: 'save',
    message: /^Secret\.save: aborted by its signal; nothing was written$/,
    sends: 0,
    run() {
      const at = stage()
      return caught(at, () => at.repository.save(good).execute({ signal: AbortSignal.abort() }))
    },
  },
  {
    what: 'a call that got no response in time',
    type: TimeoutError,
    code: 'TIMEOUT',
    operation: 'save',
    message: /^Secret\.save: no response within 20 ms; the write may have been applied$/,
    sends: 1,
    run() {
      const at = stage({ client: failing(() => new Promise(() => {})), timeout: { total: 20 } })
      return caught(at, () => at.repository.save(good))
    },
  },
]

function shown(error: Error): Record<string, string> {
  return {
    message: error.message,
    stack: String(error.stack),
    text: String(error),
    json: JSON.stringify(error),
    inspection: inspect(error, { depth: 10 }),
    'inspection with everything': inspect(
      { error: [error] },
      { depth: 10, showHidden: false, compact: false },
    ),
  }
}

describe('errors', () => {
  for (const { what, type, code, message, sends, run, operation, cause } of cases)
    describe(`${what}`, () => {
      let at: Stage
      let error: DyntasticError

      before(async () => {
        const result = await run()
        at = result.stage
        if (!(result.error instanceof DyntasticError)) throw result.error
        error = result.error
      })

      it(`is a ${code} of the entity, with a message that says so`, () => {
        expect(error).instanceOf(type)
        expect(error.constructor.name).equal(type.name)
        expect(error).include({ code, entity: 'Secret' })
        expect(error.operation).equal(operation)
        expect(error.message).match(message)
        expect(error.name).equal(type.name)
      })

      it(`has sent ${sends === 0 ? 'nothing' : 'one command'}`, () => {
        expect(at.sent).length(sends)
      })

      it('shows no value of an attribute', () => {
        for (const [where, text] of Object.entries(shown(error))) expect(text, where).not.contain(marker)
      })

      if (cause !== undefined)
        it('has the SDK’s error as its cause', () => {
          expect(error.cause).instanceOf(Error).and.property('name', cause)
        })
    })

  it('every class that the package exports is raised by one of them', () => {
    const raised = new Set<unknown>(cases.map(({ type }) => type))
    // The base classes: their subclasses are raised.
    for (const base of [DyntasticError, QueryPlanError]) expect(raised.has(base)).equal(false)
    expect(raised.size).equal(14)
  })

  it('keys may be shown, and are', async () => {
    const { error } = await withStored((at) => at.repository.create(good))
    expect(JSON.stringify(error)).contain(key)
    expect(inspect(error)).contain(key)
  })

  it('values can be read by the program', async () => {
    const exists = (await withStored((at) => at.repository.create(good))).error as ItemExistsError
    expect(exists.item).include({ text: marker })
    const failed = (await withStored((at) => at.repository.delete(key).if('text').eq('x')))
      .error as ConditionFailedError
    expect(failed.failed[0]?.actual).equal(marker)
    const at = stage()
    const refused = (await caught(at, () => at.repository.save({ ...good, count: marker } as never))).error
    expect((refused as ValidationError).failures[0]?.value).equal(marker)
    const broken = (await withStored(({ repository }) => repository.get(key), { count: { S: marker } })).error
    expect((broken as InvalidItemError).stored).deep.include({ count: { S: marker } })
  })

  it('says what was received by its kind', async () => {
    const at = stage()
    const kinds: readonly (readonly [unknown, string])[] = [
      [null, 'null'],
      [['x'], 'an array'],
      [new Date(), 'a Date'],
      [true, 'a boolean'],
      [new Uint8Array(1), 'binary'],
      [{}, 'an object'],
    ]
    for (const [value, words] of kinds) {
      const { error } = await caught(at, () => at.repository.save({ ...good, count: value } as never))
      expect((error as Error).message).match(new RegExp(`count: Expected an integer, but received ${words}`))
    }
    expect(s.string).equal(string)
  })
})
