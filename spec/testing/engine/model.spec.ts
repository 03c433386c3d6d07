// Random operations on the engine and on a naive model, an array that is filtered and sorted whole: the same items,
// pages and indexes.
import { expect } from 'chai'
import fc from 'fast-check'
import { seededRandom } from '../../../lib/testing/engine/faults/seeded-random.js'
import type { WireItem, WireObject } from '../../../lib/testing/engine/values/wire.js'
import { keys, type OpenEngine, openEngine } from './ways-in.js'

/** An item, as the model has it. */
interface Row {
  readonly pk: string
  readonly sk: number
  readonly genre?: string
  readonly country?: string
  readonly rank?: string
  readonly count?: number
}

const partitions = ['a', 'b', '😀', '\uffff', 'zebra']
const words = ['x', 'xy', 'é', 'Z', '', '\uffff', '😀']
const TableName = 'rows'

class Pair {
  readonly engine: OpenEngine = openEngine()
  rows: Row[] = []
  readonly random: () => number

  constructor(seed: number) {
    this.random = seededRandom(seed)
    const projection = (ProjectionType: string) => ({ Projection: { ProjectionType } })
    this.engine.run('CreateTable', {
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: keys('pk', 'sk'),
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'N' },
        ...['genre', 'country', 'rank'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'wide',
          KeySchema: [
            ...keys('genre'),
            { AttributeName: 'country', KeyType: 'HASH' },
            { AttributeName: 'rank', KeyType: 'RANGE' },
          ],
          ...projection('ALL'),
        },
      ],
      LocalSecondaryIndexes: [
        { IndexName: 'byRank', KeySchema: keys('pk', 'rank'), ...projection('KEYS_ONLY') },
      ],
    })
  }

  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.random() * list.length)] as T
  }

  word(): string | undefined {
    return this.pick(words) || undefined
  }

  /** One write on both. */
  write(spread: number): void {
    const sk = Math.floor(this.random() * spread) / 4 - 3
    const row: Row = { pk: this.pick(partitions), sk, ...this.attributes() }
    const kind = this.pick(['put', 'put', 'put', 'delete', 'update', 'transaction'] as const)
    const Key = keyOf(row)
    const others = this.rows.filter((one) => !(one.pk === row.pk && one.sk === row.sk))
    const known = this.rows.find((one) => one.pk === row.pk && one.sk === row.sk)
    if (kind === 'put') {
      this.engine.run('PutItem', { TableName, Item: itemOf(row) })
      this.rows = [...others, row]
    } else if (kind === 'delete') {
      this.engine.run('DeleteItem', { TableName, Key })
      this.rows = others
    } else if (kind === 'update') {
      this.engine.run('UpdateItem', {
        TableName,
        Key,
        UpdateExpression: 'ADD #c :one REMOVE genre',
        ExpressionAttributeNames: { '#c': 'count' },
        ExpressionAttributeValues: { ':one': { N: '1' } },
      })
      const { genre: _, ...rest } = known ?? { pk: row.pk, sk: row.sk }
      this.rows = [...others, { ...rest, count: (known?.count ?? 0) + 1 }]
    } else this.transact(row, known, others)
  }

  // A put with a condition that holds or not, together with a delete of another item.
  private transact(row: Row, known: Row | undefined, others: Row[]): void {
    const gone = others.at(Math.floor(this.random() * others.length))
    const TransactItems: object[] = [
      { Put: { TableName, Item: itemOf(row), ConditionExpression: 'attribute_not_exists(pk)' } },
    ]
    if (gone !== undefined) TransactItems.push({ Delete: { TableName, Key: keyOf(gone) } })
    if (known !== undefined)
      expect(this.engine.refusal('TransactWriteItems', { TransactItems }).type).to.equal(
        'TransactionCanceledException',
      )
    else {
      this.engine.run('TransactWriteItems', { TransactItems })
      this.rows = [...others.filter((one) => one !== gone), row]
    }
  }

  private attributes(): Partial<Row> {
    const [genre, country, rank] = [this.word(), this.word(), this.word()]
    return { ...(genre && { genre }), ...(country && { country }), ...(rank && { rank }) }
  }

  /** All pages of a search, one after the other. */
  pages(operation: 'Query' | 'Scan', input: object, most = 40): WireItem[] {
    const found: WireItem[] = []
    let start: unknown
    for (;;) {
      const Limit = Math.ceil(this.random() * most)
      const page: WireObject = this.engine.run(operation, {
        TableName,
        Limit,
        ...input,
        ...(start !== undefined && { ExclusiveStartKey: start }),
      })
      const items = page['Items'] as WireItem[]
      expect(items.length).to.be.at.most(Limit)
      found.push(...items)
      start = page['LastEvaluatedKey']
      if (start === undefined) return found
    }
  }

  compareQueries(): void {
    const pk = this.pick(partitions)
    const [one, two] = [this.random() * 20 - 4, this.random() * 20 - 4]
      .sort((a, b) => a - b)
      .map((each) => Math.round(each * 4) / 4) as [number, number]
    const forward = this.random() < 0.5
    const { text, holds, values } = this.pick([
      { text: '', holds: () => true, values: [] },
      { text: ' AND sk < :a', holds: (sk: number) => sk < one, values: [one] },
      { text: ' AND sk <= :a', holds: (sk: number) => sk <= one, values: [one] },
      { text: ' AND sk > :a', holds: (sk: number) => sk > one, values: [one] },
      { text: ' AND sk >= :a', holds: (sk: number) => sk >= one, values: [one] },
      { text: ' AND sk = :a', holds: (sk: number) => sk === one, values: [one] },
      {
        text: ' AND sk BETWEEN :a AND :b',
        holds: (sk: number) => sk >= one && sk <= two,
        values: [one, two],
      },
    ])
    const expected = this.rows.filter((row) => row.pk === pk && holds(row.sk)).sort((a, b) => a.sk - b.sk)
    const found = this.pages('Query', {
      KeyConditionExpression: `pk = :p${text}`,
      ExpressionAttributeValues: {
        ':p': { S: pk },
        ...Object.fromEntries(values.map((value, at) => [at === 0 ? ':a' : ':b', { N: String(value) }])),
      },
      ScanIndexForward: forward,
    })
    expect(found).to.deep.equal((forward ? expected : expected.reverse()).map(itemOf))
  }

  compareIndexes(): void {
    const [genre, country] = [this.pick(words.filter(Boolean)), this.pick(words.filter(Boolean))]
    const wide = this.pages('Query', {
      IndexName: 'wide',
      KeyConditionExpression: 'genre = :g AND country = :c',
      ExpressionAttributeValues: { ':g': { S: genre }, ':c': { S: country } },
    })
    const inWide = this.rows.filter(
      (row) => row.genre === genre && row.country === country && row.rank !== undefined,
    )
    sameItems(wide, inWide.map(itemOf))
    inOrder(wide.map((item) => item['rank']?.S ?? ''))
    const pk = this.pick(partitions)
    const ranked = this.pages('Query', {
      IndexName: 'byRank',
      KeyConditionExpression: 'pk = :p AND begins_with(#r, :r)',
      ExpressionAttributeNames: { '#r': 'rank' },
      ExpressionAttributeValues: { ':p': { S: pk }, ':r': { S: 'x' } },
    })
    const expected = this.rows.filter((row) => row.pk === pk && row.rank?.startsWith('x'))
    sameItems(
      ranked,
      expected.map((row) => ({ ...keyOf(row), rank: { S: row.rank ?? '' } })),
    )
    inOrder(ranked.map((item) => item['rank']?.S ?? ''))
  }

  compareScans(): void {
    const TotalSegments = Math.ceil(this.random() * 4)
    const parts = Array.from({ length: TotalSegments }, (_, Segment) =>
      this.pages('Scan', { Segment, TotalSegments }, 300),
    )
    sameItems(parts.flat(), this.rows.map(itemOf))
    sameItems(
      this.pages('Scan', { IndexName: 'wide' }, 300),
      this.rows.filter(({ genre, country, rank }) => genre && country && rank).map(itemOf),
    )
    const { Table } = this.engine.run('DescribeTable', { TableName }) as { Table: WireObject }
    expect(Table['ItemCount']).to.equal(this.rows.length)
  }
}

function keyOf({ pk, sk }: Row): WireItem {
  return { pk: { S: pk }, sk: { N: String(sk) } }
}

function itemOf(row: Row): WireItem {
  const { pk, sk, count, ...texts } = row
  return {
    ...keyOf(row),
    ...Object.fromEntries(Object.entries(texts).map(([name, S]) => [name, { S }])),
    ...(count !== undefined && { count: { N: String(count) } }),
  }
}

function sameItems(found: WireItem[], expected: WireItem[]): void {
  const text = (item: WireItem) => JSON.stringify(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
  expect(found.map(text).sort()).to.deep.equal(expected.map(text).sort())
}

function inOrder(texts: string[]): void {
  const sorted = [...texts].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
  expect(texts).to.deep.equal(sorted)
}

describe('the embedded engine and a naive model', () => {
  const seed = Number(process.env['FC_SEED'] ?? 20_120_810) || 1

  it('hold the same after random writes, in tables and indexes, on every page', () => {
    fc.assert(
      fc.property(fc.nat(), (own) => {
        const pair = new Pair(own)
        for (let step = 1; step <= 300; step += 1) {
          pair.write(60)
          if (step % 10 === 0) pair.compareQueries()
          if (step % 20 === 0) pair.compareIndexes()
          if (step % 50 === 0) pair.compareScans()
        }
      }),
      { seed, numRuns: Number(process.env['FC_RUNS'] ?? 20), endOnFailure: true },
    )
  })

  it('hold the same with 10,000 items, and after going back to a snapshot', function () {
    this.timeout(120_000)
    const pair = new Pair(seed)
    for (let n = 0; n < 10_000; n += 1) {
      const row = {
        pk: partitions[n % 5] ?? '',
        sk: (n * 7919) % 10_007,
        genre: words[n % 3] ?? '',
        country: 'x',
        rank: `x${n % 97}`,
      }
      pair.engine.run('PutItem', { TableName, Item: itemOf(row) })
      pair.rows.push(row)
    }
    const [snapshot, rows] = [pair.engine.context.database.snapshot(), pair.rows]
    for (let round = 0; round < 2; round += 1) {
      for (let step = 0; step < 100; step += 1) pair.write(40_000)
      for (let step = 0; step < 5; step += 1) pair.compareQueries()
      pair.compareIndexes()
      pair.compareScans()
      pair.engine.context.database.restore(snapshot)
      pair.rows = rows
    }
    pair.compareScans()
  })
})
