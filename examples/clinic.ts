// A clinic: repositories by constructor, booking in a transaction, pages over HTTP, an import, and new attributes for
// stored items.
//
//   npm ci && node --import tsx examples/clinic.ts                 on the embedded engine
//   DYNTASTIC_HOST=http://127.0.0.1:8000 node --import tsx examples/clinic.ts      on that endpoint
import { strict as assert } from 'node:assert'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import {
  attribute,
  CommandExecutor,
  ConditionFailedError,
  DyntasticError,
  Entity,
  type InputOf,
  InvalidItemError,
  ItemExistsError,
  type ItemOf,
  type KeyOf,
  Repository,
  TransactionCancelledError,
  ValidationError,
} from 'dyntastic'
import { Recorder, startLocal } from 'dyntastic/testing'
import { array, boolean, coerce, date, enums, integer, nonempty, object, optional, string } from 'superstruct'

// JSON has no dates: bodies of requests contain them as ISO strings.
const time = coerce(date(), string(), (text) => new Date(text))

const patient = {
  patientId: string(),
  name: nonempty(string()),
  bornOn: attribute(time, { as: 'isoDay' }),
  visits: attribute(integer(), { default: 0 }),
  revision: integer(),
}
const Patient = new Entity({
  name: 'Patient',
  table: 'DyntasticExamplePatients',
  attributes: patient,
  key: { partition: 'patientId' },
  version: 'revision',
})

// The key is the slot: creating a second appointment for it fails.
const Appointment = new Entity({
  name: 'Appointment',
  table: 'DyntasticExampleAppointments',
  attributes: { doctorId: string(), startsAt: time, patientId: string(), note: optional(string()) },
  key: { partition: 'doctorId', sort: 'startsAt' },
  indexes: { byPatient: { partition: 'patientId', sort: 'startsAt' } },
})

const Invoice = new Entity({
  name: 'Invoice',
  table: 'DyntasticExampleInvoices',
  attributes: {
    patientId: string(),
    invoiceId: attribute(string(), { default: () => crypto.randomUUID() }),
    status: attribute(enums(['open', 'paid']), { default: 'open' }),
    lines: array(object({ text: string(), cents: integer() })),
  },
  key: { partition: 'patientId', sort: 'invoiceId' },
})

type Booking = InputOf<typeof Appointment>

class Appointments extends Repository<typeof Appointment> {
  constructor(executor: CommandExecutor) {
    super(Appointment, executor)
  }

  /** The appointments of a patient, the latest first. */
  of(patientId: string) {
    return this.query().where('patientId').eq(patientId).descending()
  }
}

/** Gets its executor from outside: the program passes one with a client, a unit test a Recorder. */
class Clinic {
  readonly patients: Repository<typeof Patient>
  readonly appointments: Appointments
  readonly invoices: Repository<typeof Invoice>

  constructor(readonly executor: CommandExecutor) {
    this.patients = new Repository(Patient, executor)
    this.appointments = new Appointments(executor)
    this.invoices = new Repository(Invoice, executor)
  }

  /** Books a slot that is free, for a patient that exists. */
  async book(booking: Booking): Promise<ItemOf<typeof Appointment> | 'slot taken' | 'no such patient'> {
    try {
      const [appointment] = await this.executor.transaction([
        this.appointments.create(booking),
        this.patients.check(booking.patientId).if('patientId').exists(),
      ])
      return appointment
    } catch (error) {
      if (!(error instanceof TransactionCancelledError)) throw error
      const [slot, who] = error.reasons
      if (slot?.error instanceof ItemExistsError) return 'slot taken'
      if (who?.error instanceof ConditionFailedError) return 'no such patient'
      throw error
    }
  }

  /** Counts a visit and writes its invoice: both, or neither. */
  bill(patientId: string, cents: number) {
    return this.executor.transaction(async () => {
      await this.patients.update(patientId).add('visits', 1)
      return await this.invoices.create({ patientId, lines: [{ text: 'visit', cents }] })
    })
  }

  /** Resolves to `undefined` if the invoice is not open: it is never paid twice. */
  pay(invoice: KeyOf<typeof Invoice>) {
    return this.invoices.update(invoice).set('status', 'paid').if('status').eq('open').orSkip()
  }
}

/** `GET /patients/p1/appointments?limit=4&cursor=…` and `POST /appointments` */
async function handle(clinic: Clinic, request: IncomingMessage): Promise<{ status: number; body: unknown }> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
  if (request.method === 'POST') {
    // All of it is checked before anything is sent, names included.
    const booked = await clinic.book((await bodyOf(request)) as Booking)
    return typeof booked === 'string'
      ? { status: 409, body: { error: booked } }
      : { status: 201, body: booked }
  }
  const patientId = pathname.split('/')[2] ?? ''
  const limit = Math.min(Math.max(Number.parseInt(searchParams.get('limit') ?? '', 10) || 20, 1), 100)
  await clinic.patients.getOrThrow(patientId)
  const page = clinic.appointments
    .of(patientId)
    .limit(limit)
    .after(searchParams.get('cursor') || undefined)
  const { items, cursor } = await page.page()
  return { status: 200, body: { items, cursor } }
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part)
  return JSON.parse(Buffer.concat(parts).toString())
}

const statuses: Readonly<Record<string, number>> = {
  VALIDATION: 400,
  INVALID_KEY: 400,
  INVALID_CURSOR: 400,
  ITEM_NOT_FOUND: 404,
  THROTTLED: 503,
}

async function reply(clinic: Clinic, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { status, body } = await handle(clinic, request).catch((error: unknown) => {
    if (error instanceof SyntaxError) return { status: 400, body: { error: 'not JSON' } }
    if (!(error instanceof DyntasticError)) return { status: 500, body: { error: 'INTERNAL' } }
    const failures = error instanceof ValidationError ? error.failures : undefined
    return { status: statuses[error.code] ?? 500, body: { error: error.code, failures } }
  })
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

/** A unit test: the recorder sends nothing, so this checks the request alone. */
async function testBooking(): Promise<void> {
  const recorder = new Recorder()
  const startsAt = new Date('2027-01-04T09:00:00Z')
  await new Clinic(recorder).book({ doctorId: 'd1', startsAt, patientId: 'p1' })
  const [put, check] = recorder.inputs('TransactWriteItems')[0]?.TransactItems ?? []
  assert.match(put?.Put?.ConditionExpression ?? '', /attribute_not_exists/)
  assert.match(check?.ConditionCheck?.ConditionExpression ?? '', /attribute_exists/)
}

const local = process.env['DYNTASTIC_HOST'] ? undefined : await startLocal()
const executor = new CommandExecutor({
  ...(local ? { client: local.client } : {}),
  secret: { key: randomBytes(32), encrypt: true },
})
const clinic = new Clinic(executor)
const server = createServer((request, response) => void reply(clinic, request, response))
const tables = [clinic.patients, clinic.appointments, clinic.invoices]
try {
  await testBooking()
  await Promise.all(tables.map((repository) => repository.createTable()))

  // An import: a version needs a condition, which batches do not support, so it says that it overwrites.
  const report = await clinic.patients.saveMany(records(), {
    overwrite: true,
    onProgress: ({ done }) => process.stdout.write(`${done} … `),
  })
  console.log(`${report.written} patients imported in ${report.requests} requests`)

  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  const base = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  for (let hour = 9; hour < 15; hour++) await post({ doctorId: 'd1', startsAt: at(hour), patientId: 'p1' })
  assert.equal(await post({ doctorId: 'd1', startsAt: at(9), patientId: 'p2' }), 409)
  assert.equal(await post({ doctorId: 'd1', startsAt: at(20), patientId: 'nobody' }), 409)
  assert.equal(await post({ doctorId: 'd1', startsAt: 'soon', patientId: 'p1', room: 7 }), 400)

  const seen: string[] = []
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    const response = await fetch(`${base}/patients/p1/appointments?limit=4&cursor=${cursor}`)
    const page = (await response.json()) as { items: { startsAt: string }[]; cursor?: string }
    seen.push(...page.items.map(({ startsAt }) => startsAt))
    cursor = page.cursor
  }
  console.log('appointments of p1, the latest first:', seen.map((text) => text.slice(11, 16)).join(' '))
  assert.deepEqual(seen, [14, 13, 12, 11, 10, 9].map(at))
  assert.equal((await fetch(`${base}/patients/p1/appointments?cursor=forged`)).status, 400)
  assert.equal((await fetch(`${base}/patients/nobody/appointments`)).status, 404)

  const invoice = await clinic.bill('p1', 5_000)
  console.log('paid:', (await clinic.pay(invoice))?.status, '| paid again:', await clinic.pay(invoice))
  await clinic.bill('nobody', 5_000).catch((error) => console.log('refused:', error.code))

  // The entity changes, and stored items do not: one new attribute has a default, the other one needs a repair.
  const Later = new Entity({
    name: 'Patient',
    table: 'DyntasticExamplePatients',
    attributes: { ...patient, insured: attribute(boolean(), { default: true }), doctorId: string() },
    key: { partition: 'patientId' },
    version: 'revision',
  })
  const later = new Repository(Later, executor)
  await assert.rejects(async () => later.get('p1'), InvalidItemError)
  const repaired = later.scan().onInvalid((stored) => Later.decode({ ...stored, doctorId: { S: 'd1' } }))
  for await (const item of repaired) await later.save(item)
  console.log('after the change:', await later.get('p1'))

  async function post(booking: object): Promise<number> {
    const response = await fetch(`${base}/appointments`, { method: 'POST', body: JSON.stringify(booking) })
    if (response.status >= 400) console.log(response.status, await response.text())
    return response.status
  }
} finally {
  server.close()
  server.closeAllConnections()
  if (local) await local.stop()
  else await Promise.all(tables.map((repository) => repository.deleteTable()))
  executor.destroy()
}

function* records(): Generator<InputOf<typeof Patient>> {
  for (let n = 1; n <= 60; n++)
    yield { patientId: `p${n}`, name: `Patient ${n}`, bornOn: new Date('1980-02-03') }
}

function at(hour: number): string {
  return new Date(Date.UTC(2027, 0, 4, hour)).toISOString()
}
