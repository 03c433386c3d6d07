// Keys that items of two entities could share.
import type { Key, KeyPart } from './key.js'
import { type KeyText, mayCollide } from './template/template-collision.js'

/** Whether an item with the one key could have the other: no only if their templates rule it out. */
export function mayShareKey(one: Key, other: Key): boolean {
  return mayCollide(textsOf(one), textsOf(other))
}

function textsOf({ partition, sort }: Key): { readonly partition: KeyText; readonly sort: KeyText } {
  return { partition: textOf(partition[0]), sort: textOf(sort[0]) }
}

// Functions and plain attributes may make any key.
function textOf(part: KeyPart | undefined): KeyText {
  const template = part?.template
  return template !== undefined && 'slots' in template ? template : undefined
}
