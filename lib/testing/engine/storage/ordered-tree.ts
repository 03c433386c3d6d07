// Ordered map, a B+ tree with free copies: nodes are shared until one side changes them.

/** Whoever holds this object may change a node in place; anybody else changes a copy of it. */
export type Owner = object

/** A position between keys: before a string, or after it and all keys that begin with it. */
export interface Bound {
  readonly text: string
  readonly after: boolean
}

interface Leaf<V> {
  readonly owner: Owner
  readonly keys: string[]
  readonly values: V[]
}

interface Branch<V> {
  readonly owner: Owner
  /** The smallest key below each child but the first. */
  readonly keys: string[]
  readonly children: Node<V>[]
}

type Node<V> = Leaf<V> | Branch<V>

/** A full node is split in two, and a node that falls under a quarter of it is merged with its neighbour. */
const capacity = 64

/** Says whether the walk goes on. */
export type Visit<V> = (value: V, key: string) => boolean

export class OrderedTree<V> {
  private root: Node<V> | undefined
  private count = 0

  get size(): number {
    return this.count
  }

  /**
   * The same content; from now on, both sides copy the nodes that they change, if they change them as different owners.
   */
  copy(): OrderedTree<V> {
    const copy = new OrderedTree<V>()
    copy.root = this.root
    copy.count = this.count
    return copy
  }

  get(key: string): V | undefined {
    let node = this.root
    while (node !== undefined && 'children' in node) node = node.children[childAt(node, key)]
    if (node === undefined) return undefined
    const at = lowerBound(node.keys, key)
    return node.keys[at] === key ? node.values[at] : undefined
  }

  /** Stores a value; returns the one that was there. */
  set(owner: Owner, key: string, value: V): V | undefined {
    if (this.root === undefined) {
      this.root = { owner, keys: [key], values: [value] }
      this.count = 1
      return undefined
    }
    this.root = owned(this.root, owner)
    const before = put(this.root, owner, key, value)
    if (before === undefined) this.count += 1
    if (sizeOf(this.root) > capacity) {
      const { key: middle, node } = split(this.root, owner)
      this.root = { owner, keys: [middle], children: [this.root, node] }
    }
    return before
  }

  /** Removes a key; returns the value that was there. */
  delete(owner: Owner, key: string): V | undefined {
    if (this.root === undefined || this.get(key) === undefined) return undefined
    this.root = owned(this.root, owner)
    const before = take(this.root, owner, key)
    this.count -= 1
    while ('children' in this.root && this.root.children.length === 1)
      this.root = this.root.children[0] ?? this.root
    if (sizeOf(this.root) === 0) this.root = undefined
    return before
  }

  /** Visits values in order from a position on, or from the beginning, until `visit` returns false. */
  ascend(from: Bound | undefined, visit: Visit<V>): void {
    if (this.root !== undefined) up(this.root, from, visit)
  }

  /** Visits values in reverse order from a position down, or from the end, until `visit` returns false. */
  descend(from: Bound | undefined, visit: Visit<V>): void {
    if (this.root !== undefined) down(this.root, from, visit)
  }
}

/** Whether a key lies before a position. */
export function isBefore(key: string, bound: Bound): boolean {
  return key < bound.text || (bound.after && key.startsWith(bound.text))
}

function sizeOf<V>(node: Node<V>): number {
  return 'children' in node ? node.children.length : node.keys.length
}

function owned<V>(node: Node<V>, owner: Owner): Node<V> {
  if (node.owner === owner) return node
  if ('children' in node) return { owner, keys: node.keys.slice(), children: node.children.slice() }
  return { owner, keys: node.keys.slice(), values: node.values.slice() }
}

// How many keys are below this one.
function lowerBound(keys: readonly string[], key: string): number {
  let low = 0
  let high = keys.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((keys[middle] ?? '') < key) low = middle + 1
    else high = middle
  }
  return low
}

function childAt<V>({ keys }: Branch<V>, key: string): number {
  const at = lowerBound(keys, key)
  return keys[at] === key ? at + 1 : at
}

function ownedChild<V>(branch: Branch<V>, at: number, owner: Owner): Node<V> {
  const child = branch.children[at]
  if (child === undefined) throw new RangeError('The tree lost a node')
  const own = owned(child, owner)
  branch.children[at] = own
  return own
}

// The node is the owner's.
function put<V>(node: Node<V>, owner: Owner, key: string, value: V): V | undefined {
  if ('children' in node) {
    const at = childAt(node, key)
    const child = ownedChild(node, at, owner)
    const before = put(child, owner, key, value)
    if (sizeOf(child) > capacity) {
      const half = split(child, owner)
      node.keys.splice(at, 0, half.key)
      node.children.splice(at + 1, 0, half.node)
    }
    return before
  }
  const at = lowerBound(node.keys, key)
  if (node.keys[at] === key) {
    const before = node.values[at]
    node.values[at] = value
    return before
  }
  node.keys.splice(at, 0, key)
  node.values.splice(at, 0, value)
  return undefined
}

// Moves the upper half of a node into one of its own. Keys that arrive in order leave full nodes behind.
function split<V>(node: Node<V>, owner: Owner): { key: string; node: Node<V> } {
  const at = capacity >> 1
  if ('children' in node) {
    const keys = node.keys.splice(at)
    const key = keys.shift() ?? ''
    return { key, node: { owner, keys, children: node.children.splice(at + 1) } }
  }
  const keys = node.keys.splice(at)
  return { key: keys[0] ?? '', node: { owner, keys, values: node.values.splice(at) } }
}

// The node is the owner's, and the key is below it.
function take<V>(node: Node<V>, owner: Owner, key: string): V | undefined {
  if ('children' in node) {
    const at = childAt(node, key)
    const child = ownedChild(node, at, owner)
    const before = take(child, owner, key)
    if (sizeOf(child) < capacity >> 2) merge(node, at > 0 ? at - 1 : 0, owner)
    return before
  }
  const at = lowerBound(node.keys, key)
  node.keys.splice(at, 1)
  return node.values.splice(at, 1)[0]
}

// Two neighbours become one, if they fit.
function merge<V>(parent: Branch<V>, at: number, owner: Owner): void {
  const right = parent.children[at + 1]
  const left = parent.children[at]
  if (left === undefined || right === undefined || sizeOf(left) + sizeOf(right) > capacity) return
  const target = ownedChild(parent, at, owner)
  const middle = parent.keys[at] ?? ''
  if ('children' in target && 'children' in right) {
    target.keys.push(middle, ...right.keys)
    target.children.push(...right.children)
  } else if (!('children' in target) && !('children' in right)) {
    target.keys.push(...right.keys)
    target.values.push(...right.values)
  }
  parent.keys.splice(at, 1)
  parent.children.splice(at + 1, 1)
}

// How many keys lie before the position.
function keysBefore(keys: readonly string[], bound: Bound): number {
  let low = 0
  let high = keys.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (isBefore(keys[middle] ?? '', bound)) low = middle + 1
    else high = middle
  }
  return low
}

function up<V>(node: Node<V>, from: Bound | undefined, visit: Visit<V>): boolean {
  const first = from === undefined ? 0 : keysBefore(node.keys, from)
  if ('children' in node) {
    for (let at = first; at < node.children.length; at += 1) {
      const child = node.children[at]
      if (child !== undefined && !up(child, at === first ? from : undefined, visit)) return false
    }
    return true
  }
  for (let at = first; at < node.keys.length; at += 1)
    if (!visit(node.values[at] as V, node.keys[at] as string)) return false
  return true
}

function down<V>(node: Node<V>, from: Bound | undefined, visit: Visit<V>): boolean {
  const first = from === undefined ? node.keys.length : keysBefore(node.keys, from)
  if ('children' in node) {
    for (let at = first; at >= 0; at -= 1) {
      const child = node.children[at]
      if (child !== undefined && !down(child, at === first ? from : undefined, visit)) return false
    }
    return true
  }
  for (let at = first - 1; at >= 0; at -= 1)
    if (!visit(node.values[at] as V, node.keys[at] as string)) return false
  return true
}
