// Operations through the wrong entity of a table: an item of another kind is neither read nor changed by any of them.
import { expect } from 'chai'
import {
  CommandExecutor,
  type DyntasticError,
  Entity,
  ItemExistsError,
  ItemNotFoundError,
  Repository,
  Table,
  TransactionCancelledError,
  UnsupportedOperationError,
} from 'dyntastic'
import { integer, optional, string } from 'superstruct'
import { rawScan, withEngine } from '../support/engine.js'
import { rejection } from '../support/rejection.js'

const theirs = { id: '1', n: 1 }
const ours = { id: '1', n: 2 }

function reportsAndDrafts(name: string, executor: CommandExecutor) {
  const table = new Table({
    name,
    key: { partition: 'pk', sort: 'sk' },
    indexes: { gsi1: { partition: 'gsi1pk', sort: 'gsi1sk' } },
  })
  const shared = {
    table,
    attributes: { id: string(), n: integer(), note: optional(string()) },
    key: { partition: 'P#{id}', sort: 'A#{n:3}' },
    indexes: { byNote: { index: 'gsi1', partition: 'NOTE#{note}', sort: '{n:3}' } },
  } as const
  const Report = new Entity({ name: 'Report', ...shared })
  const Draft = new Entity({ name: 'Draft', ...shared })
  return { reports: new Repository(Report, executor), drafts: new Repository(Draft, executor) }
}
type Drafts = ReturnType<typeof reportsAndDrafts>['drafts']

const executorOf = ({ executor }: Drafts): CommandExecutor => executor as CommandExecutor

/** What each operation on the key of a report resolves to, run on the repository of drafts. */
const harmless: Readonly<Record<string, readonly [(drafts: Drafts) => PromiseLike<unknown>, unknown]>> = {
  get: [(drafts) => drafts.get(theirs), undefined],
  'get of a part': [(drafts) => drafts.get(theirs).select('note'), undefined],
  getMany: [(drafts) => drafts.getMany([theirs]), []],
  batchGet: [(drafts) => executorOf(drafts).batchGet([drafts.get(theirs)]), [undefined]],
  transactionGet: [(drafts) => executorOf(drafts).transactionGet([drafts.get(theirs)]), [undefined]],
  delete: [(drafts) => drafts.delete(theirs), undefined],
  query: [(drafts) => drafts.query().where('id').eq('1'), [ours]],
  'query of an index': [(drafts) => drafts.query().where('note').eq('x'), []],
  first: [(drafts) => drafts.query().where('id').eq('1').first(), ours],
  'count of a query': [(drafts) => drafts.query().where('id').eq('1').count(), 1],
  'count of an index': [(drafts) => drafts.query().where('note').eq('x').count(), 0],
  'a limit': [(drafts) => drafts.query().where('id').eq('1').limit(1), [ours]],
  scan: [(drafts) => drafts.scan(), [ours]],
  'count of a scan': [(drafts) => drafts.scan().count(), 1],
}

type Refusal = { readonly code: string; readonly prototype: DyntasticError }

/** The error of each operation that cannot be done. */
const refused: Readonly<Record<string, readonly [(drafts: Drafts) => PromiseLike<unknown>, Refusal]>> = {
  getOrThrow: [(drafts) => drafts.getOrThrow(theirs), ItemNotFoundError],
  update: [(drafts) => drafts.update(theirs).set('note', 'mine'), ItemNotFoundError],
  patch: [(drafts) => drafts.update(theirs).patch({ note: 'mine' }), ItemNotFoundError],
  remove: [(drafts) => drafts.update(theirs).remove('note'), ItemNotFoundError],
  upsert: [(drafts) => drafts.update(theirs).set('note', 'mine').upsert({}), ItemExistsError],
  save: [(drafts) => drafts.save(theirs), ItemExistsError],
  create: [(drafts) => drafts.create(theirs), ItemExistsError],
  'move away': [(drafts) => drafts.move(theirs, { n: 9 }), ItemNotFoundError],
  'move onto it': [(drafts) => drafts.move(ours, { n: 1 }), ItemExistsError],
  saveMany: [(drafts) => drafts.saveMany([theirs]), UnsupportedOperationError],
  deleteMany: [(drafts) => drafts.deleteMany([theirs]), UnsupportedOperationError],
  'update in a transaction': [
    (drafts) => executorOf(drafts).transaction([drafts.update(theirs).set('note', 'mine')]),
    TransactionCancelledError,
  ],
  'save in a transaction': [
    (drafts) => executorOf(drafts).transaction([drafts.save(theirs)]),
    TransactionCancelledError,
  ],
  'delete in a transaction': [
    (drafts) => executorOf(drafts).transaction([drafts.delete(theirs)]),
    TransactionCancelledError,
  ],
  'update in a scope': [
    (drafts) =>
      executorOf(drafts).transaction(async () => {
        await drafts.update(theirs).set('note', 'mine')
      }),
    TransactionCancelledError,
  ],
}

describe('an operation through the wrong entity', () => {
  const engine = withEngine()
  let drafts: Drafts
  let before: unknown

  async function stored(): Promise<unknown> {
    return rawScan(engine.client, drafts.entity.table.name)
  }

  beforeEach(async () => {
    const executor = new CommandExecutor({ client: engine.client })
    const made = reportsAndDrafts(engine.name('kinds'), executor)
    await made.reports.save({ ...theirs, note: 'x' })
    await made.drafts.save(ours)
    drafts = made.drafts
    before = await stored()
    expect(before).length(2)
  })

  for (const [what, [run, expected]] of Object.entries(harmless))
    it(`does not find the item: ${what}`, async () => {
      expect(await run(drafts)).deep.equal(expected)
      expect(await stored()).deep.equal(before)
    })

  for (const [what, [run, refusal]] of Object.entries(refused))
    it(`is refused by name, and writes nothing: ${what}`, async () => {
      const error = await rejection(run(drafts), refusal as never)
      expect(error).property('outcome', 'nothing written')
      expect(await stored()).deep.equal(before)
    })
})
