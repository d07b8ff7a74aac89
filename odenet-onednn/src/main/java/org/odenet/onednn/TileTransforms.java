package org.odenet.onednn;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The transforms of Winograd's convolution F(4x4, 3x3) (Lavin and Gray 2016, "Fast algorithms for convolutional neural
 * networks"): a convolution of a tile becomes a product of polynomials, which is taken at 6 by 6 points and interpolated.
 * The points are 0, ±5/8, ±3/2 and infinity: with the usual 0, ±1, ±2 and infinity the errors are twice as large (Barabasz
 * et al. 2020, "Error analysis and improving the accuracy of Winograd convolution").
 *
 * <p>Transformed tiles are 36 planes, one for each pair of points, at a fixed distance in memory; in each lie the tiles one
 * after the other, channels side by side. Numbers of channels fill whole vectors. Places and distances are in bytes there, in floats
 * in arrays.
 *
 * <p>The methods for one axis are short, because the compiler keeps vectors in registers only in code that it takes in
 * whole. What need not be native memory is in arrays, where the compiler checks less at each access.
 */
final class TileTransforms {

    /** The number of pairs of points. */
    static final int PLANES = 36;

    private static final int POINTS = 6;

    private static final int TAPS = 3;

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

    /** Numbers of channels are multiples of this. */
    static final int LANES = SPECIES.length();

    /** So many values of each tap are transformed at a time. */
    private static final int BLOCK = 256;

    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private static final float A = 5f / 8;
    private static final float A2 = A * A;
    private static final float A3 = A2 * A;
    private static final float B = 3f / 2;
    private static final float B2 = B * B;
    private static final float B3 = B2 * B;

    /** The coefficients of {@code (x² - A²)(x² - B²)}, but for the highest. */
    private static final float CONSTANT = A2 * B2;

    private static final float SQUARE = -(A2 + B2);

    /** The reciprocal of the product of each point's distances to the others. */
    private static final float ZERO_FACTOR = 1 / (A2 * B2);

    private static final float A_FACTOR = 1 / (2 * A2 * (A2 - B2));
    private static final float B_FACTOR = 1 / (2 * B2 * (B2 - A2));

    /** Values between the transform along one axis and along the other. */
    private float[] between = {};

    private static FloatVector load(float[] values, int from) {
        return FloatVector.fromArray(SPECIES, values, from);
    }

    private static void store(FloatVector value, float[] to, int place) {
        value.intoArray(to, place);
    }

    private static FloatVector load(ByteBuffer values, int from) {
        return FloatVector.fromByteBuffer(SPECIES, values, from, ORDER);
    }

    private static void store(FloatVector value, ByteBuffer to, int place) {
        value.intoByteBuffer(to, place, ORDER);
    }

    private float[] between(int length) {
        if (between.length < length) {
            between = new float[length];
        }
        return between;
    }

    /**
     * Transforms an image, which may be the input of a convolution.
     *
     * @param image with its border
     * @param to the planes
     * @param place where the first tile's values go in the first plane
     * @param plane the distance between planes
     */
    void input(TileGrid grid, int channels, float[] image, ByteBuffer to, int place, int plane) {
        int row = grid.borderedWidth() * channels;
        float[] rows = between(POINTS * row);
        for (int y = 0; y < grid.down(); y++) {
            inputColumns(image, TileGrid.SIZE * y * row, row, rows);
            for (int tile = 0; tile < grid.across(); tile++) {
                int first = place + (y * grid.across() + tile) * channels * Float.BYTES;
                for (int i = 0; i < POINTS; i++) {
                    int from = i * row + TileGrid.SIZE * tile * channels;
                    inputRow(rows, from, channels, to, first + i * POINTS * plane, plane);
                }
            }
        }
    }

    private static void inputColumns(float[] image, int from, int length, float[] rows) {
        for (int i = 0; i < length; i += LANES) {
            inputAxis(image, from + i, length, rows, i, length);
        }
    }

    private static void inputRow(float[] rows, int from, int channels, ByteBuffer to, int place, int plane) {
        for (int c = 0; c < channels; c += LANES) {
            inputAxis(rows, from + c, channels, to, place + c * Float.BYTES, plane);
        }
    }

    /** From 6 values to 6 at the points. */
    private static void inputAxis(float[] x, int at, int step, float[] to, int place, int distance) {
        FloatVector x0 = load(x, at);
        FloatVector x1 = load(x, at + step);
        FloatVector x2 = load(x, at + 2 * step);
        FloatVector x3 = load(x, at + 3 * step);
        FloatVector x4 = load(x, at + 4 * step);
        FloatVector x5 = load(x, at + 5 * step);
        store(x0.mul(CONSTANT).add(x4).add(x2.mul(SQUARE)), to, place);
        FloatVector even = x2.mul(-B2).add(x4);
        FloatVector odd = x1.mul(-B2).add(x3).mul(A);
        store(even.add(odd), to, place + distance);
        store(even.sub(odd), to, place + 2 * distance);
        even = x2.mul(-A2).add(x4);
        odd = x1.mul(-A2).add(x3).mul(B);
        store(even.add(odd), to, place + 3 * distance);
        store(even.sub(odd), to, place + 4 * distance);
        store(x1.mul(CONSTANT).add(x5).add(x3.mul(SQUARE)), to, place + 5 * distance);
    }

    private static void inputAxis(float[] x, int at, int step, ByteBuffer to, int place, int distance) {
        FloatVector x0 = load(x, at);
        FloatVector x1 = load(x, at + step);
        FloatVector x2 = load(x, at + 2 * step);
        FloatVector x3 = load(x, at + 3 * step);
        FloatVector x4 = load(x, at + 4 * step);
        FloatVector x5 = load(x, at + 5 * step);
        store(x0.mul(CONSTANT).add(x4).add(x2.mul(SQUARE)), to, place);
        FloatVector even = x2.mul(-B2).add(x4);
        FloatVector odd = x1.mul(-B2).add(x3).mul(A);
        store(even.add(odd), to, place + distance);
        store(even.sub(odd), to, place + 2 * distance);
        even = x2.mul(-A2).add(x4);
        odd = x1.mul(-A2).add(x3).mul(B);
        store(even.add(odd), to, place + 3 * distance);
        store(even.sub(odd), to, place + 4 * distance);
        store(x1.mul(CONSTANT).add(x5).add(x3.mul(SQUARE)), to, place + 5 * distance);
    }

    /** Transforms products back, to an image with its border; {@link #input} names the other parameters. */
    void output(TileGrid grid, int channels, ByteBuffer from, int place, int plane, float[] image) {
        int row = grid.borderedWidth() * channels;
        int length = grid.across() * channels;
        float[] rows = between(TileGrid.SIZE * POINTS * length);
        for (int y = 0; y < grid.down(); y++) {
            for (int i = 0; i < POINTS; i++) {
                int first = place + y * length * Float.BYTES + i * POINTS * plane;
                outputRow(from, first, plane, length, rows, i * length, POINTS * length);
            }
            for (int tile = 0; tile < grid.across(); tile++) {
                int at = grid.indexOfTile(y, tile, channels);
                for (int x = 0; x < TileGrid.SIZE; x++) {
                    int first = x * POINTS * length + tile * channels;
                    outputColumn(rows, first, length, channels, image, at + x * channels, row);
                }
            }
        }
    }

    private static void outputRow(
            ByteBuffer from, int first, int plane, int length, float[] rows, int place, int distance) {
        for (int i = 0; i < length; i += LANES) {
            outputAxis(from, first + i * Float.BYTES, plane, rows, place + i, distance);
        }
    }

    private static void outputColumn(
            float[] rows, int first, int length, int channels, float[] image, int at, int row) {
        for (int c = 0; c < channels; c += LANES) {
            outputAxis(rows, first + c, length, image, at + c, row);
        }
    }

    /** From 6 values at the points to 4. */
    private static void outputAxis(ByteBuffer m, int at, int step, float[] to, int place, int distance) {
        FloatVector m1 = load(m, at + step);
        FloatVector m2 = load(m, at + 2 * step);
        FloatVector m3 = load(m, at + 3 * step);
        FloatVector m4 = load(m, at + 4 * step);
        FloatVector sumA = m1.add(m2);
        FloatVector sumB = m3.add(m4);
        store(load(m, at).add(sumA).add(sumB), to, place);
        store(sumA.mul(A2).add(sumB.mul(B2)), to, place + 2 * distance);
        FloatVector differenceA = m1.sub(m2);
        FloatVector differenceB = m3.sub(m4);
        store(differenceA.mul(A).add(differenceB.mul(B)), to, place + distance);
        FloatVector cubes = differenceA.mul(A3).add(differenceB.mul(B3));
        store(cubes.add(load(m, at + 5 * step)), to, place + 3 * distance);
    }

    private static void outputAxis(float[] m, int at, int step, float[] to, int place, int distance) {
        FloatVector m1 = load(m, at + step);
        FloatVector m2 = load(m, at + 2 * step);
        FloatVector m3 = load(m, at + 3 * step);
        FloatVector m4 = load(m, at + 4 * step);
        FloatVector sumA = m1.add(m2);
        FloatVector sumB = m3.add(m4);
        store(load(m, at).add(sumA).add(sumB), to, place);
        store(sumA.mul(A2).add(sumB.mul(B2)), to, place + 2 * distance);
        FloatVector differenceA = m1.sub(m2);
        FloatVector differenceB = m3.sub(m4);
        store(differenceA.mul(A).add(differenceB.mul(B)), to, place + distance);
        FloatVector cubes = differenceA.mul(A3).add(differenceB.mul(B3));
        store(cubes.add(load(m, at + 5 * step)), to, place + 3 * distance);
    }

    /** Transforms the output's cotangent for the weight's gradient; the parameters are as for {@link #input}. */
    void cotangent(TileGrid grid, int channels, float[] image, ByteBuffer to, int place, int plane) {
        int row = grid.borderedWidth() * channels;
        int length = TileGrid.SIZE * grid.across() * channels;
        float[] rows = between(POINTS * length);
        for (int y = 0; y < grid.down(); y++) {
            cotangentColumns(image, grid.indexOfTile(y, 0, channels), row, length, rows);
            for (int tile = 0; tile < grid.across(); tile++) {
                int first = place + (y * grid.across() + tile) * channels * Float.BYTES;
                for (int i = 0; i < POINTS; i++) {
                    int from = i * length + TileGrid.SIZE * tile * channels;
                    cotangentRow(rows, from, channels, to, first + i * POINTS * plane, plane);
                }
            }
        }
    }

    private static void cotangentColumns(float[] image, int from, int row, int length, float[] rows) {
        for (int i = 0; i < length; i += LANES) {
            cotangentAxis(image, from + i, row, rows, i, length);
        }
    }

    private static void cotangentRow(float[] rows, int from, int channels, ByteBuffer to, int place, int plane) {
        for (int c = 0; c < channels; c += LANES) {
            cotangentAxis(rows, from + c, channels, to, place + c * Float.BYTES, plane);
        }
    }

    /** From 4 values to 6 at the points. */
    private static void cotangentAxis(float[] y, int at, int step, float[] to, int place, int distance) {
        FloatVector y0 = load(y, at);
        FloatVector y1 = load(y, at + step);
        FloatVector y2 = load(y, at + 2 * step);
        FloatVector y3 = load(y, at + 3 * step);
        store(y0, to, place);
        FloatVector even = y2.mul(A2).add(y0);
        FloatVector odd = y3.mul(A3).add(y1.mul(A));
        store(even.add(odd), to, place + distance);
        store(even.sub(odd), to, place + 2 * distance);
        even = y2.mul(B2).add(y0);
        odd = y3.mul(B3).add(y1.mul(B));
        store(even.add(odd), to, place + 3 * distance);
        store(even.sub(odd), to, place + 4 * distance);
        store(y3, to, place + 5 * distance);
    }

    private static void cotangentAxis(float[] y, int at, int step, ByteBuffer to, int place, int distance) {
        FloatVector y0 = load(y, at);
        FloatVector y1 = load(y, at + step);
        FloatVector y2 = load(y, at + 2 * step);
        FloatVector y3 = load(y, at + 3 * step);
        store(y0, to, place);
        FloatVector even = y2.mul(A2).add(y0);
        FloatVector odd = y3.mul(A3).add(y1.mul(A));
        store(even.add(odd), to, place + distance);
        store(even.sub(odd), to, place + 2 * distance);
        even = y2.mul(B2).add(y0);
        odd = y3.mul(B3).add(y1.mul(B));
        store(even.add(odd), to, place + 3 * distance);
        store(even.sub(odd), to, place + 4 * distance);
        store(y3, to, place + 5 * distance);
    }

    /**
     * Transforms a weight.
     *
     * @param taps the weight, its 3 by 3 taps the slowest in memory
     * @param flipped whether they are taken in the opposite order, as to go back
     * @param length the number of values of each tap
     * @param plane the distance between planes
     */
    void weight(ByteBuffer taps, boolean flipped, int length, ByteBuffer to, int plane) {
        float[] rows = between(POINTS * TAPS * BLOCK);
        int tap = (flipped ? -length : length) * Float.BYTES;
        int begin = flipped ? -(TAPS * TAPS - 1) * tap : 0;
        for (int i = 0; i < length; i += BLOCK) {
            int count = Math.min(BLOCK, length - i);
            for (int x = 0; x < TAPS; x++) {
                weightColumn(taps, begin + x * tap + i * Float.BYTES, TAPS * tap, count, rows, x * BLOCK);
            }
            for (int y = 0; y < POINTS; y++) {
                weightRow(rows, y * TAPS * BLOCK, count, to, i * Float.BYTES + y * POINTS * plane, plane);
            }
        }
    }

    private static void weightColumn(ByteBuffer taps, int from, int step, int count, float[] rows, int place) {
        for (int i = 0; i < count; i += LANES) {
            weightAxis(taps, from + i * Float.BYTES, step, rows, place + i, TAPS * BLOCK);
        }
    }

    private static void weightRow(float[] rows, int from, int count, ByteBuffer to, int place, int plane) {
        for (int i = 0; i < count; i += LANES) {
            weightAxis(rows, from + i, BLOCK, to, place + i * Float.BYTES, plane);
        }
    }

    /** From 3 taps to 6 values at the points. */
    private static void weightAxis(ByteBuffer taps, int at, int step, float[] to, int place, int distance) {
        FloatVector w0 = load(taps, at);
        FloatVector w1 = load(taps, at + step);
        FloatVector w2 = load(taps, at + 2 * step);
        store(w0.mul(ZERO_FACTOR), to, place);
        FloatVector even = w2.mul(A2).add(w0).mul(A_FACTOR);
        FloatVector odd = w1.mul(A * A_FACTOR);
        store(even.add(odd), to, place + distance);
        store(even.sub(odd), to, place + 2 * distance);
        even = w2.mul(B2).add(w0).mul(B_FACTOR);
        odd = w1.mul(B * B_FACTOR);
        store(even.add(odd), to, place + 3 * distance);
        store(even.sub(odd), to, place + 4 * distance);
        store(w2, to, place + 5 * distance);
    }

    private static void weightAxis(float[] taps, int at, int step, ByteBuffer to, int place, int distance) {
        FloatVector w0 = load(taps, at);
        FloatVector w1 = load(taps, at + step);
        FloatVector w2 = load(taps, at + 2 * step);
        store(w0.mul(ZERO_FACTOR), to, place);
        FloatVector even = w2.mul(A2).add(w0).mul(A_FACTOR);
        FloatVector odd = w1.mul(A * A_FACTOR);
        store(even.add(odd), to, place + distance);
        store(even.sub(odd), to, place + 2 * distance);
        even = w2.mul(B2).add(w0).mul(B_FACTOR);
        odd = w1.mul(B * B_FACTOR);
        store(even.add(odd), to, place + 3 * distance);
        store(even.sub(odd), to, place + 4 * distance);
        store(w2, to, place + 5 * distance);
    }

    /** Turns the gradient of a transformed weight into the weight's; the parameters are as for {@link #weight}. */
    void weightGradient(ByteBuffer from, int plane, int length, ByteBuffer taps) {
        float[] rows = between(POINTS * TAPS * BLOCK);
        int tap = length * Float.BYTES;
        for (int i = 0; i < length; i += BLOCK) {
            int count = Math.min(BLOCK, length - i);
            for (int y = 0; y < POINTS; y++) {
                gradientRow(from, i * Float.BYTES + y * POINTS * plane, plane, count, rows, y * BLOCK);
            }
            for (int x = 0; x < TAPS; x++) {
                gradientColumn(rows, x * POINTS * BLOCK, count, taps, i * Float.BYTES + x * tap, TAPS * tap);
            }
        }
    }

    private static void gradientRow(ByteBuffer from, int first, int plane, int count, float[] rows, int place) {
        for (int i = 0; i < count; i += LANES) {
            gradientAxis(from, first + i * Float.BYTES, plane, rows, place + i, POINTS * BLOCK);
        }
    }

    private static void gradientColumn(float[] rows, int from, int count, ByteBuffer taps, int place, int step) {
        for (int i = 0; i < count; i += LANES) {
            gradientAxis(rows, from + i, BLOCK, taps, place + i * Float.BYTES, step);
        }
    }

    /** From 6 values at the points to 3 taps. */
    private static void gradientAxis(ByteBuffer u, int at, int step, float[] to, int place, int distance) {
        FloatVector u1 = load(u, at + step);
        FloatVector u2 = load(u, at + 2 * step);
        FloatVector u3 = load(u, at + 3 * step);
        FloatVector u4 = load(u, at + 4 * step);
        FloatVector sumA = u1.add(u2).mul(A_FACTOR);
        FloatVector sumB = u3.add(u4).mul(B_FACTOR);
        store(load(u, at).mul(ZERO_FACTOR).add(sumA).add(sumB), to, place);
        FloatVector squares = sumA.mul(A2).add(sumB.mul(B2));
        store(squares.add(load(u, at + 5 * step)), to, place + 2 * distance);
        FloatVector differenceA = u1.sub(u2).mul(A * A_FACTOR);
        FloatVector differenceB = u3.sub(u4).mul(B * B_FACTOR);
        store(differenceA.add(differenceB), to, place + distance);
    }

    private static void gradientAxis(float[] u, int at, int step, ByteBuffer to, int place, int distance) {
        FloatVector u1 = load(u, at + step);
        FloatVector u2 = load(u, at + 2 * step);
        FloatVector u3 = load(u, at + 3 * step);
        FloatVector u4 = load(u, at + 4 * step);
        FloatVector sumA = u1.add(u2).mul(A_FACTOR);
        FloatVector sumB = u3.add(u4).mul(B_FACTOR);
        store(load(u, at).mul(ZERO_FACTOR).add(sumA).add(sumB), to, place);
        FloatVector squares = sumA.mul(A2).add(sumB.mul(B2));
        store(squares.add(load(u, at + 5 * step)), to, place + 2 * distance);
        FloatVector differenceA = u1.sub(u2).mul(A * A_FACTOR);
        FloatVector differenceB = u3.sub(u4).mul(B * B_FACTOR);
        store(differenceA.add(differenceB), to, place + distance);
    }
}
