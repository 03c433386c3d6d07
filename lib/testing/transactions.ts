// TransactWriteItems and TransactGetItems. The caller holds the engine's lock, so nothing happens in between.
import type { EngineContext } from './engine-context.js'
import {
  planWrite,
  readWrite,
  type WriteKind,
  type WriteOutcome,
  type WriteRequest,
} from './planned-write.js'
import { checkGet } from './reads.js'
import { failure, invalid, isServiceFailure } from './service-failure.js'
import type { WireItem, WireObject } from './wire.js'
import { itemBytes } from './wire-values.js'

/** "Transactions" in "Quotas in Amazon DynamoDB". */
const maximumActions = 100
const maximumBytes = 4 * 1024 * 1024

const kinds: readonly WriteKind[] = ['ConditionCheck', 'Put', 'Delete', 'Update']

interface Reason {
  readonly Code: string
  readonly Message?: string
  readonly Item?: unknown
}

/** All or nothing; every reason in the order of the actions; a token that was seen before changes nothing. */
export async function transactWrite(input: WireObject, context: EngineContext): Promise<WireObject> {
  const actions = actionsOf(input, 'TransactItems').map(writeOf)
  const before = context.tokens.answered(input)
  if (before !== undefined) return before
  const requests: WriteRequest[] = []
  for (const { kind, input } of actions) requests.push(await readWrite(kind, input, context.schemas))
  refuseRepeats(requests)
  refuseBulk(requests.map(payloadBytes), 'Transaction payload size cannot exceed 4MB.')
  const outcomes: WriteOutcome[] = []
  const reasons: Reason[] = []
  for (const request of requests) {
    const outcome = await planWrite(request, context.store).catch(reasonOf)
    reasons.push(isReason(outcome) ? outcome : { Code: 'None' })
    if (!isReason(outcome)) outcomes.push(outcome)
  }
  refuseIfAny(reasons)
  await commit(requests, outcomes, context)
  const output = capacityOf(input, requests, outcomes)
  context.tokens.keep(input, output)
  return output
}

/** The items in the order asked; `{}` where there is none. */
export async function transactGet(input: WireObject, context: EngineContext): Promise<WireObject> {
  const gets = actionsOf(input, 'TransactItems').map((action) => {
    const get = action['Get'] as WireObject | undefined
    if (get === undefined) throw invalid('TransactItems can only contain Get')
    return get
  })
  for (const get of gets) await checkGet(get, context)
  refuseRepeats(
    await Promise.all(
      gets.map(async (get) => ({
        table: await context.schemas.of(get['TableName']),
        key: get['Key'] as WireItem,
      })),
    ),
  )
  const responses: WireObject[] = []
  const reasons: Reason[] = []
  for (const get of gets) {
    const found = await context.store('GetItem', { ...get, ConsistentRead: true }).catch(reasonOf)
    const refused = isReason(found)
    reasons.push(refused ? found : { Code: 'None' })
    if (!refused) responses.push(found['Item'] === undefined ? {} : { Item: found['Item'] })
  }
  refuseIfAny(reasons)
  refuseBulk(
    responses.map(({ Item }) => itemBytes((Item ?? {}) as WireItem)),
    'Payload in response is too large.',
  )
  return { Responses: responses }
}

function actionsOf(input: WireObject, parameter: string): WireObject[] {
  const actions = input[parameter]
  const count = Array.isArray(actions) ? actions.length : 0
  if (!Array.isArray(actions) || count < 1 || count > maximumActions)
    throw invalid(
      `1 validation error detected: Value at 'transactItems' failed to satisfy constraint: Member must have length ${count > 0 ? 'less' : 'greater'} than or equal to ${count > 0 ? maximumActions : 1}`,
    )
  return actions
}

function writeOf(action: WireObject): { kind: WriteKind; input: WireObject } {
  const given = kinds.filter((kind) => action[kind] !== undefined && action[kind] !== null)
  const [kind] = given
  if (kind === undefined || given.length > 1)
    throw invalid('TransactItems can only contain one of Check, Put, Update or Delete')
  const input = action[kind] as WireObject
  const needed = {
    Put: ['Item'],
    Delete: ['Key'],
    Update: ['Key', 'UpdateExpression'],
    ConditionCheck: ['Key', 'ConditionExpression'],
  }
  for (const name of ['TableName', ...needed[kind]])
    if (input[name] === undefined || input[name] === null)
      throw invalid(
        `1 validation error detected: Value null at 'transactItems.${kind}.${name}' failed to satisfy constraint: Member must not be null`,
      )
  return { kind, input }
}

function refuseRepeats(requests: readonly Pick<WriteRequest, 'table' | 'key'>[]): void {
  const marks = requests.map(({ table, key }) =>
    JSON.stringify([table.name, ...table.key.map((name) => key[name])]),
  )
  if (new Set(marks).size < marks.length)
    throw invalid('Transaction request cannot include multiple operations on one item')
}

function reasonOf(error: unknown): Reason {
  if (!isServiceFailure(error)) throw error
  if (error.type === 'ConditionalCheckFailedException')
    return { Code: 'ConditionalCheckFailed', Message: error.message, Item: error.body['Item'] }
  if (error.type === 'ValidationException') return { Code: 'ValidationError', Message: error.message }
  throw error
}

// What the store answers has no member of this name.
function isReason(value: object): value is Reason {
  return 'Code' in value
}

function refuseIfAny(reasons: readonly Reason[]): void {
  if (reasons.every(({ Code }) => Code === 'None')) return
  const codes = reasons.map(({ Code }) => Code).join(', ')
  throw failure(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    { CancellationReasons: reasons },
  )
}

// What counts is what is sent: items, keys, expressions and their values, whatever an update makes of its item.
function payloadBytes({ kind, input, key }: WriteRequest): number {
  const { Item, ConditionExpression = '', UpdateExpression = '', ExpressionAttributeValues: values } = input
  const item = kind === 'Put' ? (Item as WireItem) : key
  const given = Object.values((values ?? {}) as WireItem)
  const text = `${ConditionExpression}${UpdateExpression}`
  // The weight of a value is that of an attribute without a name.
  return given.reduce(
    (total, value) => total + itemBytes({ '': value }),
    itemBytes(item) + Buffer.byteLength(text),
  )
}

function refuseBulk(sizes: readonly number[], message: string): void {
  const bytes = sizes.reduce((total, each) => total + each, 0)
  if (bytes > maximumBytes) throw invalid(`${message} Payload Size: ${bytes}`)
}

// Everything that can be known was checked; what dynalite may still refuse undoes what was stored before it.
async function commit(
  requests: readonly WriteRequest[],
  outcomes: readonly WriteOutcome[],
  context: EngineContext,
) {
  const reasons: Reason[] = requests.map(() => ({ Code: 'None' }))
  for (const [index, request] of requests.entries()) {
    const outcome = outcomes[index]
    if (outcome === undefined || request.kind === 'ConditionCheck') continue
    try {
      await place(request, outcome.next, context)
    } catch (error) {
      for (let at = index - 1; at >= 0; at -= 1) {
        const earlier = requests[at]
        if (earlier !== undefined && earlier.kind !== 'ConditionCheck')
          await place(earlier, outcomes[at]?.current, context)
      }
      reasons[index] = reasonOf(error)
      refuseIfAny(reasons)
    }
  }
}

async function place({ table, key }: WriteRequest, item: WireItem | undefined, { store }: EngineContext) {
  if (item === undefined) await store('DeleteItem', { TableName: table.name, Key: key })
  else await store('PutItem', { TableName: table.name, Item: item })
}

// A transaction costs two write units for each that the write alone would cost.
function capacityOf(
  input: WireObject,
  requests: readonly WriteRequest[],
  outcomes: readonly WriteOutcome[],
): WireObject {
  if (input['ReturnConsumedCapacity'] !== 'TOTAL' && input['ReturnConsumedCapacity'] !== 'INDEXES') return {}
  const units = new Map<string, number>()
  requests.forEach(({ table }, index) => {
    const { current, next } = outcomes[index] ?? {}
    const bytes = Math.max(...[current, next].map((item) => (item === undefined ? 1 : itemBytes(item))))
    units.set(table.name, (units.get(table.name) ?? 0) + 2 * Math.ceil(bytes / 1024))
  })
  return {
    ConsumedCapacity: [...units].map(([TableName, CapacityUnits]) => ({
      TableName,
      CapacityUnits,
      WriteCapacityUnits: CapacityUnits,
    })),
  }
}
