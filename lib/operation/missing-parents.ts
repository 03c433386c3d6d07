// Updates inside maps that are not there: the whole update once more, with those maps made in the same request.
import type { StoredItem } from '../entity/attribute-value.js'
import type { EntityModel } from '../entity/model.js'
import { ConditionFailedError } from '../errors/condition-failed-error.js'
import { chain } from '../expression/chain.js'
import { Condition } from '../expression/condition.js'
import { type ParentedChanges, withParents } from '../expression/update-parents.js'
import { settle } from './deferred.js'
import type { OperationContext } from './operation.js'
import type { Calls } from './request.js'
import type { RunOptions } from './runner.js'
import { allChanges, updateRequest } from './update-request.js'
import type { UpdateState } from './update-state.js'
import type { WriteClauses } from './write.js'

/** How often the item may change under the update before it is given up. */
const mostAttempts = 5

/** Whether DynamoDB refused an update because a map on one of its paths is missing. */
export function isMissingParent(error: unknown): boolean {
  const { cause } = Object(error) as { cause?: { name?: string; message?: string } }
  return cause?.name === 'ValidationException' && /document path/i.test(cause.message ?? '')
}

/** What is needed of the update. */
export interface RefusedUpdate<R> {
  readonly context: OperationContext
  readonly name: string
  readonly state: UpdateState
  readonly clauses: WriteClauses
  decode(output: Calls['UpdateItem']['output']): R
  recover(error: unknown): R
}

/**
 * Runs an update again with the maps that the item lacks: the item is read consistently, and the update makes the missing maps whole, on the
 * condition that they are still missing. One atomic request: no empty map is ever left behind.
 * @throws ValidationError where a map would lack a required attribute; what the update throws otherwise.
 */
export async function runWithParents<R>(
  update: RefusedUpdate<R>,
  refusal: unknown,
  options: RunOptions | undefined,
): Promise<R> {
  const { context, state, clauses } = update
  const { model, runner } = context
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const { Item: item } = await runner.run(
      {
        call: 'GetItem',
        input: {
          TableName: model.table.name,
          Key: settle(state.target).key.stored,
          ConsistentRead: true,
        },
        entity: model.name,
        operation: update.name,
        table: model.table,
      },
      options,
    )
    // The answer of the client is DynamoDB's form.
    const parented = withParents(state.root, allChanges(model, state), (item ?? {}) as StoredItem)
    const unchanged = parented.created.length === 0
    const guards = [...parented.created.map(absent(model)), ...parented.read.map(same(model))]
    const request = updateRequest(model, state, [...clauses.conditions, ...guards], parented.changes)
    try {
      return update.decode(await runner.run(request, options))
    } catch (error) {
      if (unchanged && !isMissingParent(error)) return update.recover(error)
      if (unchanged) throw refusal
      if (!(error instanceof ConditionFailedError) || !hasChanged(error, item as StoredItem | undefined))
        return update.recover(error)
    }
  }
  throw refusal
}

function absent(model: EntityModel) {
  return ({ text }: { readonly text: string }): Condition =>
    chain<string, Condition>(
      { entity: model.name, codec: model.codec },
      text,
      (condition) => condition,
    ).notExists()
}

// What the new maps were worked out from must still be what it was.
function same(model: EntityModel) {
  return ({ path, value }: ParentedChanges['read'][number]): Condition => {
    if (value === undefined) return absent(model)(path)
    const operand = { kind: 'value', value } as const
    return new Condition(model.name, { kind: 'comparison', operator: 'eq', left: path, operands: [operand] })
  }
}

// Whether the item has changed since it was read, so that another attempt may succeed.
function hasChanged(error: ConditionFailedError, read: StoredItem | undefined): boolean {
  return JSON.stringify(error.stored ?? null) !== JSON.stringify(read ?? null)
}
