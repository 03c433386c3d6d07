// The programs whose type-checking is measured: entities in the manner of a shop's, each with every operation of today.

const imports = `import { and, attribute, CommandExecutor, Entity, not, or, Repository, Table } from './lib/index.js'
import type { InputOf, ItemOf, KeyOf } from './lib/index.js'
import { array, boolean, date, enums, integer, lazy, number, object, optional, record, set, string } from 'superstruct'
import type { Struct } from 'superstruct'
export const touched = [and, attribute, CommandExecutor, Entity, not, or, Repository, Table]
export const structs = [array, boolean, date, enums, integer, lazy, number, object, optional, record, set, string]
`

/** What names these programs: a scenario of the type cost. */
export type Program =
  | 'imports'
  | 'entities'
  | 'thirty'
  | 'templates'
  | 'dense'
  | 'wide'
  | 'recursive'
  | 'queries5'
  | 'queries200'
  | 'updates5'
  | 'updates200'
  | 'lists5'

/** How many entities a program has, by which its budget is divided. */
export const entityCounts: Readonly<Record<Program, number>> = {
  imports: 0,
  entities: 10,
  thirty: 30,
  templates: 30,
  dense: 10,
  wide: 1,
  recursive: 1,
  queries5: 1,
  queries200: 1,
  updates5: 1,
  updates200: 1,
  lists5: 1,
}

/** The text of a program. It finds the library's declarations at `./lib/index.js`. */
export function programText(program: Program): string {
  const entities = Array.from({ length: entityCounts[program] }, (_, index) => index)
  if (program === 'wide') return imports + wide
  if (program === 'recursive') return imports + recursive
  if (program === 'templates')
    return [imports, declaredTable, ...entities.map((index) => templateEntity(index))].join('\n')
  const chained = chains[program]
  if (chained !== undefined) return imports + sized(chained.attributes) + chained.calls
  const calls = program === 'dense' ? denseCalls : everyCall
  return [imports, ...entities.map((index) => entity(index) + calls(index))].join('\n')
}

// The Order of the README, in ten shades: names, states, and which attributes there are differ.
function entity(index: number): string {
  const shade = index % 4
  const states = ['open', 'paid', 'shipped'].map((state) => `'${state}${index}'`).join(', ')
  const extra = {
    0: '',
    1: '    counts: record(string(), integer()),\n',
    2: `    first${index}: optional(string()),\n    second${index}: boolean(),\n`,
    3: '',
  }[shade]
  const composite = index % 3 !== 2
  return `
const table${index} = new Table({ name: 'table${index}', region: 'eu-west-1' })
export const Order${index} = new Entity({
  name: 'Order${index}',
  table: table${index},
  attributes: {
    customer${index}: string(),
    order${index}: attribute(string(), { default: () => crypto.randomUUID() }),
    status: attribute(enums([${states}]), { default: 'open${index}' }),
    total: number(),
    placedAt: date(),
    lines: array(object({ sku${index}: string(), quantity: integer() })),
    address: optional(object({ city: string(), zip${index}: string() })),
${shade === 3 ? '' : '    tags: optional(set(string())),\n'}    note: attribute(optional(string()), { name: 'n' }),
${extra}    revision: integer(),
    createdAt: date(),
    updatedAt: date(),
${shade === 3 ? '' : "    expiresAt: attribute(optional(date()), { as: 'epochSeconds' }),\n"}  },
  key: { partition: 'customer${index}'${composite ? `, sort: 'order${index}'` : ''} },
  indexes: {
    byStatus: { partition: 'status', sort: 'placedAt' },
${composite ? `    byTotal: { local: true, sort: 'total', projection: 'keys' },\n` : ''}    byCity: { name: 'city', partition: 'status', sort: 'total', projection: ['lines'] },
    byDay: { partition: ['status', 'customer${index}'], sort: ['placedAt', 'total'] },
  },
  version: 'revision',
  timestamps: { created: 'createdAt', updated: 'updatedAt' },
${shade === 3 ? '' : `  ttl: 'expiresAt',\n`}})
`
}

const declaredTable = `
const oneTable = new Table({
  name: 'shop',
  key: { partition: 'pk', sort: 'sk' },
  indexes: {
    gsi1: { partition: 'gsi1pk', sort: 'gsi1sk' },
    gsi2: { partition: 'gsi2pk', sort: 'gsi2sk', projection: 'keys' },
    lsi1: { local: true, sort: 'lsi1sk' },
  },
})
`

// Kinds of one table, each with ten calls.
function templateEntity(index: number): string {
  const key = `{ customer${index}: 'c', placedAt: new Date(), order${index}: 'o' }`
  return `
export const Order${index} = new Entity({
  name: 'Order${index}',
  table: oneTable,
  attributes: {
    customer${index}: string(),
    order${index}: string(),
    placedAt: date(),
    status: attribute(enums(['open${index}', 'paid', 'shipped']), { default: 'open${index}' }),
    total: number(),
    lines: array(object({ sku${index}: string(), quantity: integer() })),
    shipBy: optional(date()),
    note: attribute(optional(string()), { name: 'n' }),
  },
  key: { partition: 'CUSTOMER#{customer${index}}', sort: 'ORDER${index}#{placedAt}#{order${index}}' },
  indexes: {
    byStatus: { index: 'gsi1', partition: 'STATUS${index}#{status}', sort: '{placedAt}#{order${index}}' },
    byShipDay: { index: 'gsi2', partition: 'SHIP${index}#{shipBy:day}', sort: '{order${index}}', when: (item) => item.total > 0, attributes: ['total'] },
    byTotal: { index: 'lsi1', sort: '{total:8.2}' },
  },
})
export async function calls${index}(executor: CommandExecutor, input: InputOf<typeof Order${index}>) {
  const orders = new Repository(Order${index}, executor)
  const saved = await orders.save(input)
  const created = await orders.create(input)
  const got = await orders.get(${key})
  const part = await orders.get(${key}).select('total', 'lines[0].sku${index}')
  const fresh = await orders.refresh(saved)
  await orders.delete(fresh)
  const gone = await orders.delete(${key}).if('total').gt(17).returning('old')
  const open = await orders.query().where('status').eq('open${index}')
  await orders.saveMany([input])
  const many = await orders.getMany([${key}])
  const numbers: (number | undefined)[] = [created.total, part?.total, gone?.total, many[0]?.lines[0]?.quantity]
  const texts: (string | undefined)[] = [got?.note, open[0]?.status]
  return { numbers, texts, key: saved satisfies KeyOf<typeof Order${index}> }
}
`
}

// Every operation of today as the guide shows it, and the clauses of each.
function everyCall(index: number): string {
  const key = index % 3 !== 2 ? `{ customer${index}: 'c', order${index}: 'o' }` : `'c'`
  return `
export type OrderItem${index} = ItemOf<typeof Order${index}>

export async function calls${index}(executor: CommandExecutor, input: InputOf<typeof Order${index}>, signal: AbortSignal) {
  const orders = new Repository(Order${index}, executor)
  const parsed: OrderItem${index} = Order${index}.parse(input)
  const saved = await orders.save(parsed)
  const created = await orders.create(input).orSkip()
  const got = await orders.get(${key})
  const part = await orders.get(${key}).consistent().select('total', 'lines[0].sku${index}')
  const sure = await orders.getOrThrow(${key}).onInvalid('throw')
  const fresh = await orders.refresh(sure).execute({ signal })
  await orders.delete(${key})
  const gone = await orders
    .delete(fresh)
    .if('total').gt(17)
    .if((attr) => or(attr.status.eq('open${index}'), not(attr.note.exists())))
    .returning('old')
  const command = orders.delete(${key}).toCommand()
  const raw = await orders.get(${key}).raw()
  await orders.createTable()
  const exists: boolean = await orders.tableExists()
  await orders.deleteTable()
  const text: string | undefined = part?.lines[0]?.sku${index} ?? got?.note ?? gone?.address?.city
  return { text, total: created?.total, command, raw, exists, key: saved satisfies KeyOf<typeof Order${index}> }
}
`
}

// Twenty-six statements: clauses in all their forms, and several of each.
function denseCalls(index: number): string {
  const extra = { 0: '', 1: '    counts: { a: 1 },\n', 2: `    second${index}: true,\n`, 3: '' }[index % 4]
  const composite = index % 3 !== 2
  const key = composite ? `{ customer${index}: 'c', order${index}: 'o' }` : `'c'`
  return `
export type OrderItem${index} = ItemOf<typeof Order${index}>
export type OrderInput${index} = InputOf<typeof Order${index}>
export type OrderKey${index} = KeyOf<typeof Order${index}>

export async function calls${index}(executor: CommandExecutor, input: OrderInput${index}, signal: AbortSignal) {
  const orders = new Repository(Order${index}, executor)
  const open = Order${index}.condition((attr) => attr.status.eq('open${index}'))
  const parsed: OrderItem${index} = Order${index}.parse(input)
  const stored = Order${index}.encode(parsed)
  const decoded = Order${index}.decode(stored)
  const saved = await orders.save(decoded).if('total').lt(10).if(open)
  const skipped = await orders.save(input).if((attr) => attr.total.between(1, 2)).orSkip()
  const replaced = await orders.save(saved).returning('old')
  const created = await orders.create({
    customer${index}: 'c',
    total: 5,
    placedAt: new Date(),
    lines: [{ sku${index}: 's', quantity: 1 }],
${extra}  })
  const got = await orders.get(${key})
  const part = await orders.get(${key}).consistent().select('total', 'lines[0].sku${index}', 'address.zip${index}')
  const lenient = await orders.get(${key}).onInvalid('skip').execute({ signal })
  const sure = await orders.getOrThrow(${key})
  const fresh = await orders.refresh(sure)
  await orders.delete(${key})
  await orders.delete(fresh).if('status').in(['open${index}', 'paid${index}']).if('lines').exists()
  const gone = await orders
    .delete(${key})
    .if('address.city').beginsWith('P')
    .if('lines').size().gt(1)
    .if((attr) => or(attr.total.gt(17), not(attr.note.exists()), and(attr.lines[0].quantity.eq(1), attr.address.zip${index}.lt('3'))))
    .orSkip()
    .returning('old')
  const command = orders.get(${key}).toCommand()
  const raw = await orders.save(sure).raw({ signal })
  await orders.createTable({ wait: false })
  const exists: boolean = await orders.tableExists()
  await orders.deleteTable()
  const texts: (string | undefined)[] = [got?.status, part?.lines[0]?.sku${index}, lenient?.note, gone?.address?.city]
  const numbers: (number | undefined)[] = [skipped?.total, replaced?.revision, created.lines[0]?.quantity, part?.total]
  return { texts, numbers, exists, command, raw, key: { customer${index}: sure.customer${index} }, table: orders.toCreateTableInput() }
}
`
}

const wide = `
export const Wide = new Entity({
  name: 'Wide',
  table: 'wide',
  attributes: {
    id: string(),
${Array.from({ length: 199 }, (_, index) => `    attribute${index}: ${['string()', 'optional(number())', 'date()', 'object({ a: string(), b: optional(integer()) })'][index % 4]},\n`).join('')}  },
  key: { partition: 'id' },
  indexes: { byFirst: { partition: 'attribute0' } },
})
export async function calls(wides: Repository<typeof Wide>, input: InputOf<typeof Wide>) {
  const saved = await wides.save(input).if('attribute0').eq('a').if((attr) => attr.attribute3.a.eq('b'))
  const part = await wides.get('a').select('attribute2', 'attribute7.a')
  const item: ItemOf<typeof Wide> | undefined = await wides.get('a')
  await wides.delete(saved).if('attribute4').beginsWith('x')
  const numbers: (number | undefined)[] = [item?.attribute1, saved.attribute5]
  return { numbers, text: part?.attribute7.a, date: part?.attribute2 }
}
`

const recursive = `
interface Part {
  name: string
  weight: number
  parts: Part[]
  made?: { by: Part | undefined }
}
const PartStruct: Struct<Part> = object({
  name: string(),
  weight: number(),
  parts: array(lazy(() => PartStruct)),
  made: optional(object({ by: optional(lazy(() => PartStruct)) })),
}) as unknown as Struct<Part>
export const Machine = new Entity({
  name: 'Machine',
  table: 'machines',
  attributes: { id: string(), whole: PartStruct, spare: optional(array(PartStruct)) },
  key: { partition: 'id' },
})
export async function calls(machines: Repository<typeof Machine>, input: InputOf<typeof Machine>) {
  const saved = await machines
    .save(input)
    .if('whole.parts[0].parts[1].name').eq('screw')
    .if((attr) => or(attr.whole.parts[0].parts[0].parts[0].weight.gt(1), attr.spare[0].made.by.name.exists()))
  const part = await machines.get('m').select('whole.parts[0].parts[0].name', 'spare[1].made.by.weight')
  await machines.delete(saved).if('spare').size().gt(2)
  const name: string | undefined = part?.whole.parts[0]?.parts[0]?.name
  return name
}
`

// An entity with this number of attributes, in the kinds that the chains below use.
function sized(attributes: number): string {
  const more = ['string()', 'optional(number())', 'date()', 'object({ a: string(), b: optional(integer()) })']
  const others = Array.from(
    { length: attributes - 5 },
    (_, index) => `    attribute${index}: ${more[index % 4]},\n`,
  )
  return `
export const Sized = new Entity({
  name: 'Sized',
  table: 'sized',
  attributes: {
    id: string(),
    part: string(),
    total: number(),
    tags: optional(set(string())),
    lines: array(object({ sku: string(), quantity: integer() })),
${others.join('')}  },
  key: { partition: 'id', sort: 'part' },
  indexes: { byTotal: { partition: 'part', sort: 'total' } },
})
`
}

const queryChains = `
export async function calls(sizeds: Repository<typeof Sized>, signal: AbortSignal) {
  const one = await sizeds.query().where('id').eq('a').limit(10)
  const two = await sizeds.query().where('id').eq('a').where('part').beginsWith('b').descending().limit(5).select('total', 'lines[0].sku')
  const three = sizeds
    .query()
    .where('id').eq('a')
    .where('part').between('b', 'c')
    .where('total').gt(5)
    .where('tags').contains('x')
    .where((attr) => or(attr.total.lt(100), attr.lines[0].quantity.gte(2), not(attr.tags.exists())))
    .pageSize(100)
    .consistent()
  for await (const item of three) item.lines[0]?.sku.toUpperCase()
  const { items, cursor } = await three.after(undefined).page({ signal })
  const four = await sizeds.query().index('byTotal').where('part').eq('b').where('total').gte(4).where('lines').size().gt(1).full()
  const five = await sizeds.scan().where('total').in([1, 2, 3]).segments(4).select('id', 'tags')
  const numbers: (number | undefined)[] = [one[0]?.total, items[0]?.total, four[0]?.lines[0]?.quantity, two[0]?.total]
  const texts: (string | undefined)[] = [two[0]?.lines[0]?.sku, five[0]?.id, cursor]
  return { numbers, texts, count: await three.count(), first: (await three.first())?.id, why: three.explain() }
}
`

const updateChains = `
export async function calls(sizeds: Repository<typeof Sized>) {
  const key = { id: 'a', part: 'b' }
  const one = await sizeds.update(key).set('total', 5)
  const two = await sizeds
    .update(key)
    .set('total', (attr) => attr.total.plus(5))
    .append('lines', [{ sku: 's', quantity: 1 }])
    .add('tags', ['x', 'y'])
    .set('lines[0].quantity', 3)
    .if('total').lt(10)
    .if((attr) => or(attr.tags.contains('x'), not(attr.tags.exists())))
  const three = await sizeds.update(two).remove('tags').subtract('total', 2).if('lines').size().gt(1).orSkip().returning('old')
  const four = await sizeds.update(key).patch({ total: 4, lines: [] })
  const five = await sizeds.update(key).setIfMissing('tags', new Set(['x'])).delete('tags', ['y']).remove('lines[0]').prepend('lines', []).returning('updatedNew')
  const numbers: (number | undefined)[] = [one.total, three?.total, four.lines[0]?.quantity, five?.total]
  return numbers
}
`

const listCalls = `
export async function calls(executor: CommandExecutor, sizeds: Repository<typeof Sized>) {
  const item = { id: 'a', part: 'b', total: 5, lines: [] }
  const key = { id: 'a', part: 'b' }
  const written = await executor.batch([
${'    sizeds.save(item), sizeds.delete(key),\n'.repeat(12)}  ])
  const read = await executor.batchGet([
${"    sizeds.get(key), sizeds.getOrThrow(key).select('total'),\n".repeat(10)}  ])
  const all = await executor.transaction([
${"    sizeds.create(item), sizeds.update(key).add('total', 1), sizeds.check(key).if('total').gt(1),\n".repeat(8)}  ], { token: 't' })
  const [one, two] = await executor.transactionGet([sizeds.get(key), sizeds.get(key).consistent()])
  await executor.transaction(async (scope) => {
    await sizeds.save(item)
    await scope.commit()
  }, { autoCommit: true, commitEvery: 50 })
  const numbers: (number | undefined)[] = [written[0].total, read[18]?.total, read[19].total, all[0].total, one?.total, two?.total]
  return numbers
}
`

const chains: Readonly<Partial<Record<Program, { readonly attributes: number; readonly calls: string }>>> = {
  queries5: { attributes: 5, calls: queryChains },
  queries200: { attributes: 200, calls: queryChains },
  updates5: { attributes: 5, calls: updateChains },
  updates200: { attributes: 200, calls: updateChains },
  lists5: { attributes: 5, calls: listCalls },
}
