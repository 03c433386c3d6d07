// Parser of conditions, filters and key conditions.
import type { Comparator, Condition, Operand, Predicate } from './condition.js'
import { checkOperands, requireOrder } from './condition-rules.js'
import type { ExpressionReader } from './expression-reader.js'

type Node = Condition | Operand

/** Deeper than any expression within the limit of 300 operators has a use for. */
const maximumParentheses = 300

const predicates = new Map<string, number>([
  ['attribute_exists', 1],
  ['attribute_not_exists', 1],
  ['attribute_type', 2],
  ['begins_with', 2],
  ['contains', 2],
  ['size', 1],
])

/** Refuses, as DynamoDB does, text that is not a condition. */
export function parseCondition(reader: ExpressionReader): Condition {
  const condition = new ConditionParser(reader).condition()
  reader.end()
  return condition
}

class ConditionParser {
  private depth = 0
  // Which nodes stood in parentheses of their own: a second pair is refused.
  private readonly enclosed = new WeakSet<Node>()

  constructor(readonly reader: ExpressionReader) {}

  condition(): Condition {
    return this.asCondition(this.either())
  }

  private either(): Node {
    return this.joined('OR', 'or', () => this.joined('AND', 'and', () => this.negated()))
  }

  private joined(word: string, kind: 'and' | 'or', part: () => Node): Node {
    const first = part()
    if (this.reader.next.toUpperCase() !== word) return first
    const conditions = [this.asCondition(first)]
    while (this.reader.accept(word)) {
      this.reader.count()
      conditions.push(this.asCondition(part()))
    }
    return { kind, conditions }
  }

  private negated(): Node {
    let times = 0
    while (this.reader.next.toUpperCase() === 'NOT') {
      this.reader.take()
      this.reader.count()
      times += 1
    }
    let node = this.comparison()
    for (; times > 0; times -= 1) node = { kind: 'not', condition: this.asCondition(node) }
    return node
  }

  private comparison(): Node {
    const left = this.term()
    const sign = this.reader.accept('=', '<>', '<', '<=', '>', '>=', 'BETWEEN', 'IN')
    if (sign === undefined) return left
    this.reader.count()
    const first = this.asOperand(left)
    if (sign === 'BETWEEN') return this.between(first)
    if (sign === 'IN') return this.oneOf(first)
    const right = this.asOperand(this.term())
    checkOperands(this.reader, sign, [first, right])
    return { kind: 'compare', by: sign as Comparator, left: first, right }
  }

  private between(of: Operand): Condition {
    const low = this.asOperand(this.term())
    this.reader.expect('AND')
    const high = this.asOperand(this.term())
    checkOperands(this.reader, 'BETWEEN', [of, low, high])
    requireOrder(this.reader, low, high)
    return { kind: 'between', of, low, high }
  }

  private oneOf(of: Operand): Condition {
    const values = this.list().map((node) => this.asOperand(node))
    if (values.length > 100)
      throw this.reader.refusal(
        `The IN operator is provided with too many operands; number of operands: ${values.length}`,
      )
    checkOperands(this.reader, 'IN', [of, ...values])
    return { kind: 'in', of, values }
  }

  private term(): Node {
    if (this.reader.next === '(') return this.enclosure()
    if (this.reader.atValue) return { kind: 'value', value: this.reader.value() }
    if (this.reader.atFunction) return this.call()
    return { kind: 'path', path: this.reader.path() }
  }

  private enclosure(): Node {
    this.reader.expect('(')
    this.depth += 1
    if (this.depth > maximumParentheses)
      throw this.reader.refusal('The expression has redundant parentheses;')
    const node = this.either()
    this.reader.expect(')')
    this.depth -= 1
    if (this.enclosed.has(node)) throw this.reader.refusal('The expression has redundant parentheses;')
    this.enclosed.add(node)
    return node
  }

  private call(): Node {
    const name = this.reader.take()
    const wanted = predicates.get(name)
    if (wanted === undefined) throw this.reader.refusal(`Invalid function name; function: ${name}`)
    this.reader.count()
    const operands = this.list().map((node) => this.asOperand(node))
    if (operands.length !== wanted)
      throw this.reader.refusal(
        `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${operands.length}`,
      )
    checkOperands(this.reader, name, operands)
    const [of] = operands
    if (name === 'size' && of !== undefined) return { kind: 'size', of }
    return { kind: 'predicate', name: name as Predicate, operands }
  }

  private list(): Node[] {
    this.reader.expect('(')
    const nodes = [this.term()]
    while (this.reader.accept(',')) nodes.push(this.term())
    this.reader.expect(')')
    return nodes
  }

  private asCondition(node: Node): Condition {
    if (node.kind === 'size') throw this.misuse('size')
    if (node.kind === 'path' || node.kind === 'value') throw this.reader.syntaxError()
    return node
  }

  private asOperand(node: Node): Operand {
    if (node.kind === 'path' || node.kind === 'value' || node.kind === 'size') return node
    throw node.kind === 'predicate' ? this.misuse(node.name) : this.reader.syntaxError()
  }

  private misuse(name: string) {
    return this.reader.refusal(
      `The function is not allowed to be used this way in an expression; function: ${name}`,
    )
  }
}
