/** The smallest area of a zone or hole in m²: a square of 1 cm. Less is a slip of the hand. */
export const smallestArea = 1e-4;
