/** Parses the upstream's error about images with too many pixels. Source: `ImageDimensionsTooLargeErrorDetails` of the SDK. */

export interface ImageSizeError {
  /** Upstream paths of all images that are too large, in the order of the request. */
  readonly paths: readonly string[];
  /** Maximal pixels per side; null when not stated. */
  readonly limit: number | null;
}

/** @param details `error.details` of any form */
export function parseImageSizeError(details: unknown): ImageSizeError {
  if (typeof details !== 'object' || details === null) return { paths: [], limit: null };
  const paths = 'paths' in details && Array.isArray(details.paths) ? details.paths : [];
  const limit = 'max_side_length_pixels' in details ? details.max_side_length_pixels : null;
  return {
    paths: paths.filter((path) => typeof path === 'string'),
    limit: typeof limit === 'number' ? limit : null,
  };
}
