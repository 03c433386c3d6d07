// instance(): the classes whose values DynamoDB can store.
import { instance } from 'superstruct'
import type { CodecRow, Compiler, Core, View } from '../codec/node.js'
import { unstorable } from '../struct/definition.js'
import { judgesLike } from '../struct/probe.js'
import { asBuffer, binaryCore } from './binary.js'
import { dateCore, dateForms } from './date.js'
import { naturalListCore } from './list.js'
import { naturalCore } from './natural.js'
import { opaqueCore } from './opaque.js'
import { naturalMapCore } from './record.js'
import { naturalSetCore } from './set.js'

type Make = (view: View, compiler: Compiler) => Core

const classes: readonly (readonly [new (...parts: never[]) => unknown, Make])[] = Object.freeze([
  [Uint8Array, () => binaryCore((bytes) => bytes)],
  // Buffer's own constructor is deprecated, and its type has no constructor signature.
  [Buffer as unknown as new () => Buffer, () => binaryCore(asBuffer)],
  [Date, ({ options }, compiler) => dateCore(options.as, compiler.options.key)],
  [Set, (_view, compiler) => naturalSetCore(compiler.options.nulls)],
  [Map, (_view, compiler) => naturalMapCore(compiler)],
  [Array, (_view, compiler) => naturalListCore(naturalCore(compiler.options.nulls, ['L']))],
  [Object, (view, compiler) => opaqueCore(view, compiler)],
])

export const instanceRow: CodecRow = {
  doc: '`Uint8Array` and `Buffer` as B, `Date`, `Map`, `Set` and `Array` as their structs; other classes need `encode` and `decode`.',
  kinds: ['instance'],
  forms: dateForms,
  make(view, compiler) {
    for (const [type, make] of classes)
      if (judgesLike(view, instance(type as new () => unknown))) {
        if (view.options.as !== undefined && type !== Date)
          throw unstorable(
            view.path,
            `as: '${view.options.as}' cannot be combined with instance() of this class`,
          )
        return make(view, compiler)
      }
    throw unstorable(
      view.path,
      'an instance() of this class cannot be stored; give the attribute `encode` and `decode`',
    )
  },
}
