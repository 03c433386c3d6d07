// The shortest decimal texts of 32-bit floats: a double would write 0.10000000149011612 for 0.1.

/** Powers of ten that a double holds exactly. */
const powers: readonly number[] = Array.from({ length: 23 }, (_, exponent) => 10 ** exponent)
/** How fractions begin, by the number of zeros after the point. */
const beginnings: readonly string[] = Array.from({ length: 14 }, (_, zeros) => `0.${'0'.repeat(zeros)}`)
/** Three digits each: concatenating them is faster than writing a number. */
const triples: readonly string[] = Array.from({ length: 1000 }, (_, value) => String(value).padStart(3, '0'))

/** The number of significant digits that tell any two 32-bit floats apart. */
const mostDigits = 9
/** The smallest fractions that are written by their digits. */
const leastFraction = 1e-9

/**
 * Returns the texts of finite floats: of each, the one with the fewest digits that is the same 32-bit float when it is
 * read.
 */
export function floatTexts(floats: Float32Array): string[] {
  const bits = new Uint32Array(floats.buffer, floats.byteOffset, floats.length)
  const texts: string[] = []
  for (let at = 0; at < floats.length; at++) {
    const float = floats[at] as number
    const magnitude = float < 0 ? -float : float
    // The neighbors of a power of two are not equally far from it: the nearest decimal is not always the one to write.
    const plain = magnitude < 1 && magnitude >= leastFraction && ((bits[at] as number) & 0x7f_ffff) !== 0
    const text = plain ? fractionText(magnitude) : anyText(magnitude)
    texts.push(float < 0 ? `-${text}` : text)
  }
  return texts
}

// As n / 10 ** places, of which each part is exact in a double: the quotient is the double that is nearest to the
// decimal text, as if the text had been read.
function fractionText(magnitude: number): string {
  let places = mostDigits
  for (let bound = 0.1; magnitude < bound; bound /= 10) places++
  let power = powers[places] as number
  let digits = (magnitude * power + 0.5) | 0
  while (places > 1) {
    const less = powers[places - 1] as number
    const fewer = (magnitude * less + 0.5) | 0
    if (Math.fround(fewer / less) !== magnitude) break
    power = less
    digits = fewer
    places--
  }
  return places > mostDigits
    ? (beginnings[places - mostDigits] as string) + nineDigits(digits, mostDigits)
    : `0.${nineDigits(digits * (powers[mostDigits - places] as number), places)}`
}

// The first digits of a number of nine, zeros in front included.
function nineDigits(value: number, length: number): string {
  const thousands = (value / 1000) | 0
  const millions = (thousands / 1000) | 0
  const first = triples[millions] as string
  if (length === 3) return first
  const second = triples[thousands - 1000 * millions] as string
  const third = triples[value - 1000 * thousands] as string
  const text = first + second + third
  return length === mostDigits ? text : text.slice(0, length)
}

function anyText(magnitude: number): string {
  if (magnitude < 2 ** 24 && Number.isInteger(magnitude)) return String(magnitude)
  for (let digits = 1; digits < mostDigits; digits++) {
    const value = Number(magnitude.toPrecision(digits))
    if (Math.fround(value) === magnitude) return String(value)
  }
  return String(Number(magnitude.toPrecision(mostDigits)))
}
