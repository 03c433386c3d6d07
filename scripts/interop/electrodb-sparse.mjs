// Items that lack attributes of an index key, in ElectroDB and dyntastic on one table: which keys they have, and that
// both find them.
import { CommandExecutor, Entity, Repository, Table } from 'dyntastic'
import { Entity as ElectroEntity } from 'electrodb'
import { optional, string } from 'superstruct'
import { bothWays, createTable } from './both-ways.mjs'

/** Compares the two. */
export async function checkSparseKeys(client, report) {
  for (const name of ['interop-one', 'interop-two']) await createTable(client, name, { indexes: 3 })
  const sides = (table) => ({ theirs: theirEntity(client, table), ours: ourRepository(client, table) })
  await bothWays(client, report, { sides, items, reads, changes })
  await checkHalves(report, sides('interop-one'))
}

function theirEntity(client, table) {
  const optional = { type: 'string' }
  return new ElectroEntity(
    {
      model: { entity: 'Job', version: '1', service: 'ShopFloor' },
      attributes: {
        jobId: { type: 'string', required: true },
        owner: optional,
        due: optional,
        hall: optional,
        row: optional,
        seat: optional,
      },
      indexes: {
        primary: { pk: { field: 'pk', composite: ['jobId'] }, sk: { field: 'sk', composite: [] } },
        byOwner: {
          index: 'gsi1',
          pk: { field: 'gsi1pk', composite: ['owner'] },
          sk: { field: 'gsi1sk', composite: ['due'] },
        },
        byJob: {
          index: 'gsi2',
          type: 'clustered',
          collection: 'work',
          pk: { field: 'gsi2pk', composite: ['owner'], casing: 'none' },
          sk: { field: 'gsi2sk', composite: ['jobId'] },
        },
        byHall: {
          index: 'gsi3',
          pk: { field: 'gsi3pk', composite: ['hall'] },
          sk: { field: 'gsi3sk', composite: ['row', 'seat'] },
        },
      },
    },
    { client, table },
  )
}

function ourRepository(client, name) {
  const table = new Table({
    name,
    key: { partition: 'pk', sort: 'sk' },
    indexes: {
      gsi1: { partition: 'gsi1pk', sort: 'gsi1sk' },
      gsi2: { partition: 'gsi2pk', sort: 'gsi2sk' },
      gsi3: { partition: 'gsi3pk', sort: 'gsi3sk' },
    },
    kind: '__edb_e__',
    separators: 'keep',
  })
  const text = optional(string())
  const Job = new Entity({
    name: 'Job',
    table,
    constants: { __edb_v__: '1' },
    attributes: { jobId: string(), owner: text, due: text, hall: text, row: text, seat: text },
    key: { partition: '$shopfloor#jobid_{jobId:lower}', sort: '$job_1' },
    indexes: {
      byOwner: {
        index: 'gsi1',
        partition: '$shopfloor#owner_{owner:lower}',
        sort: '$job_1#due_{due:lower}',
        partial: true,
      },
      byJob: {
        index: 'gsi2',
        partition: '$ShopFloor#owner_{owner}',
        sort: '$work#jobid_{jobId:lower}#job_1',
        partial: true,
      },
      byHall: {
        index: 'gsi3',
        partition: '$shopfloor#hall_{hall:lower}',
        sort: '$job_1#row_{row:lower}#seat_{seat:lower}',
        partial: true,
      },
    },
  })
  return new Repository(Job, new CommandExecutor({ client }))
}

const jobs = {
  'a job with all': { jobId: 'J1', owner: 'Ann', due: '2026-01', hall: 'H', row: 'R', seat: 'S' },
  'a job without a due date': { jobId: 'J2', owner: 'Ann' },
  'a job without an owner': { jobId: 'J3', due: '2026-02', hall: 'H' },
  'a job without any': { jobId: 'J4' },
  'a job with an empty due date': { jobId: 'J5', owner: 'Ann', due: '' },
  'a job in a row': { jobId: 'J6', row: 'R', seat: 'S' },
}

const items = Object.fromEntries(
  Object.entries(jobs).map(([what, job]) => [
    what,
    { theirs: (entity) => entity.put(job).go(), ours: (repository) => repository.save(job) },
  ]),
)

const sorted = (found) => found.map((job) => JSON.stringify(Object.entries(job).sort())).sort()
const listed = (theirs, ours) => ({
  theirs: async (entity) => sorted((await theirs(entity.query).go({ pages: 'all' })).data),
  ours: async (repository) => sorted(await ours(repository.query())),
})

const reads = {
  'the jobs of an owner': listed(
    (query) => query.byOwner({ owner: 'Ann' }),
    (query) => query.where('owner').eq('Ann').index('byOwner'),
  ),
  'the jobs of an owner that are due': listed(
    (query) => query.byOwner({ owner: 'Ann', due: '2026-01' }),
    (query) => query.where('owner').eq('Ann').where('due').eq('2026-01').index('byOwner'),
  ),
  'the jobs of an owner from a month on': listed(
    (query) => query.byOwner({ owner: 'Ann' }).gte({ due: '2026-01' }),
    (query) => query.where('owner').eq('Ann').where('due').gte('2026-01').index('byOwner'),
  ),
  'the jobs of an owner by their IDs': listed(
    (query) => query.byJob({ owner: 'Ann' }),
    (query) => query.where('owner').eq('Ann').index('byJob'),
  ),
  'the jobs in a hall': listed(
    (query) => query.byHall({ hall: 'H' }),
    (query) => query.where('hall').eq('H').index('byHall'),
  ),
}

// ElectroDB updates one side of a key at a time. What it puts in place of an item is what an update leaves here.
const put = (job) => (entity) => entity.put(job).go()
const changes = {
  'a due date that is removed': {
    theirs: put({ jobId: 'J1', owner: 'Ann', hall: 'H', row: 'R', seat: 'S' }),
    ours: (repository) => repository.update('J1').remove('due'),
  },
  'a due date that is set': {
    theirs: put({ jobId: 'J2', owner: 'Ann', due: '2026-03' }),
    ours: (repository) => repository.update('J2').set('due', '2026-03'),
  },
  'an owner that is set': {
    theirs: put({ jobId: 'J3', owner: 'Ann', due: '2026-02', hall: 'H' }),
    ours: (repository) => repository.update('J3').patch({ owner: 'Ann' }),
  },
  'the whole key that is set': {
    theirs: (entity) => entity.patch({ jobId: 'J4' }).set({ owner: 'Bob', due: 'x' }).go(),
    ours: (repository) => repository.update('J4').set('owner', 'Bob').set('due', 'x'),
  },
  'an upsert': {
    theirs: (entity) => entity.upsert({ jobId: 'J7', owner: 'Ann' }).go(),
    ours: (repository) => repository.update('J7').set('owner', 'Ann').upsert({}),
  },
}

// Where only some attributes of a side are there, ElectroDB writes no item; those of dyntastic it finds.
async function checkHalves(report, { theirs, ours }) {
  await ours.save({ jobId: 'J8', hall: 'I', row: 'R' })
  for (const keys of [{ hall: 'I' }, { hall: 'I', row: 'R' }]) {
    const { data } = await theirs.query.byHall(keys).go()
    report.same(`a job without a seat by ${Object.keys(keys)}`, data, [{ jobId: 'J8', hall: 'I', row: 'R' }])
  }
}
