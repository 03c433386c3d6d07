// The table of codecs: one row per kind of struct; a new codec is one file and one line here.

import type { CodecRow } from '../codec/node.js'
import { anyRow } from './any.js'
import { bigintRow } from './bigint.js'
import { booleanRow } from './boolean.js'
import { enumsRow, literalRow } from './constant.js'
import { dateRow } from './date.js'
import { instanceRow } from './instance.js'
import { intersectionRow } from './intersection.js'
import { arrayRow, tupleRow } from './list.js'
import { numberRow } from './number.js'
import { objectRow } from './object.js'
import { mapRow, recordRow } from './record.js'
import { setRow } from './set.js'
import { stringRow } from './string.js'
import { unionRow } from './union.js'
import { unstorableRow } from './unstorable.js'
import { vectorRow } from './vector.js'

/** Every codec, by the kinds of struct that it supports. */
export const codecs: readonly CodecRow[] = Object.freeze([
  stringRow,
  numberRow,
  bigintRow,
  booleanRow,
  dateRow,
  enumsRow,
  literalRow,
  instanceRow,
  setRow,
  arrayRow,
  tupleRow,
  objectRow,
  recordRow,
  mapRow,
  unionRow,
  intersectionRow,
  vectorRow,
  anyRow,
  unstorableRow,
])
