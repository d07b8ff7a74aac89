package org.odenet.models.data;

/**
 * Resampling along one axis with a triangle filter: linear interpolation where an image grows; where it shrinks, the
 * triangle is as much wider as the image shrinks, so that each source pixel counts. Weights are in fixed point, and near
 * the border those of the pixels that are there add to one.
 */
final class TriangleFilter {
    /** With 8 bits for a value and one for rounding and sign each, the sum of weighted values fits into an int. */
    private static final int FRACTION_BITS = Integer.SIZE - Byte.SIZE - 2;

    private final int[] first;
    private final int[][] weights;

    /**
     * The outputs {@code offset} to {@code offset + count − 1} of an axis that is resized as a whole.
     *
     * @param source the length of the axis
     * @param resized the length that it is resized to
     */
    TriangleFilter(int source, long resized, long offset, int count) {
        first = new int[count];
        weights = new int[count][];
        double scale = (double) source / resized;
        double radius = Math.max(scale, 1);
        for (int i = 0; i < count; i++) {
            double centre = (offset + i + 0.5) * scale;
            first[i] = Math.max(0, (int) (centre - radius + 0.5));
            int end = Math.min(source, (int) (centre + radius + 0.5));
            weights[i] = weights(first[i], end, centre, radius);
        }
    }

    private static int[] weights(int first, int end, double centre, double radius) {
        double[] triangle = new double[end - first];
        double sum = 0;
        for (int i = 0; i < triangle.length; i++) {
            triangle[i] = Math.max(0, 1 - Math.abs(first + i + 0.5 - centre) / radius);
            sum += triangle[i];
        }
        int[] fixed = new int[triangle.length];
        for (int i = 0; i < fixed.length; i++) {
            fixed[i] = (int) Math.round(triangle[i] / sum * (1 << FRACTION_BITS));
        }
        return fixed;
    }

    int outputs() {
        return first.length;
    }

    /** The first source position that any output needs. */
    int from() {
        return first[0];
    }

    /** The source position after the last that any output needs. */
    int to() {
        int last = first.length - 1;
        return first[last] + weights[last].length;
    }

    /** One output from values of which the first is that of source position {@link #from()}. */
    int apply(int output, int[] values, int at, int stride) {
        int[] w = weights[output];
        int position = at + (first[output] - from()) * stride;
        int sum = 1 << FRACTION_BITS - 1;
        for (int weight : w) {
            sum += weight * values[position];
            position += stride;
        }
        return Math.min(255, sum >> FRACTION_BITS);
    }
}
