// The compiler's messages for mistakes: one error for each, at its place, in words.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import ts from 'typescript'

const root = fileURLToPath(new URL('../../', import.meta.url))
const name = `${root}spec/types/mistakes-in-memory.ts`

const prelude = `import { streamHandler } from 'dyntastic/streams'
import { attribute, CommandExecutor, Entity, Repository, s, Table, upgrade, vector } from 'dyntastic'
const shop = new Table({ name: 'shop' })
const attributes = { id: s.string(), at: s.date(), total: s.number(), tags: s.optional(s.set(s.string())), until: attribute(s.date(), { as: 'epochSeconds' }), millis: attribute(s.optional(s.date()), { as: 'epochMillis' }) }
const Order = new Entity({ name: 'Order', table: shop, attributes, key: { partition: 'id' }, indexes: { byTotal: { partition: 'total' } } })
const orders = new Repository(Order, new CommandExecutor())
const order = { id: 'o1', at: new Date(), total: 5, until: new Date() }
const one = new Table({ name: 'one', key: { partition: 'pk', sort: 'sk' }, indexes: { gsi1: { partition: 'g1', sort: 'g1s' }, gsi2: { partition: 'g2' } } })
const flat = new Table({ name: 'flat', key: { partition: 'pk' } })
const found = { id: s.string(), tenant: s.string(), lang: s.string(), title: s.string(), embedding: vector(3) }
const indexes = { byTenant: { partition: 'tenant' }, byMeaning: { vector: 'embedding', distance: 'cosine', partition: 'tenant', filter: ['lang'], projection: ['title'] }, any: { vector: 'embedding', distance: 'cosine', projection: 'keys' } } as const
const pages = new Repository(new Entity({ name: 'Page', table: shop, attributes: found, key: { partition: 'id' }, indexes }), new CommandExecutor())
const near = pages.search('byMeaning', [1, 2, 3])
const given = { at: new Date(), total: 1, until: new Date() }
const named = upgrade(1, { sum: s.number() }, ({ sum }) => ({ ...given, total: sum }))
const again = upgrade(2, { sum: s.number() }, ({ sum }) => ({ ...given, total: sum }))
const lost = upgrade(1, { sum: s.number() }, () => ({ at: new Date(), until: new Date() }))
const wrong = upgrade(1, { sum: s.number() }, () => ({ ...given, total: '1' }))
const later = upgrade(1, { sum: s.number() }, async () => given)
export const touched = [named, again, lost, wrong, later, order, orders, one, flat, near]
`

/** A mistake, in one line of code, and what the compiler says of it. */
const mistakes: readonly (readonly [string, string])[] = [
  ["export const a = async () => { await orders.save(order).if('total') }", 'the condition is not finished'],
  ["export const a = async () => { await orders.query().where('id') }", 'the condition is not finished'],
  [
    "export const a = async () => { await orders.delete('o1').if('tags').size() }",
    'the condition is not finished',
  ],
  ["export const a = async () => orders.save(order).if('total')", 'the condition is not finished'],
  ...[
    ['batch([orders.create(order)])', 'a batch takes save() and delete(), without conditions'],
    [
      "batch([orders.save(order), orders.save(order).if('total').gt(1)])",
      'a batch takes save() and delete()',
    ],
    [
      "batch([orders.update('o1').set('total', 1)])",
      'use transaction(…) for create(), update() and conditions',
    ],
    ["batch([orders.get('o1')])", 'batchGet(…) for get()'],
    ["batch([orders.delete('o1').returning('old')])", 'a batch takes save() and delete()'],
    ["batch([orders.save(order).if('total')])", 'the condition is not finished'],
    ["batchGet([orders.delete('o1')])", 'batchGet() takes get() and getOrThrow()'],
    ["batchGet([orders.query().where('id').eq('o1')])", 'queries and scans run on their own'],
    ["transaction([orders.get('o1')])", 'use transactionGet(…) for get()'],
    ['transaction([orders.query()])', 'queries and scans run on their own'],
    ["transaction([orders.save(order).returning('old')])", 'without returning() and orSkip()'],
    ["transaction([orders.check('o1')])", 'check().if(…)'],
    ["transaction([orders.check('o1').if('total')])", 'the condition is not finished'],
    ['transaction(orders.save(order))', 'a transaction takes save(), create(), update()'],
    ['transactionGet([orders.save(order)])', 'transactionGet() takes get() and getOrThrow()'],
  ].map(([call = '', message = '']): readonly [string, string] => [
    `export const a = new CommandExecutor().${call}`,
    message,
  ]),
  ["export const a = orders.query().where('totl').eq('x')", '"id" | "total" | "at" | "tags"'],
  ["export const a = orders.save(order).if('totl').gt(5)", '"id" | "total" | "at" | "tags"'],
  ['export const a = orders.query().where((attr) => attr.totl.eq(1))', "Did you mean 'total'"],
  ["export const a = orders.update('o1').set('totl', 5)", '"total" | "at" | "tags"'],
  ["export const a = orders.get('o1').select('totl')", '"id" | "total" | "at" | "tags"'],
  ["export const a = orders.update('o1').add('at', 5)", 'add() changes numbers and sets only'],
  ["export const a = orders.update('o1').subtract('at', 5)", 'subtract() changes numbers only'],
  ["export const a = orders.update('o1').append('tags', ['x'])", "append() does not apply to 'tags'"],
  ["export const a = orders.update('o1').remove('total')", "'total' is required and cannot be removed"],
  ['export const a = orders.get(5)', "parameter of type 'string | { readonly id: string; }'"],
  ["export const a = orders.get({ idd: 'o1' })", "'idd' does not exist in type"],
  ['export const a = streamHandler([Order], {})', "Property 'Order' is missing in type '{}' but required"],
  [
    "export const a = streamHandler([Order], { Order: 'ignore', Ordr: 'ignore' })",
    "'Ordr' is not the name of an entity of the list",
  ],
  ['export const a = Entity.oneOf([Order])', 'a union needs at least two entities'],
  [
    "export const a = Entity.oneOf([Order, new Entity({ name: 'Log', table: shop, attributes, key: { partition: 'id', sort: 'at' } })])",
    'the entities of a union share one key, but not all of them have: at',
  ],
  ...[
    ["key: { partition: 'id' }, tll: 'until'", "there is no option 'tll' here"],
    ["key: { partition: 'id', sortKey: 'at' }", "there is no option 'sortKey' here"],
    [
      "key: { partition: 'id' }, indexes: { byAt: { partition: 'at', projektion: 'all' } }",
      "there is no option 'projektion' here",
    ],
    ["key: { partition: 'id' }, timestamps: { create: 'at' }", "there is no option 'create' here"],
    ["key: { partition: 'idd' }", 'not an attribute that can be in the primary key'],
    ["key: { partition: 'tags' }", 'not an attribute that can be in the primary key'],
    ["key: { partition: 'id', sort: 'nope' }", 'not an attribute that can be in the primary key'],
    [
      "key: { partition: 'id' }, indexes: { byIt: { partition: 'nope' } }",
      'not an attribute that can be in an index key',
    ],
    [
      "key: { partition: 'id' }, indexes: { byIt: { partition: 'at', sort: 'tags' } }",
      'not an attribute that can be in an index key',
    ],
    ["key: { partition: 'id' }, version: 'nope'", 'not an attribute of this entity'],
    ["key: { partition: 'id' }, timestamps: { created: 'nope' }", 'not an attribute of this entity'],
    ["key: { partition: 'id' }, ttl: 'nope'", 'not an attribute that is stored in seconds'],
    ["key: { partition: 'id' }, ttl: 'tags'", 'not an attribute that is stored in seconds'],
    ["key: { partition: 'id' }, ttl: 'millis'", 'not an attribute that is stored in seconds'],
    ["key: { sort: 'id' }", "Property 'partition' is missing"],
    ...[
      ['current: 3, upgrades: [named]', 'the current version is one more than there are upgrades: 2'],
      ['current: 2', 'the current version is 1 if there are no upgrades'],
      ['current: 2, upgrades: [again]', 'expected upgrade(1, …): each version has one, in this order'],
      [
        'current: 3, upgrades: [named, again]',
        "what the upgrade returns does not fit the attributes of the next upgrade: look at 'sum'",
      ],
      [
        'current: 2, upgrades: [lost]',
        "what the upgrade returns does not fit the input of the entity: look at 'total'",
      ],
      [
        'current: 2, upgrades: [wrong]',
        "what the upgrade returns does not fit the input of the entity: look at 'total'",
      ],
      ['current: 2, upgrades: [later]', 'an upgrade is not asynchronous: it returns the item'],
      ['current: 1, upgrade: []', "there is no option 'upgrade' here"],
    ].map(([versions = '', message = '']) => [
      `key: { partition: 'id' }, schemaVersion: { attribute: '_v', ${versions} }`,
      message,
    ]),
  ].map(([more = '', message = '']): readonly [string, string] => [
    `export const a = new Entity({ name: 'Bad', table: shop, attributes, ${more} })`,
    message,
  ]),
  ...[
    ["key: { partition: 'X#{nope}', sort: 'S' }", "there is no attribute 'nope'"],
    [
      "key: { partition: 'X#{id}', sort: 'S#{millis}' }",
      "'millis' cannot be in the primary key: it may be absent",
    ],
    ["key: { partition: 'X#{id}', sort: 'S#{tags}' }", "'tags' cannot be in a key: it is not a string"],
    [
      "key: { partition: 'id', sort: 'S' }",
      "this is a constant, 'id', in every key; the attribute is '{id}'",
    ],
    ["key: { partition: 'X#{id}', sorte: 'S' }", "there is no option 'sorte' here"],
    ["key: { partition: 'X#{id}' }", "Property 'sort' is missing"],
    ["key: { partition: 5, sort: 'S' }", "Type 'number' is not assignable"],
    [
      "key: { partition: { attributes: ['nope'], encode: () => 'x' }, sort: 'S' }",
      "there is no attribute 'nope'",
    ],
    ...[
      ["{ index: 'gsi9', partition: '{id}' }", 'the table has no such index; it has '],
      ["{ partition: '{id}' }", 'the name of an index of the table'],
      ["{ index: 'gsi1', partition: '{id}', projektion: 'x' }", "there is no option 'projektion' here"],
      ["{ index: 'gsi1', partition: '{id}', projection: 'all' }", "there is no option 'projection' here"],
      ["{ index: 'gsi1', partition: '{nope}' }", "there is no attribute 'nope'"],
      ["{ index: 'gsi1', partition: '{tags}' }", "'tags' cannot be in a key"],
      [
        "{ index: 'gsi2', partition: '{id}', sort: '{at}' }",
        "index 'gsi2' of the table has no sort key of its own",
      ],
      ["{ index: 'gsi1', partition: 'at' }", "the attribute is '{at}'"],
      [
        "{ index: 'gsi1', partition: '{id}', when: () => true, attributes: ['nope'] }",
        "there is no attribute 'nope'",
      ],
      ["{ index: 'gsi1', partition: '{id}', derive: 'never' }", 'Type \'"never"\' is not assignable to type'],
    ].map(([index = '', message = '']) => [
      `key: { partition: 'X#{id}', sort: 'S' }, indexes: { byIt: ${index} }`,
      message,
    ]),
  ].map(([more = '', message = '']): readonly [string, string] => [
    `export const a = new Entity({ name: 'Bad', table: one, attributes, ${more} })`,
    message,
  ]),
  [
    "export const a = new Entity({ name: 'Bad', table: flat, attributes, key: { partition: '{id}', sort: 'S' } })",
    'the key of the table has no sort key',
  ],
  [
    "export const a = new Entity({ name: 'Bad', table: flat, attributes, key: { partition: '{id}' }, indexes: { byIt: { index: 'gsi1', partition: '{id}' } } })",
    'the table declares no indexes',
  ],
  [
    "export const a = new Table({ name: 't', key: { partition: 'pk', srt: 'sk' } })",
    "there is no option 'srt' here",
  ],
  [
    "export const a = new Table({ name: 't', key: { partition: 'pk' }, indexes: { gsi1: { partiton: 'a' } } })",
    "Did you mean to write 'partition'",
  ],
  ["export const a = Order.extend({ tll: 'until' })", "there is no option 'tll' here"],
  [
    'export const a = new CommandExecutor({ autoCreateTable: false })',
    "Did you mean to write 'autoCreateTables'",
  ],
  ['export const a = new CommandExecutor({ timeout: { totl: 5 } })', "'totl' does not exist in type"],
  ["export const a = new Table({ name: 't', autocreate: false })", "there is no option 'autocreate' here"],
  ['export const a = orders.query().budget({ request: 5 })', "Did you mean to write 'requests'"],
  ["export const a = orders.get('o1').execute({ singal: undefined })", "Did you mean to write 'signal'"],
  ['export const a = orders.saveMany([order], { concurency: 5 })', "'concurency' does not exist in type"],
  ['export const a = orders.createTable({ waits: true })', "Did you mean to write 'wait'"],
  ['export const a = orders.save({ ...order, totl: 5 })', "'totl' does not exist in type"],
  ['export const a = async () => { await near }', 'the search lacks the partition of its index'],
  ["export const a = async () => { await near.where('lang').eq('en') }", 'the search lacks the partition'],
  ["export const a = near.where('tenant').beginsWith('t')", 'a vector index supports only eq'],
  ["export const a = near.where('lang').in(['en'])", 'a vector index supports only eq'],
  ["export const a = near.where('title')", 'is not assignable to parameter of type'],
  ["export const a = async () => { await near.where('tenant') }", 'the condition is not finished'],
  ["export const a = near.where('tenant').eq(5)", "'number' is not assignable to parameter of type 'string'"],
  ["export const a = pages.search('byTenant', [1])", '\'"byTenant"\' is not assignable'],
  ["export const a = pages.search('any', 'text')", "'string' is not assignable"],
  ["export const a = pages.search('any', [1]).select('title')", '\'"title"\' is not assignable'],
  ["export const a = async () => (await pages.search('any', [1]))[0]?.item.title", "'title' does not exist"],
  ["export const a = pages.query().index('any')", '\'"any"\' is not assignable'],
  ...[
    ["{ vector: 'id', distance: 'cosine' }", 'not a vector: it is declared as vector(dimensions)'],
    ["{ vector: 'nope', distance: 'cosine' }", 'not an attribute of this entity'],
    [
      "{ vector: 'embedding', distance: 'cosine', partition: 'embedding' }",
      'not an attribute that can be in an index key',
    ],
    ["{ vector: 'embedding', distance: 'cosin' }", '\'"cosin"\' is not assignable to type'],
    ["{ vector: 'embedding', distance: 'cosine', filters: ['lang'] }", "there is no option 'filters' here"],
    ["{ vector: 'embedding', distance: 'cosine', projection: ['nope'] }", 'not an attribute of this entity'],
  ].map(([index = '', message = '']): readonly [string, string] => [
    `export const a = new Entity({ name: 'Bad', table: shop, attributes: found, key: { partition: 'id' }, indexes: { byIt: ${index} } })`,
    message,
  ]),
  ['export const a = new Repository(new CommandExecutor(), Order)', 'is not assignable to parameter'],
  ['export const a = attribute(s.date(), { defualt: new Date() })', "Did you mean to write 'default'"],
]

function diagnosticsOf(lines: readonly string[]): Map<number, string[]> {
  const text = prelude + lines.join('\n')
  const { config } = ts.readConfigFile(`${root}tsconfig.json`, (path) => readFileSync(path, 'utf8'))
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root)
  const host = ts.createCompilerHost(options)
  const { getSourceFile, fileExists, readFile } = host
  host.fileExists = (path) => path === name || fileExists(path)
  host.readFile = (path) => (path === name ? text : readFile(path))
  host.getSourceFile = (path, version) =>
    path === name ? ts.createSourceFile(path, text, version) : getSourceFile(path, version)
  const program = ts.createProgram(
    [name],
    { ...options, noEmit: true, incremental: false, composite: false },
    host,
  )
  const source = program.getSourceFile(name)
  const before = prelude.split('\n').length - 1
  const found = new Map<number, string[]>()
  for (const { start = 0, messageText } of ts.getPreEmitDiagnostics(program, source)) {
    const line = text.slice(0, start).split('\n').length - 1 - before
    found.set(line, [...(found.get(line) ?? []), ts.flattenDiagnosticMessageText(messageText, '\n')])
  }
  return found
}

describe('what the compiler says', function () {
  this.timeout(120_000)
  let found = new Map<number, string[]>()

  before(() => {
    found = diagnosticsOf(mistakes.map(([code], at) => code.replace('const a', `const a${at}`)))
  })

  it('is nothing about code without a mistake', () => {
    expect([...found.keys()].filter((line) => line < 0 || line >= mistakes.length)).deep.equal([])
  })

  for (const [at, [code, message]] of mistakes.entries())
    it(`${message}: ${code.slice(0, 100)}`, () => {
      const errors = found.get(at) ?? []
      expect(errors, errors.join('\n')).length(1)
      expect(errors[0]).contain(message)
    })
})
