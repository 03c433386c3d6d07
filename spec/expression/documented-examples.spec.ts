// The examples in the comments of operators and update functions: each call becomes the expression that its comment
// shows.
import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { array, number, optional, set, string } from 'superstruct'
import { CommandExecutor, Entity, Repository } from '../../lib/index.js'

const Product = new Entity({
  name: 'Product',
  table: 'products',
  attributes: {
    id: string(),
    name: string(),
    status: string(),
    email: string(),
    age: number(),
    stock: number(),
    total: number(),
    note: optional(string()),
    tags: set(string()),
    lines: array(string()),
  },
  key: { partition: 'id' },
})
const products = new Repository(Product, new CommandExecutor({ region: 'eu-west-1' }))

interface Commands {
  toCommand(): { readonly input: object }
}

// The code in a comment is run as it stands there, with the names that it uses.
const called = (code: string, names: Record<string, unknown>): unknown =>
  new Function(...Object.keys(names), `return ${code}`)(...Object.values(names))

function operationOf(code: string): Commands {
  if (code.startsWith('.where(')) return called(`scan${code}`, { scan: products.scan() }) as Commands
  const update = products.update({ id: 'a' })
  const line = 'x'
  if (!code.startsWith('attr.')) return called(`update${code}`, { update, line }) as Commands
  const made = (attr: unknown): never => called(code, { attr, line }) as never
  return code.startsWith('attr.lines') ? update.set('lines', made) : update.set('total', made)
}

for (const file of [
  'condition/operators',
  'function/update-functions',
  'function/update-operand-functions',
]) {
  const source = readFileSync(new URL(`../../lib/expression/${file}.ts`, import.meta.url), 'utf8')
  const examples = [...source.replace(/\n *\* */g, ' ').matchAll(/`([^`]+)` becomes `([^`]+)`/g)]

  describe(`examples in ${file}.ts`, () => {
    it('has one for each row', () => {
      expect(examples).lengthOf([...source.matchAll(/^ {4}doc: '/gm)].length)
    })

    for (const [, code = '', text] of examples)
      it(`${code} becomes ${text}`, () => {
        const { input } = operationOf(code).toCommand()
        const { FilterExpression, UpdateExpression } = input as Record<string, string | undefined>
        const printed =
          FilterExpression ??
          (code.startsWith('attr.') ? UpdateExpression?.slice('SET #0 = '.length) : UpdateExpression)
        expect(printed).equal(text)
      })
  })
}
