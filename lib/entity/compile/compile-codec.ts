// Compiles the codec of a struct: finds out once what the struct is, and composes the functions that check and convert.
import { any, array, map, object, record, set, string, tuple, union } from 'superstruct'
import { reported, summary } from '../../errors/failures.js'
import { returnsPromise } from '../../util/quieted.js'
import { type Codec, invalid } from '../codec/codec.js'
import { lateNode } from '../codec/late.js'
import type { CodecOptions, CodecRow, Compiler, Core, Node, View } from '../codec/node.js'
import { opaqueCore } from '../codecs/opaque.js'
import { codecs } from '../codecs/table.js'
import { attributeCoercer, defaultOf, hasDefault, optionsOf, schemaOf } from '../struct/attribute.js'
import { checkCalled, checkStruct, lazyOptions, unstorable } from '../struct/definition.js'
import type { Failure } from '../struct/failure.js'
import { type Limits, limitsOf } from '../struct/limits.js'
import {
  accepts,
  coercesLike,
  coercesUnion,
  complaint,
  isUnrefined,
  isUnrefinedWithin,
  judgesLike,
  refusingKinds,
} from '../struct/probe.js'
import { type AnyStruct, promised } from '../struct/struct.js'
import { vector } from '../struct/vector.js'
import { customCore } from './custom.js'
import { type Presence, present } from './presence.js'
import { schemaCore } from './schema-core.js'

export type { CodecOptions } from '../codec/node.js'

/**
 * Returns the codec of a struct: `parse` checks and coerces, `encode` makes DynamoDB's form of a parsed value, and
 * `decode` reads and checks it. A parsed value is what will be read back: the two forms correspond exactly, or the
 * value is rejected with a message.
 * @throws EntityDefinitionError if a struct cannot be stored, with its place.
 */
export function compileCodec(
  struct: { readonly type: string; readonly entries: unknown },
  options: CodecOptions,
): Codec {
  // Anything with a `type` and `entries` is a struct; callers know no more about it than that.
  const known = struct as AnyStruct
  let codec: Codec | undefined
  const asynchronous = returnsPromise(() => {
    codec = compiled(known, options, false)
  })
  // Again, to find the struct whose function returned the promise.
  if (asynchronous || codec === undefined) codec = compiled(known, options, true)
  return codec
}

function compiled(struct: AnyStruct, options: CodecOptions, listening: boolean): Codec {
  const run: Run = {
    made: new Map(),
    lazies: 0,
    recursions: 0,
    recursive: new WeakSet(),
    checks: [],
    listening,
  }
  const codec = compilerOf(options, run).compile(struct, '')
  // When everything is made: a recursive struct cannot parse before that.
  for (const check of run.checks) check()
  return codec
}

/** What the compilers of one run share. */
interface Run {
  /**
   * Codecs by options and struct: `undefined` while one is being made. Weak, because dynamic() may make structs without
   * end.
   */
  readonly made: Map<string, WeakMap<AnyStruct, Node | undefined>>
  /** How many lazy() structs are around the one being compiled. */
  lazies: number
  /** How often a struct was found inside itself, and the structs around such places. */
  recursions: number
  readonly recursive: WeakSet<AnyStruct>
  /** Checks to run when all codecs are made. */
  readonly checks: (() => void)[]
  /** Whether a promise is looked for in each struct. */
  readonly listening: boolean
}

// A lazy() that makes a new lazy() each time never ends: from this depth on, it is compiled when it is used.
const deepestLazy = 8

function compilerOf(options: CodecOptions, run: Run): Compiler {
  const key = `${options.nulls} ${options.unknown} ${options.key}`
  const made = run.made.get(key) ?? new WeakMap<AnyStruct, Node | undefined>()
  run.made.set(key, made)
  const compiler: Compiler = {
    options,
    core: (view) => rowOf(view)?.make(view, compiler),
    with: (other) => compilerOf({ ...options, ...other }, run),
    compile(struct, path) {
      checkStruct(struct, path)
      const known = made.get(struct)
      const around = known === undefined && made.has(struct)
      if (around || run.recursive.has(struct)) run.recursions++
      if (known !== undefined) return known
      if (around) return lateNode(() => finished(made.get(struct), path))
      const lazy = struct.type === 'lazy'
      if (lazy && run.lazies >= deepestLazy) {
        run.recursions++
        return lateNode(() => compilerOf(options, { ...run, lazies: 0 }).compile(struct, path))
      }
      const before = run.recursions
      made.set(struct, undefined)
      if (lazy) run.lazies++
      const make = run.listening ? builtWithoutPromises : built
      const { view, node } = make(struct, path, compiler, () => run.recursions > before)
      if (hasDefault(view.options)) run.checks.push(() => checkDefault(view, node))
      if (lazy) run.lazies--
      if (run.recursions > before) run.recursive.add(struct)
      made.set(struct, node)
      return node
    },
  }
  return compiler
}

interface Built {
  readonly view: View
  readonly node: Node
}

function built(struct: AnyStruct, path: string, compiler: Compiler, isRecursive: () => boolean): Built {
  checkCalled(struct, path)
  const view = viewOf(struct, path)
  return { view, node: build(view, compiler, isRecursive) }
}

const builtWithoutPromises: typeof built = (struct, path, compiler, isRecursive) => {
  let made: Built | undefined
  const asynchronous = returnsPromise(() => {
    made = built(struct, path, compiler, isRecursive)
  })
  if (asynchronous || made === undefined) throw unstorable(path, promised)
  return made
}

// A default that a function makes is checked when it is made.
function checkDefault({ options, path }: View, node: Node): void {
  if (typeof options.default === 'function') return
  const failures: Failure[] = []
  // For an absent value it makes the default, cut to what the storage form can hold.
  if (node.parse(undefined, failures) !== invalid) return
  throw unstorable(
    path,
    `its default does not fit: ${summary(reported(failures)) || 'the struct rejects it'}`,
  )
}

function finished(node: Node | undefined, path: string): Node {
  if (node === undefined) throw unstorable(path, 'a struct cannot consist only of itself')
  return node
}

function viewOf(struct: AnyStruct, path: string): View {
  const context = { struct, path, optional: accepts(struct, undefined), onNull: complaint(struct, null) }
  if (struct.type !== 'lazy') return { ...context, kind: struct.type, options: optionsOf(struct) }
  // What is behind lazy() is only visible in its results.
  const [kind = 'any', ...others] = refusingKinds(struct, Symbol('none'))
  const options = { ...lazyOptions(struct, path), ...optionsOf(struct) }
  return { ...context, kind: kind !== 'union' && others.length > 0 ? 'intersection' : kind, options }
}

function build(view: View, outer: Compiler, isRecursive: () => boolean): Node {
  const { struct, options, path } = view
  const compiler = options.nulls === undefined ? outer : outer.with({ nulls: options.nulls })
  if (schemaOf(options) !== undefined) {
    const core = schemaCore(view, compiler)
    return presented(view, core, presenceOf(view, core, compiler, false, false))
  }
  if (options.encode !== undefined) {
    const custom = customCore(view, compiler)
    return presented(view, custom, presenceOf(view, custom, compiler, false, false))
  }
  const row = rowOf(view)
  const reference = row?.reference?.(view)
  const trusted = row !== undefined && (reference === undefined || judgesLike(view, reference))
  if (options.as !== undefined && !(trusted && row.forms?.includes(options.as)))
    throw unstorable(path, `as: '${options.as}' cannot be combined with ${struct.type}()`)
  const core = trusted ? row.make(view, compiler) : undefined
  const known = core ?? opaqueCore(view, compiler)
  return presented(view, known, presenceOf(view, known, compiler, isRecursive(), core !== undefined))
}

// Bounds are determined when an update needs them: most structs have none, and determining them takes time.
function presented({ struct, kind, options }: View, core: Core, presence: Presence): Node {
  const { sample } = core
  const form = options.encode === undefined ? `${kind} ${options.as ?? ''}` : 'codec'
  const refined = presence.refines || core.verifies === true || core.checked === true
  let found: Limits | undefined
  const limits = () => {
    found ??= sample === undefined ? {} : limitsOf(struct, sample)
    return found
  }
  // Not enumerable, so that copying a core does not read them; as properties, so that getters stay getters.
  const all = {
    ...Object.getOwnPropertyDescriptors(core),
    form: { value: form, enumerable: true },
    refined: { value: refined, enumerable: true },
    ...(refined && sample !== undefined && { limits: { get: limits, configurable: true } }),
  }
  return present(Object.defineProperties({}, all) as Core, presence)
}

function rowOf({ kind }: View): CodecRow | undefined {
  return codecs.find(({ kinds }) => kinds.includes(kind))
}

// Kinds whose failures have no words of their own: a look-alike under optional() cannot be distinguished from them.
const wordless: ReadonlySet<string> = new Set(['boolean', 'bigint'])

function presenceOf(
  view: View,
  { checked = false, verifies = checked, cut }: Core,
  compiler: Compiler,
  recursive: boolean,
  trusted: boolean,
): Presence {
  const { struct, kind, options, optional, onNull } = view
  // superstruct's union checks everything in a value with every member: in a recursive one, the time doubles with each
  // level.
  const validated = optional && !(recursive && kind === 'union')
  // Its members judge, after their coercions; the union itself, which runs before them, only receives the value.
  const judging = kind === 'union' ? 'notified' : 'parse'
  const always = kind === 'any' || kind === 'unknown' || (optional && wordless.has(kind))
  return {
    struct,
    optional,
    nullable: onNull === undefined,
    fill: hasDefault(options) ? () => cutDefault(defaultOf(options), cut) : undefined,
    coerces: !checked && coerces(view),
    refines: !verifies && !(isUnrefined(struct) || (trusted && isPlainWithin(view))),
    validates: verifies ? 'never' : always ? 'always' : validated ? judging : 'never',
    nulls: compiler.options.nulls,
    key: compiler.options.key === 'table' || compiler.options.key === 'index',
  }
}

// A default for the attribute is often the current time: it is cut to what the storage form can hold, also in keys.
const cutDefault = (value: unknown, cut: Core['cut']): unknown =>
  cut !== undefined && value instanceof Date ? cut(value) : value

// Kinds whose own structs accept neither undefined nor null: one that does is inside optional() or a similar struct.
const definite: ReadonlySet<string> = new Set([
  'string',
  'number',
  'integer',
  'bigint',
  'boolean',
  'date',
  'enums',
  'object',
  'type',
  'array',
  'tuple',
  'set',
  'map',
  'record',
  'vector',
])

function isPlainWithin({ struct, kind, optional, onNull }: View): boolean {
  if (!definite.has(kind) || !(optional || onNull === undefined)) return false
  return isUnrefinedWithin(struct, optional ? undefined : null)
}

// superstruct's own coercers only copy containers, which parsing does anyway; any other one must be called.
function coerces({ struct, kind }: View): boolean {
  const coercer = attributeCoercer(struct)
  const own = [
    string(),
    object({}),
    array(any()),
    set(any()),
    map(any(), any()),
    record(string(), any()),
    tuple([any()]),
    // Its codec converts arrays of numbers itself.
    vector(1),
  ]
  if (kind === 'union') {
    if (struct.type === 'lazy') return coercesUnion(struct)
    own.push(union([any(), any()]))
  }
  return !own.some((reference) => coercesLike(coercer, reference))
}
