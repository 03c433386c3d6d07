// Declarations that the compiler emits of entities on declared tables: they can be named, and stay small and flat.
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import ts from 'typescript'

const root = fileURLToPath(new URL('../../', import.meta.url))
const name = `${root}spec/types/declared-in-memory.ts`

const source = `import { attribute, Collection, CommandExecutor, Entity, type ItemOf, type KeyOf, one, Repository, s, Table } from 'dyntastic'
export const shop = new Table({ name: 'shop', key: { partition: 'pk', sort: 'sk' }, indexes: { gsi1: { partition: 'gsi1pk', sort: 'gsi1sk' } } })
export const Customer = new Entity({
  name: 'Customer', table: shop, attributes: { customerId: s.string(), email: s.string() },
  key: { partition: 'CUSTOMER#{customerId}', sort: 'PROFILE' },
  indexes: { byEmail: { index: 'gsi1', partition: 'EMAIL#{email}', sort: 'CUSTOMER' } },
})
export const Order = new Entity({
  name: 'Order', table: shop,
  attributes: { customerId: s.string(), orderId: s.string(), placedAt: s.date(), status: attribute(s.enums(['open', 'paid']), { default: 'open' }) },
  key: { partition: 'CUSTOMER#{customerId}', sort: 'ORDER#{placedAt}#{orderId}' },
  indexes: { byStatus: { index: 'gsi1', partition: 'STATUS#{status}', sort: '{placedAt}#{orderId}' } },
})
const executor = new CommandExecutor()
export const orders = new Repository(Order, executor)
export const accounts = new Collection({ customer: one(Customer), orders: Order }, executor)
export const Either = Entity.oneOf([Customer, Order])
export const keyOf = (key: KeyOf<typeof Order>) => ({ ...key })
export const itemOf = (item: ItemOf<typeof Order>) => ({ ...item })
export const moved = (key: KeyOf<typeof Order>, placedAt: Date) => orders.move(key, { placedAt })
export const open = () => orders.query().where('status').eq('open').index('byStatus').descending()
export class Orders extends Repository<typeof Order> { of(customerId: string) { return this.query().where('customerId').eq(customerId) } }
`

describe('declarations of entities on declared tables', () => {
  let emitted: string
  let troubles: readonly string[]

  before(function () {
    this.timeout(180_000)
    const path = `${root}tsconfig.json`
    const read = ts.readConfigFile(path, ts.sys.readFile)
    const { options } = ts.parseJsonConfigFileContent(read.config, ts.sys, root)
    const settings = { ...options, noEmit: false, declaration: true, emitDeclarationOnly: true }
    const host = ts.createCompilerHost(settings)
    const { getSourceFile, fileExists } = host
    host.fileExists = (file) => file === name || fileExists(file)
    host.getSourceFile = (file, ...more) =>
      file === name ? ts.createSourceFile(file, source, ts.ScriptTarget.ESNext) : getSourceFile(file, ...more)
    const program = ts.createProgram([name], settings, host)
    const file = program.getSourceFile(name)
    const texts: string[] = []
    const { diagnostics } = program.emit(file, (_, text) => void texts.push(text))
    emitted = texts.join('\n')
    troubles = [...ts.getPreEmitDiagnostics(program, file), ...diagnostics].map(({ messageText }) =>
      ts.flattenDiagnosticMessageText(messageText, ' '),
    )
  })

  it('are emitted without errors, by public names alone', () => {
    expect(troubles).deep.equal([])
    const imported = [...emitted.matchAll(/(?:from |import\()['"]([^'"]+)['"]/g)].map(([, from]) => from)
    expect(new Set(imported)).deep.equal(new Set(['dyntastic']))
  })

  it('show keys and items flat', () => {
    const shown = (what: string) => {
      const [, text = ''] =
        emitted.match(new RegExp(`export declare const ${what}: [^=]+=> (\\{[^}]+\\});`)) ?? []
      // The order of properties is not the compiler's to keep.
      return text
        .split(/[;{}\n]/)
        .map((each) => each.trim())
        .filter((each) => each !== '')
        .sort()
    }
    expect(shown('keyOf')).deep.equal(['customerId: string', 'orderId: string', 'placedAt: Date'])
    expect(shown('itemOf')).deep.equal([
      'customerId: string',
      'orderId: string',
      'placedAt: Date',
      'status: "open" | "paid"',
    ])
  })

  it('stay small', () => {
    const sizes = emitted.split(/\nexport declare /).map((text) => [text.slice(0, 20), text.length] as const)
    for (const [what, size] of sizes) expect(size, what).below(3_500)
    expect(emitted.length).below(14_000)
  })
})
