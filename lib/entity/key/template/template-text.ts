// The text of a template taken apart: constant text, and names in braces.

/** An attribute named in a template. */
export interface NamedSlot {
  readonly property: string
  readonly format: string
}

/**
 * Takes a template apart. `{{` and `}}` are braces. Returns the reason as a string if braces do not match or hold no name.
 */
export function takenApart(text: string): readonly (string | NamedSlot)[] | string {
  const pieces: (string | NamedSlot)[] = []
  let constant = ''
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? ''
    if (character !== '{' && character !== '}') constant += character
    else if (text[at + 1] === character) {
      constant += character
      at++
    } else if (character === '}')
      return `there is a '}' at ${at} without a '{'; a brace in the text is written '}}'`
    else {
      const end = text.indexOf('}', at)
      const inside = end < 0 ? undefined : text.slice(at + 1, end)
      if (inside === undefined || inside.includes('{'))
        return `the '{' at ${at} is not closed; a brace in the text is written '{{'`
      const colon = inside.indexOf(':')
      const property = colon < 0 ? inside : inside.slice(0, colon)
      if (property === '') return `the braces at ${at} name no attribute`
      if (colon === inside.length - 1) return `the braces at ${at} have a ':' without a format`
      if (constant !== '') pieces.push(constant)
      constant = ''
      pieces.push({ property, format: colon < 0 ? '' : inside.slice(colon + 1) })
      at = end
    }
  }
  if (constant !== '') pieces.push(constant)
  return pieces
}
