/** Element `index` of an array that is known to hold it; a RangeError says where the knowledge was wrong. */
export function at<Value>(values: ArrayLike<Value>, index: number): Value {
  const value = values[index];
  if (value === undefined) throw new RangeError(`index ${index} of ${values.length}`);
  return value;
}
