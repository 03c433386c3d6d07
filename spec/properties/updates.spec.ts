// Any changes on any item: the engine leaves exactly what ours says, or refuses what ours refuses; and the text is
// sound.
import { UpdateItemCommand } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import { CommandExecutor, Repository } from 'dyntastic'
import fc from 'fast-check'
import type { StoredItem } from '../../lib/entity/struct/attribute-value.js'
import { InvalidUpdateError } from '../../lib/errors/invalid-update-error.js'
import type { Change } from '../../lib/expression/change/update-change.js'
import {
  type UpdateFunctionName,
  updateClauses,
  updateFunctions,
} from '../../lib/expression/function/update-functions.js'
import { type OperandNode, updateOperandValue } from '../../lib/expression/function/update-operand.js'
import { valueAt } from '../../lib/expression/path/operand.js'
import { Placeholders } from '../../lib/expression/path/placeholders.js'
import { equalStored } from '../../lib/expression/stored/stored-order.js'
import { refuseOverlaps } from '../../lib/expression/update/update-overlap.js'
import { isRepeatable } from '../../lib/expression/update/update-repeat.js'
import { applyChanges } from '../../lib/expression/update/update-result.js'
import { printUpdate, updateInWords } from '../../lib/expression/update/update-text.js'
import { rawGet, rawPut, withEngine } from '../support/engine.js'
import { holds, runCount, timeLimit } from './property-runs.js'
import { storedThing, thingEntity } from './random-conditions.js'
import { anyAttempt, attempted } from './random-updates.js'

const someChanges = fc
  .array(anyAttempt, { minLength: 1, maxLength: 4 })
  .map((attempts) => {
    const changes: Change[] = []
    for (const attempt of attempts) {
      const change = attempted(attempt)
      if (change !== undefined && !overlapping([...changes, change])) changes.push(change)
    }
    return changes
  })
  .filter((changes) => changes.length > 0)

describe('any changes on any item', () => {
  const engine = withEngine()

  it('leave on the engine exactly what the oracle says, in the item and in the response', async function () {
    this.timeout(timeLimit(600_000))
    const entity = thingEntity(engine.name('updates'))
    const TableName = entity.table.name
    await new Repository(entity, new CommandExecutor({ client: engine.client })).createTable()
    const applied = new Set<UpdateFunctionName>()
    let run = 0
    let refused = 0
    const property = fc.asyncProperty(storedThing, someChanges, async (made, changes) => {
      const Key = { id: { S: `i${run++}` } }
      const item: StoredItem = { ...made, ...Key }
      fc.pre(
        engine.kind !== 'embedded' || !changes.some(({ operand }) => operand && needlessly(operand, item)),
      )
      await rawPut(engine.client, TableName, item)
      const placeholders = new Placeholders()
      const UpdateExpression = printUpdate(changes, placeholders, entity.name)
      const names = placeholders.names()
      const values = placeholders.values()
      const outcome = await engine.client
        .send(
          new UpdateItemCommand({
            TableName,
            Key,
            UpdateExpression,
            ...(names === undefined ? {} : { ExpressionAttributeNames: names }),
            ...(values === undefined ? {} : { ExpressionAttributeValues: values }),
            ReturnValues: 'ALL_NEW',
          }),
        )
        .catch((error: Error) => error)
      const expected = expectedOf(changes, item)
      const stored = await rawGet(engine.client, TableName, Key)
      const what = updateInWords(changes)
      if (expected instanceof InvalidUpdateError) {
        refused++
        expect(outcome, `${what}: ${expected.message}`).instanceOf(Error)
        expect((outcome as Error).name, what).equal('ValidationException')
        same(stored, item, what)
        return
      }
      if (outcome instanceof Error) throw new Error(`${what} was refused: ${outcome.message}`)
      for (const { name } of changes) applied.add(name)
      same(stored, expected, what)
      same(outcome.Attributes, expected, what)
    })
    await holds(property, runCount(200))
    expect(refused, 'updates that were refused').above(0)
    if (runCount(200) >= 200) expect([...applied].sort()).deep.equal(Object.keys(updateFunctions).sort())
  })

  it('have the same result when they are done twice, if they are repeatable', async () => {
    let repeatable = 0
    const property = fc.property(storedThing, someChanges, (item, changes) => {
      const once = expectedOf(changes, item)
      if (once instanceof InvalidUpdateError || !isRepeatable(changes)) return
      repeatable++
      same(expectedOf(changes, once), once, updateInWords(changes))
    })
    await holds(property, runCount(2000, 20_000))
    expect(repeatable).above(0)
  })

  it('are printed in placeholders only, each defined once and used, each clause once', async () => {
    const property = fc.property(someChanges, (changes) => {
      const placeholders = new Placeholders()
      const text = printUpdate(changes, placeholders)
      expect(text).match(/^[#:A-Za-z0-9_ (),[\].=+-]*$/)
      const defined = [
        ...Object.keys(placeholders.names() ?? {}),
        ...Object.keys(placeholders.values() ?? {}),
      ]
      expect([...new Set(text.match(/[#:]\w+/g))].sort()).deep.equal(defined.sort())
      const clauses = text.match(/\b(SET|REMOVE|ADD|DELETE)\b/g) ?? []
      expect(clauses).deep.equal(
        Object.keys(updateClauses).filter((each) => (clauses as readonly string[]).includes(each)),
      )
      expect(printUpdate(changes, new Placeholders())).equal(text)
    })
    await holds(property, runCount(500, 5000))
  })
})

function expectedOf(changes: readonly Change[], item: StoredItem): StoredItem | InvalidUpdateError {
  try {
    return applyChanges(changes, item)
  } catch (error) {
    if (error instanceof InvalidUpdateError) return error
    throw error
  }
}

// The embedded engine does not look at what if_not_exists does not need; DynamoDB Local refuses it if it is absent.
function needlessly(operand: OperandNode, item: StoredItem): boolean {
  if (operand.kind !== 'function') return false
  const { name, first, second } = operand
  const needless = name === 'ifNotExists' && first.kind === 'path' && valueAt(item, first.names) !== undefined
  try {
    if (needless) updateOperandValue(second, item)
    return needlessly(first, item) || needlessly(second, item)
  } catch {
    return true
  }
}

function same(actual: unknown, expected: StoredItem | InvalidUpdateError, what: string): void {
  const equal =
    actual !== undefined &&
    !(expected instanceof InvalidUpdateError) &&
    equalStored({ M: actual as StoredItem }, { M: expected })
  if (!equal) expect(actual, what).deep.equal(expected)
}

function overlapping(changes: readonly Change[]): boolean {
  try {
    refuseOverlaps(changes, undefined)
    return false
  } catch (error) {
    if (error instanceof InvalidUpdateError) return true
    throw error
  }
}
