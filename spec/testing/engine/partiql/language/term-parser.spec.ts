import { expect } from 'chai'
import { parsePath, parseTerm } from '../../../../../lib/testing/engine/partiql/language/term-parser.js'
import type { Term } from '../../../../../lib/testing/engine/partiql/language/terms.js'
import { TokenReader } from '../../../../../lib/testing/engine/partiql/language/token-reader.js'
import { messageOf } from '../shelf.js'

/** A term in the notation of Lisp. */
function shown(term: Term): string {
  const all = (terms: readonly Term[]) => terms.map(shown).join(' ')
  switch (term.kind) {
    case 'path':
      return term.path.join('.')
    case 'literal':
      return Object.values(term.value).join('')
    case 'operator':
      return `(${term.operator} ${all(term.operands)})`
    case 'call':
      return `(${term.name} ${all(term.operands)})`
    case 'is':
      return `(is ${shown(term.of)} ${term.type})`
    case 'list':
      return `[${all(term.members)}]`
    case 'bag':
      return `<<${all(term.members)}>>`
    case 'map':
      return `{${term.entries.map(([name, value]) => `${shown(name)}:${shown(value)}`).join(' ')}}`
    case 'parameter':
      return `?${term.at}`
    default:
      return term.kind
  }
}

const parsed = (text: string) => shown(parseTerm(new TokenReader(text)))

describe('PartiQL terms', () => {
  const cases: Record<string, string> = {
    'a OR b AND NOT c = 1': '(or a (and b (not (= c 1))))',
    'a = 1 AND b <> 2 OR c != 3': '(or (and (= a 1) (<> b 2)) (<> c 3))',
    'a + 1 - b * 2 > 3': '(> (- (+ a 1) (* b 2)) 3)',
    'a BETWEEN 1 AND 2 AND b': '(and (between a 1 2) b)',
    'a NOT BETWEEN 1 AND 2': '(not (between a 1 2))',
    'a IN [1, ?] AND b NOT IN (?, 2)': '(and (in a [1 ?0]) (not (in b [?1 2])))',
    'a IS NOT MISSING': '(not (is a MISSING))',
    'a is Double Precision': '(is a DOUBLE_PRECISION)',
    "size(a) = -1 AND begins_with(a, 'x') = true": '(and (= (size a) -1) (= (begins_with a x) true))',
    'm[\'b\'][0]."c d"': 'm.b.0.c d',
    "{'a': <<1, 2>>, 'b': [null, MISSING]}": '{a:<<1 2>> b:[true missing]}',
    '-(3) = + 3': '(= -3 3)',
    '- -3': '3',
    '-a': '(- a)',
    '((a))': 'a',
    'count(*)': '(count all)',
    'm.*': 'all',
  }
  for (const [text, wanted] of Object.entries(cases))
    it(`read ${text}`, () => {
      expect(parsed(text)).to.equal(wanted)
    })

  const refusals: Record<string, string> = {
    '': 'Unexpected term',
    '(': 'Unexpected term',
    '(1': 'Unexpected term',
    'a AND': 'Missing right-hand side expression of infix operator',
    'a IN': 'Missing right-hand side expression of infix operator',
    'IS NULL': 'Unexpected operator',
    'a = LIKE': 'Unexpected operator',
    'a == 1': 'Unexpected operator',
    'a IS FOO': 'Expected type name',
    'a.inner': 'Invalid path dot component',
    'a = order': 'Unexpected keyword',
    'a * FROM t': 'Expected data manipulation',
    '[1': 'Expected ]',
    "{'a' 1}": 'Expected : in tuple',
    'a BETWEEN 1 OR 2': 'Expected AND after BETWEEN',
  }
  for (const [text, wanted] of Object.entries(refusals))
    it(`refuse ${text || 'nothing'}`, () => {
      expect(messageOf(() => parsed(text))).to.equal(
        `Statement wasn't well formed, can't be processed: ${wanted}`,
      )
    })

  it('refuse what is PartiQL elsewhere, with its place', () => {
    expect(messageOf(() => parsed('a = (SELECT 1)'))).to.equal(
      'Unsupported token in expression: SELECT at 1:6:6',
    )
    expect(messageOf(() => parsed('a[?]'))).to.equal('Unexpected path component at 1:3:1')
    expect(messageOf(() => parsed('a[-1]'))).to.equal(
      'List index is not within the allowable range; index: [-1] at 1:4:1',
    )
  })

  it('refuse what nests too deeply for any reader', () => {
    expect(messageOf(() => parsed('('.repeat(100_000)))).to.match(/well formed/)
    expect(messageOf(() => parsed(`${'NOT '.repeat(100_000)}a`))).to.match(/well formed/)
    expect(messageOf(() => parsed(`${'- '.repeat(100_000)}a`))).to.match(/well formed/)
  })

  it('read a path alone', () => {
    expect(shown(parsePath(new TokenReader('a.b[2] = 1')))).to.equal('a.b.2')
  })
})
