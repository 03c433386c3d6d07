// Paths of one entity: property names become stored names, and the codec at the end of the path is found.
import type { Codec, CodecStep } from '../../entity/codec/codec.js'
import { kindOf, pathText } from '../../errors/failures.js'
import { InvalidConditionError } from '../../errors/invalid-condition-error.js'
import { didYouMean } from '../../util/nearest-name.js'
import { remembered } from '../../util/remembered.js'
import type { CallbackParts } from './callback-parts.js'
import type { PathOperand } from './operand.js'
import { type PathSteps, parsePath } from './path.js'

/** The root of paths: the name of an entity and the codec of its whole items. */
export interface PathRoot {
  readonly entity: string
  readonly codec: Codec
  /** Other entities whose conditions are taken: those that a union is narrowed to. */
  readonly also?: readonly string[] | undefined
  /** The callback call whose references these are; absent outside callbacks. */
  readonly parts?: CallbackParts | undefined
}

/** A path that the entity has. */
export interface ResolvedPath {
  /** The property path, as steps and as a string (`lines[0].sku`). */
  readonly steps: PathSteps
  readonly text: string
  /** The same path in stored names and list indexes. */
  readonly names: PathSteps
  /** The codec of the value at the path. */
  readonly codec: Codec
  /** The codec of the container that the value is a member of. */
  readonly parent: Codec
  /** Whether the path goes through a union. */
  readonly crosses: boolean
  /** The path as an operand of operators and functions. */
  readonly operand: PathOperand
}

/**
 * Finds a path, given as a string or as steps, in the entity.
 * @throws InvalidConditionError if the entity has no such attribute, with the names of path and entity.
 */
export function resolvePath(root: PathRoot, path: string | PathSteps): ResolvedPath {
  if (typeof path !== 'string') return walk(root, path, undefined)
  const known = knownPaths(root.codec)
  const found = known.get(path)
  if (found !== undefined) return found
  const made = walk(root, parsePath(path, root.entity), undefined)
  if (path.length > longestKnown) return made
  if (known.size >= mostKnown) known.clear()
  known.set(path, made)
  return made
}

// A program has few paths and uses them again and again. But names in them may also come from its users, so the number
// is limited.
const mostKnown = 1_000
const longestKnown = 200
const knownPaths = remembered((_codec: Codec) => new Map<string, ResolvedPath>())

/**
 * Resolves the paths given to `select`, each as a string. @throws InvalidConditionError as `resolvePath`, and if one is
 * not a string.
 */
export function resolvePaths(root: PathRoot, paths: readonly unknown[]): readonly ResolvedPath[] {
  return paths.map((path) => {
    if (typeof path === 'string') return resolvePath(root, path)
    const list = Array.isArray(path) ? "; pass paths one by one: select('a', 'b')" : ''
    throw new InvalidConditionError({
      entity: root.entity,
      detail: `a path must be a string, not ${kindOf(path)}${list}`,
    })
  })
}

// No more fit into a ProjectionExpression. A chain that is refused only when it is sent would take quadratic time.
const mostSelected = 1_000

/**
 * The paths that are selected, with more of them, each once.
 * @throws InvalidConditionError as `resolvePaths`, and for more than DynamoDB takes.
 */
export function morePaths(
  root: PathRoot,
  selected: readonly ResolvedPath[],
  paths: readonly unknown[],
): readonly ResolvedPath[] {
  const byText = new Map([...selected, ...resolvePaths(root, paths)].map((path) => [path.text, path]))
  if (byText.size <= mostSelected) return Object.freeze([...byText.values()])
  throw new InvalidConditionError({
    entity: root.entity,
    detail: `more than ${mostSelected} paths are selected; DynamoDB takes 4,096 bytes of expression text`,
  })
}

/**
 * Resolves a path like `resolvePath`, for references: `attr.years[2026]` is a list index, or a name if the struct has
 * no list there.
 */
export function resolveReference(root: PathRoot, steps: PathSteps): ResolvedPath {
  return walk(root, steps, (codec, step) => (typeof step === 'number' ? codec.at(String(step)) : undefined))
}

type Fallback = (codec: Codec, step: string | number) => CodecStep | undefined

function walk(root: PathRoot, path: PathSteps, fallback: Fallback | undefined): ResolvedPath {
  if (path.length === 0) refuse(root, 'an empty path names no attribute')
  let { codec } = root
  let parent = codec
  let crosses = false
  const steps: (string | number)[] = []
  const names: (string | number)[] = []
  for (const step of path) {
    if (typeof step === 'string') checkName(root, path, step)
    const exact = codec.at(step)
    const child = exact ?? fallback?.(codec, step)
    if (child === undefined) return unknown(root, path, steps.length, codec)
    crosses ||= codec.members !== undefined && codec.members.length > 0
    steps.push(exact === undefined ? String(step) : step)
    names.push(child.name)
    parent = codec
    codec = child.codec
  }
  const text = pathText(steps)
  Object.freeze(names)
  // In a list, NULL is an element like any other.
  const nullIsAbsence = codec.nullIsAbsence === true && typeof names.at(-1) === 'string'
  const operand: PathOperand = Object.freeze(
    nullIsAbsence ? { kind: 'path', text, names, nullIsAbsence } : { kind: 'path', text, names },
  )
  return Object.freeze({ steps: Object.freeze(steps), text, names, codec, parent, crosses, operand })
}

// Names that DynamoDB rejects, or that would be changed on the way: the SDK loses `__proto__`, and UTF-8 has no lone
// surrogates.
function checkName(root: PathRoot, path: PathSteps, name: string): void {
  if (name === '' || name === '__proto__')
    refuse(root, `the path ${pathText(path)} contains the name '${name}', which cannot be addressed`)
  if (loneSurrogate.test(name))
    refuse(root, `the path ${pathText(path)} contains a lone surrogate, which cannot be sent`)
  if (name.length * 3 > longestName && new TextEncoder().encode(name).length > longestName)
    refuse(root, 'the path contains a name of more than 65,535 bytes')
}

/** The limit of an attribute name in bytes ("Attribute names", Amazon DynamoDB Developer Guide). */
const longestName = 65_535

// In unicode mode a surrogate that is half of a pair does not match.
const loneSurrogate = /[\uD800-\uDFFF]/u

function unknown(root: PathRoot, path: PathSteps, at: number, codec: Codec): never {
  const step = path[at]
  const parent = pathText(path.slice(0, at))
  const whole = at + 1 < path.length ? ` (in the path ${pathText(path)})` : ''
  const why = step === undefined ? undefined : codec.whyNot?.(step)
  if (why !== undefined) refuse(root, `${why}${whole}`)
  const members = codec.members ?? []
  if (step !== undefined && members.filter((member) => member.at(step) !== undefined).length > 1)
    refuse(root, `the members of the union ${parent} store ${pathText([step])} under different names${whole}`)
  const meant = typeof step === 'string' ? didYouMean(step, codec.names ?? []) : ''
  if (at === 0) refuse(root, `there is no attribute '${String(step)}'${whole}${meant}`)
  if (typeof step === 'number' && !codec.types.includes('L'))
    refuse(root, `${parent} is not a list, so it has no [${step}]${whole}`)
  refuse(
    root,
    `${parent} has no ${typeof step === 'number' ? `[${step}]` : `attribute '${String(step)}'`}${whole}${meant}`,
  )
}

function refuse(root: PathRoot, detail: string): never {
  throw new InvalidConditionError({ entity: root.entity, detail })
}
