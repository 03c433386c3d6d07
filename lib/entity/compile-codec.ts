// Makes the codec of a struct: finds out what the struct is, once, and puts together the closures that check and convert.
import { any, array, map, object, record, set, string, tuple, union } from 'superstruct'
import { attributeCoercer, defaultOf, hasDefault, innerOptions, optionsOf } from './attribute.js'
import type { Codec } from './codec.js'
import { customCore } from './codecs/custom.js'
import { unstorable } from './codecs/definition.js'
import { lateNode } from './codecs/late.js'
import type { CodecOptions, CodecRow, Compiler, Node, View } from './codecs/node.js'
import { opaqueCore } from './codecs/opaque.js'
import { type Presence, present } from './codecs/presence.js'
import { accepts, coercesLike, isUnrefined, judgesLike, refusingKinds } from './codecs/probe.js'
import type { AnyStruct } from './codecs/struct.js'
import { codecs } from './codecs/table.js'

export type { CodecOptions } from './codecs/node.js'

/**
 * The codec of a struct: `parse` checks and coerces, `encode` makes DynamoDB's form of what was parsed, `decode` reads and checks it.
 * What is parsed is what comes back: the two forms are each other's image, or the value is refused by name.
 * @throws EntityDefinitionError for a struct that cannot be stored, naming its place.
 */
export function compileCodec(
  struct: { readonly type: string; readonly entries: unknown },
  options: CodecOptions,
): Codec {
  // Whoever has a `type` and `entries` is a struct; callers know of it no more than that.
  return compilerOf(options, { made: new Map(), lazies: 0 }).compile(struct as AnyStruct, '')
}

/** What the compilers of one run share. */
interface Run {
  /** Codecs by options and struct: `undefined` while one is being made. Weak, as dynamic() may make structs without end. */
  readonly made: Map<string, WeakMap<AnyStruct, Node | undefined>>
  /** How many lazy() structs are around the one being compiled. */
  lazies: number
}

// A lazy() that makes a new lazy() each time never ends: from here on it is compiled when it is used.
const deepestLazy = 8

function compilerOf(options: CodecOptions, run: Run): Compiler {
  const key = `${options.nulls} ${options.unknown}`
  const made = run.made.get(key) ?? new WeakMap<AnyStruct, Node | undefined>()
  run.made.set(key, made)
  const compiler: Compiler = {
    options,
    core: (view) => rowOf(view)?.make(view, compiler),
    with: (other) => compilerOf({ ...options, ...other }, run),
    compile(struct, path) {
      const known = made.get(struct)
      if (known !== undefined) return known
      if (made.has(struct)) return lateNode(() => finished(made.get(struct), path))
      const lazy = struct.type === 'lazy'
      if (lazy && run.lazies >= deepestLazy)
        return lateNode(() => compilerOf(options, { ...run, lazies: 0 }).compile(struct, path))
      made.set(struct, undefined)
      if (lazy) run.lazies++
      const node = build(viewOf(struct, path), compiler)
      if (lazy) run.lazies--
      made.set(struct, node)
      return node
    },
  }
  return compiler
}

function finished(node: Node | undefined, path: string): Node {
  if (node === undefined) throw unstorable(path, 'a struct cannot be nothing but itself')
  return node
}

function viewOf(struct: AnyStruct, path: string): View {
  if (struct.type !== 'lazy') return { struct, kind: struct.type, options: optionsOf(struct), path }
  // What is behind lazy() shows only in its answers.
  const [kind = 'any', ...others] = refusingKinds(struct, Symbol('none'))
  const options = { ...innerOptions(struct), ...optionsOf(struct) }
  return { struct, kind: kind !== 'union' && others.length > 0 ? 'intersection' : kind, options, path }
}

function build(view: View, outer: Compiler): Node {
  const { struct, options, path } = view
  const compiler = options.nulls === undefined ? outer : outer.with({ nulls: options.nulls })
  if (options.encode !== undefined)
    return present(customCore(view, compiler), presenceOf(view, true, compiler))
  const row = rowOf(view)
  const reference = row?.reference?.(view)
  const trusted = row !== undefined && (reference === undefined || judgesLike(struct, reference))
  if (options.as !== undefined && !(trusted && row.forms?.includes(options.as)))
    throw unstorable(path, `as: '${options.as}' does not go with ${struct.type}()`)
  const core = trusted ? row.make(view, compiler) : undefined
  const known = core ?? opaqueCore(view, compiler)
  return present(known, presenceOf(view, known.checked === true, compiler))
}

function rowOf({ kind }: View): CodecRow | undefined {
  return codecs.find(({ kinds }) => kinds.includes(kind))
}

// Kinds whose refusals have no words of their own: a look-alike under optional() cannot be told from them.
const wordless: ReadonlySet<string> = new Set(['boolean', 'bigint'])

function presenceOf(view: View, checked: boolean, compiler: Compiler): Presence {
  const { struct, kind, options } = view
  const optional = accepts(struct, undefined)
  const always = kind === 'any' || kind === 'unknown' || (optional && wordless.has(kind))
  return {
    struct,
    optional,
    nullable: accepts(struct, null),
    fill: hasDefault(options) ? () => defaultOf(options) : undefined,
    coerces: !checked && coerces(view),
    refines: !checked && !isUnrefined(struct),
    validates: checked ? 'never' : always ? 'always' : optional ? 'parse' : 'never',
    nulls: compiler.options.nulls,
  }
}

// superstruct's own coercers copy containers, which parsing does anyway; any other one must be called.
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
  ]
  if (kind === 'union') own.push(union([any(), any()]))
  return !own.some((reference) => coercesLike(coercer, reference))
}
