// Repositories within bounds: a service for several tenants, whose repositories a container makes for each request.
//
//   npm ci && node --import tsx examples/tenants.ts                 on the embedded engine
//   DYNTASTIC_HOST=http://127.0.0.1:8000 node --import tsx examples/tenants.ts      on that endpoint
import {
  attribute,
  Collection,
  CommandExecutor,
  DyntasticError,
  Entity,
  ItemNotFoundError,
  Repository,
  Table,
} from 'dyntastic'
import { startLocal } from 'dyntastic/testing'
import { integer, string } from 'superstruct'

const table = new Table({
  name: 'DyntasticExampleTenants',
  key: { partition: 'pk', sort: 'sk' },
  kind: 'kind',
})
const Project = new Entity({
  name: 'Project',
  table,
  attributes: { tenantId: string(), projectId: string(), title: string() },
  key: { partition: 'T#{tenantId}', sort: 'P#{projectId}' },
  unique: [['tenantId', 'title']],
})
const Invoice = new Entity({
  name: 'Invoice',
  table,
  attributes: { tenantId: string(), invoiceId: string(), total: attribute(integer(), { default: 0 }) },
  key: { partition: 'T#{tenantId}', sort: 'I#{invoiceId}' },
})

/** What lives as long as the program. */
class Database {
  readonly projects: Repository<typeof Project>
  readonly invoices: Repository<typeof Invoice>
  readonly everything: Collection<{ projects: typeof Project; invoices: typeof Invoice }>
  readonly executor: CommandExecutor

  constructor(executor: CommandExecutor) {
    this.executor = executor
    this.projects = new Repository(Project, executor)
    this.invoices = new Repository(Invoice, executor)
    this.everything = new Collection({ projects: Project, invoices: Invoice }, executor)
  }
}

/** What lives as long as a request: nothing in it can reach beyond the tenant. */
function requestScope(database: Database, { tenantId }: { readonly tenantId: string }) {
  const projects = database.projects.scoped({ tenantId })
  const invoices = database.invoices.scoped({ tenantId })
  const everything = database.everything.scoped({ tenantId })
  return { projects, invoices, everything, executor: database.executor }
}
type RequestScope = ReturnType<typeof requestScope>

/** A handler of requests: it knows nothing of tenants. */
async function bill({ projects, invoices, executor }: RequestScope, projectId: string, total: number) {
  const { title } = await projects.getOrThrow({ projectId })
  const invoiceId = `for ${title}`
  await executor.transaction([
    projects.check({ projectId }).if('title').eq(title),
    invoices.create({ invoiceId, total }),
  ])
  return invoices.getOrThrow({ invoiceId })
}

const local = process.env['DYNTASTIC_HOST'] ? undefined : await startLocal()
const database = new Database(new CommandExecutor(local ? { client: local.client } : {}))

try {
  await database.projects.createTable()
  const [red, blue] = [
    requestScope(database, { tenantId: 'red' }),
    requestScope(database, { tenantId: 'blue' }),
  ]
  await red.projects.create({ projectId: 'p1', title: 'Bridge' })
  await blue.projects.create({ projectId: 'p2', title: 'Bridge' })
  console.log('1. ', await bill(red, 'p1', 100))

  // What another tenant has is not there, whatever is done.
  const refused = await bill(blue, 'p1', 1).catch((error: unknown) => error)
  console.log('2. ', refused instanceof ItemNotFoundError, await blue.invoices.query())
  const page = await red.everything.query().limit(1).page()
  const stolen = await blue.everything
    .query()
    .limit(1)
    .after(page.cursor)
    .page()
    .catch((error: unknown) => error)
  console.log('3. ', stolen instanceof DyntasticError && stolen.code)

  // Everything of a tenant, in one request, and the tenant's end.
  const { projects, invoices } = await red.everything.query()
  console.log('4. ', projects.length, invoices.length)
  await red.invoices.deleteMany(invoices)
  for (const project of projects) await red.projects.delete(project)
  console.log(
    '5. ',
    (await database.projects.scan()).map(({ tenantId }) => tenantId),
  )
} finally {
  await database.projects.deleteTable()
  await local?.stop()
}
