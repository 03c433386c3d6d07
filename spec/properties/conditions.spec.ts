// Any condition on any item: the engine selects exactly what the evaluator says, and the text that was printed is
// sound.

import { BatchWriteItemCommand, type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import {
  CommandExecutor,
  type Condition,
  ConditionFailedError,
  InvalidConditionError,
  Repository,
} from 'dyntastic'
import fc from 'fast-check'
import type { StoredItem } from '../../lib/entity/struct/attribute-value.js'
import { evaluate } from '../../lib/expression/condition/evaluation.js'
import { failedClauses } from '../../lib/expression/condition/failed-clauses.js'
import { type OperatorName, operators } from '../../lib/expression/condition/operators.js'
import { printCondition } from '../../lib/expression/condition/printed-condition.js'
import { Placeholders } from '../../lib/expression/path/placeholders.js'
import { rawGet, rawPut, rawScan, withEngine } from '../support/engine.js'
import { normalisations } from './normalisations.js'
import { holds, runCount, seed, timeLimit } from './property-runs.js'
import {
  type Clause,
  clauseOn,
  clausesOf,
  conditionOf,
  storedThing,
  type Thing,
  type Tree,
  thingEntity,
  treesOn,
} from './random-conditions.js'
import { binaries, numbers, texts } from './stored-values.js'

const itemsPerTable = 50
const runsPerTable = 100

// A number if it is exact, else a bigint: all in the pool are one or the other.
function valueOfNumber(text: string): number | bigint {
  const canonical = normalisations.decimal(text)
  return normalisations.decimal(String(Number(text))) === canonical ? Number(text) : BigInt(canonical)
}

describe('any condition on any item', () => {
  const engine = withEngine()

  it('selects on the engine exactly the items that the evaluator says', async function () {
    this.timeout(timeLimit(600_000))
    const seen = new Sightings()
    for (let left = runCount(), table = 0; left > 0; left -= runsPerTable, table++) {
      const { entity, written } = await filledTable(engine.client, engine.name('conditions'), table)
      const stored = await rawScan(engine.client, entity.table.name)
      expect(stored).to.have.length(itemsPerTable)
      const property = fc.asyncProperty(treesOn(entity), async (tree) => {
        const condition = conditionOf(entity, tree)
        const printed = printedWithinLimits(condition)
        fc.pre(printed !== undefined)
        seen.note(entity, tree, stored as StoredItem[])
        const selected = await selectedBy(engine.client, entity.table.name, printed)
        for (const item of stored as StoredItem[]) {
          const id = idOf(item)
          const expected = evaluate(condition, item)
          expect(expected, `${id} by ${condition}`).to.equal(selected.has(id))
          // As it was written: numbers and sets in other words.
          expect(evaluate(condition, written.get(id) ?? {}), `${id} as written`).to.equal(expected)
          explains(condition, tree, item, expected)
        }
      })
      await holds(property, Math.min(left, runsPerTable), seed + table)
    }
    // Fewer runs than usual may miss one by chance.
    if (runCount() >= 100) seen.requireAll()
  })

  it('orders every text, number and binary of the pool as the engine does, pair by pair', async function () {
    this.timeout(timeLimit(120_000))
    const entity = thingEntity(engine.name('order'))
    await new Repository(entity, new CommandExecutor({ client: engine.client })).createTable()
    const put = (id: string, item: StoredItem) =>
      rawPut(engine.client, entity.table.name, { ...item, id: { S: id } })
    for (const [at, S] of texts.entries()) await put(`text ${at}`, { free: { S } })
    for (const [at, N] of numbers.entries()) await put(`number ${at}`, { free: { N } })
    for (const [at, B] of binaries.entries()) await put(`binary ${at}`, { free: { B } })
    const stored = (await rawScan(engine.client, entity.table.name)) as StoredItem[]
    const operands: readonly unknown[] = [...texts, ...numbers.map(valueOfNumber), ...binaries]
    for (const operand of operands)
      for (const operator of ['lt', 'lte', 'gte', 'beginsWith', 'contains'] as const) {
        const condition = clauseOn(entity, { path: 'free', size: false, operator, args: [operand] })
        // Numbers begin with nothing, and any value has an order.
        if (condition === undefined) {
          expect(operator).to.equal('beginsWith')
          continue
        }
        const printed = printedWithinLimits(condition)
        if (printed === undefined) throw new Error('one clause is within every limit')
        const selected = await selectedBy(engine.client, entity.table.name, printed)
        const expected = stored.filter((item) => evaluate(condition, item)).map(idOf)
        expect([...selected].sort(), `${operator} ${String(operand)}`).to.deep.equal(expected.sort())
      }
  })

  it('lets a delete pass exactly when it holds, and says why if it does not', async function () {
    this.timeout(timeLimit(600_000))
    const entity = thingEntity(engine.name('conditions'))
    const things = new Repository(entity, new CommandExecutor({ client: engine.client }))
    await things.createTable()
    let run = 0
    const tally = { passed: 0, refused: 0 }
    const property = fc.asyncProperty(
      fc.option(storedThing, { freq: 9, nil: undefined }),
      treesOn(entity),
      async (made, tree) => {
        const id = `i${run++}`
        const item = made === undefined ? undefined : { ...made, id: { S: id } }
        const condition = conditionOf(entity, tree)
        fc.pre(printedWithinLimits(condition) !== undefined)
        if (item !== undefined) await rawPut(engine.client, entity.table.name, item)
        const expected = evaluate(condition, item ?? {})
        const outcome = await things
          .delete(id)
          .if(condition)
          .then(
            () => undefined,
            (error: unknown) => error,
          )
        const left = await rawGet(engine.client, entity.table.name, { id: { S: id } })
        if (expected) {
          tally.passed++
          expect(outcome, String(condition)).to.equal(undefined)
          expect(left).to.equal(undefined)
          return
        }
        tally.refused++
        if (!(outcome instanceof ConditionFailedError)) throw outcome ?? new Error(`passed: ${condition}`)
        expect(left === undefined, 'nothing was written').to.equal(item === undefined)
        expect(outcome.failed).not.to.have.length(0)
        const named = clausesOf(tree).map(({ path }) => path)
        for (const { path } of outcome.failed) expect(named).to.include(path)
      },
    )
    await holds(property, runCount(60, 500))
    expect(tally.passed, 'conditions that held').to.be.above(0)
    expect(tally.refused, 'conditions that did not').to.be.above(0)
  })

  it('is printed in placeholders only, each defined once and used, without doubled parentheses', async () => {
    const entity = thingEntity('conditions')
    const property = fc.property(
      treesOn(entity),
      fc.array(treesOn(entity), { maxLength: 1 }),
      (tree, more) => {
        // Two clauses of one request share an allocator: their placeholders never collide.
        const placeholders = new Placeholders()
        const texts = [tree, ...more].map((each) => printed(conditionOf(entity, each), placeholders))
        fc.pre(texts.every((text) => text !== undefined))
        const names = placeholders.names() ?? {}
        const values = placeholders.values() ?? {}
        for (const text of texts) {
          expect(text).to.match(/^[#:A-Za-z0-9_ ()[\],.<>=+-]*$/)
          expect(doubledParentheses(text ?? ''), text).to.equal(false)
          expect(text).not.to.match(/\(\s*\)/)
        }
        const used = new Set(texts.join(' ').match(/[#:]\w+/g))
        expect([...used].sort()).to.deep.equal([...Object.keys(names), ...Object.keys(values)].sort())
        expect(new Set(Object.values(names)).size, 'one placeholder per name').to.equal(
          Object.keys(names).length,
        )
        const again = new Placeholders()
        expect([tree, ...more].map((each) => printed(conditionOf(entity, each), again))).to.deep.equal(texts)
      },
    )
    await holds(property, runCount(100, 2000))
  })
})

async function filledTable(client: DynamoDBClient, name: string, index: number) {
  const entity = thingEntity(name)
  await new Repository(entity, new CommandExecutor({ client })).createTable()
  const items = fc
    .sample(storedThing, { seed: seed + index, numRuns: itemsPerTable })
    .map((item, at): StoredItem => ({ ...item, id: { S: `i${at}` } }))
  for (let at = 0; at < items.length; at += 25)
    await client.send(
      new BatchWriteItemCommand({
        RequestItems: { [name]: items.slice(at, at + 25).map((Item) => ({ PutRequest: { Item } })) },
      }),
    )
  return { entity, written: new Map(items.map((item) => [idOf(item), item])) }
}

function idOf(item: StoredItem): string {
  const { id } = item
  return id !== undefined && 'S' in id ? id.S : ''
}

// DynamoDB refuses `((a))`, not `((a) OR b)`: pairs that open and close together.
function doubledParentheses(text: string): boolean {
  const open: number[] = []
  const pairs = new Map<number, number>()
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(') open.push(at)
    if (text[at] === ')') pairs.set(open.pop() ?? -1, at)
  }
  return open.length > 0 || [...pairs].some(([from, to]) => from < 0 || pairs.get(from + 1) === to - 1)
}

interface Printed {
  readonly text: string
  readonly placeholders: Placeholders
}

function printedWithinLimits(condition: Condition): Printed | undefined {
  const placeholders = new Placeholders()
  const text = printed(condition, placeholders)
  return text === undefined ? undefined : { text, placeholders }
}

// Undefined for a condition beyond the limits of DynamoDB, which must say so.
function printed(condition: Condition, placeholders: Placeholders): string | undefined {
  try {
    return printCondition(condition, placeholders)
  } catch (error) {
    if (error instanceof InvalidConditionError && error.message.includes('limit')) return undefined
    throw error
  }
}

async function selectedBy(client: DynamoDBClient, table: string, { text, placeholders }: Printed) {
  const names = placeholders.names()
  const values = placeholders.values()
  const selected = new Set<string>()
  let start: StoredItem | undefined
  do {
    const page = await client.send(
      new ScanCommand({
        TableName: table,
        ConsistentRead: true,
        FilterExpression: text,
        ProjectionExpression: '#id',
        ExpressionAttributeNames: { ...names, '#id': 'id' },
        ...(values === undefined ? {} : { ExpressionAttributeValues: values }),
        ...(start === undefined ? {} : { ExclusiveStartKey: start }),
      }),
    )
    for (const item of page.Items ?? []) selected.add(idOf(item as StoredItem))
    start = page.LastEvaluatedKey as StoredItem | undefined
  } while (start !== undefined)
  return selected
}

// Clauses are named exactly where the condition is false, and each of them is one of its own and false by itself.
function explains(condition: Condition, tree: Tree, item: StoredItem, holding: boolean): void {
  const unmet = failedClauses(condition, item)
  expect(unmet.length === 0, `${unmet.length} failed clauses of ${condition}`).to.equal(holding)
  const paths = new Set(clausesOf(tree).map(({ path }) => path))
  for (const { path, clause } of unmet) {
    expect(paths).to.include(path)
    expect(clause).to.include(path)
  }
}

/** Whether every operator was seen both true and false: a generator that makes only one of them proves nothing. */
class Sightings {
  readonly seen = new Map<string, number>()

  note(entity: Thing, tree: Tree, items: readonly StoredItem[]): void {
    for (const clause of clausesOf(tree)) {
      const made = clauseOn(entity, clause)
      if (made !== undefined) for (const item of items) this.add(clause, evaluate(made, item))
    }
  }

  add({ operator, args }: Clause, value: boolean): void {
    // An empty list never matches: it says nothing of `in`.
    if (operator === 'in' && Array.isArray(args[0]) && args[0].length === 0) return
    const key = `${operator} ${value}`
    this.seen.set(key, (this.seen.get(key) ?? 0) + 1)
  }

  requireAll(): void {
    const wanted = (Object.keys(operators) as OperatorName[]).flatMap((name) => [
      `${name} true`,
      `${name} false`,
    ])
    expect(
      wanted.filter((each) => !this.seen.has(each)),
      'operators never seen',
    ).to.deep.equal([])
  }
}
