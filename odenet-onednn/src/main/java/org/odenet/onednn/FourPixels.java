package org.odenet.onednn;

import static org.odenet.onednn.VectorAccess.LANES;
import static org.odenet.onednn.VectorAccess.load;
import static org.odenet.onednn.VectorAccess.store;

import java.nio.ByteBuffer;
import jdk.incubator.vector.FloatVector;

/**
 * Winograd's convolution F(4, 3) along one axis of a tile, at the points 0, ±5/8, ±3/2 and infinity: with the usual 0, ±1, ±2
 * and infinity the errors are twice as large (Barabasz et al. 2020, "Error analysis and improving the accuracy of Winograd
 * convolution").
 */
final class FourPixels {

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

    private FourPixels() {}

    static AxisTransforms transforms() {
        return new AxisTransforms(
                FourPixels::input,
                FourPixels::input,
                FourPixels::output,
                FourPixels::output,
                FourPixels::cotangent,
                FourPixels::cotangent,
                FourPixels::weight,
                FourPixels::gradient);
    }

    /** From 6 values to 6 at the points. */
    private static void input(float[] x, int at, float[] to, int place, Layout layout) {
        int step = layout.step();
        int distance = layout.distance();
        for (int run = 0; run < layout.runs(); run++) {
            int first = at + run * layout.advance();
            int firstBack = place + run * layout.leap();
            for (int i = 0; i < layout.length(); i += LANES) {
                int from = first + i;
                int back = firstBack + i;
                FloatVector x0 = load(x, from);
                FloatVector x1 = load(x, from + step);
                FloatVector x2 = load(x, from + 2 * step);
                FloatVector x3 = load(x, from + 3 * step);
                FloatVector x4 = load(x, from + 4 * step);
                FloatVector x5 = load(x, from + 5 * step);
                store(x0.mul(CONSTANT).add(x4).add(x2.mul(SQUARE)), to, back);
                FloatVector even = x2.mul(-B2).add(x4);
                FloatVector odd = x1.mul(-B2).add(x3).mul(A);
                store(even.add(odd), to, back + distance);
                store(even.sub(odd), to, back + 2 * distance);
                even = x2.mul(-A2).add(x4);
                odd = x1.mul(-A2).add(x3).mul(B);
                store(even.add(odd), to, back + 3 * distance);
                store(even.sub(odd), to, back + 4 * distance);
                store(x1.mul(CONSTANT).add(x5).add(x3.mul(SQUARE)), to, back + 5 * distance);
            }
        }
    }

    private static void input(float[] x, int at, ByteBuffer to, int place, Layout layout) {
        int step = layout.step();
        int distance = layout.distance();
        for (int run = 0; run < layout.runs(); run++) {
            int first = at + run * layout.advance();
            int firstBack = place + run * layout.leap();
            for (int i = 0; i < layout.length(); i += LANES) {
                int from = first + i;
                int back = firstBack + i * Float.BYTES;
                FloatVector x0 = load(x, from);
                FloatVector x1 = load(x, from + step);
                FloatVector x2 = load(x, from + 2 * step);
                FloatVector x3 = load(x, from + 3 * step);
                FloatVector x4 = load(x, from + 4 * step);
                FloatVector x5 = load(x, from + 5 * step);
                store(x0.mul(CONSTANT).add(x4).add(x2.mul(SQUARE)), to, back);
                FloatVector even = x2.mul(-B2).add(x4);
                FloatVector odd = x1.mul(-B2).add(x3).mul(A);
                store(even.add(odd), to, back + distance);
                store(even.sub(odd), to, back + 2 * distance);
                even = x2.mul(-A2).add(x4);
                odd = x1.mul(-A2).add(x3).mul(B);
                store(even.add(odd), to, back + 3 * distance);
                store(even.sub(odd), to, back + 4 * distance);
                store(x1.mul(CONSTANT).add(x5).add(x3.mul(SQUARE)), to, back + 5 * distance);
            }
        }
    }

    /** From 6 values at the points to 4. */
    private static void output(ByteBuffer m, int at, float[] to, int place, Layout layout) {
        int step = layout.step();
        int distance = layout.distance();
        for (int run = 0; run < layout.runs(); run++) {
            int first = at + run * layout.advance();
            int firstBack = place + run * layout.leap();
            for (int i = 0; i < layout.length(); i += LANES) {
                int from = first + i * Float.BYTES;
                int back = firstBack + i;
                FloatVector m1 = load(m, from + step);
                FloatVector m2 = load(m, from + 2 * step);
                FloatVector m3 = load(m, from + 3 * step);
                FloatVector m4 = load(m, from + 4 * step);
                FloatVector sumA = m1.add(m2);
                FloatVector sumB = m3.add(m4);
                store(load(m, from).add(sumA).add(sumB), to, back);
                store(sumA.mul(A2).add(sumB.mul(B2)), to, back + 2 * distance);
                FloatVector differenceA = m1.sub(m2);
                FloatVector differenceB = m3.sub(m4);
                store(differenceA.mul(A).add(differenceB.mul(B)), to, back + distance);
                FloatVector cubes = differenceA.mul(A3).add(differenceB.mul(B3));
                store(cubes.add(load(m, from + 5 * step)), to, back + 3 * distance);
            }
        }
    }

    private static void output(float[] m, int at, float[] to, int place, Layout layout) {
        int step = layout.step();
        int distance = layout.distance();
        for (int run = 0; run < layout.runs(); run++) {
            int first = at + run * layout.advance();
            int firstBack = place + run * layout.leap();
            for (int i = 0; i < layout.length(); i += LANES) {
                int from = first + i;
                int back = firstBack + i;
                FloatVector m1 = load(m, from + step);
                FloatVector m2 = load(m, from + 2 * step);
                FloatVector m3 = load(m, from + 3 * step);
                FloatVector m4 = load(m, from + 4 * step);
                FloatVector sumA = m1.add(m2);
                FloatVector sumB = m3.add(m4);
                store(load(m, from).add(sumA).add(sumB), to, back);
                store(sumA.mul(A2).add(sumB.mul(B2)), to, back + 2 * distance);
                FloatVector differenceA = m1.sub(m2);
                FloatVector differenceB = m3.sub(m4);
                store(differenceA.mul(A).add(differenceB.mul(B)), to, back + distance);
                FloatVector cubes = differenceA.mul(A3).add(differenceB.mul(B3));
                store(cubes.add(load(m, from + 5 * step)), to, back + 3 * distance);
            }
        }
    }

    /** From 4 values to 6 at the points. */
    private static void cotangent(float[] y, int at, float[] to, int place, Layout layout) {
        int step = layout.step();
        int distance = layout.distance();
        for (int run = 0; run < layout.runs(); run++) {
            int first = at + run * layout.advance();
            int firstBack = place + run * layout.leap();
            for (int i = 0; i < layout.length(); i += LANES) {
                int from = first + i;
                int back = firstBack + i;
                FloatVector y0 = load(y, from);
                FloatVector y1 = load(y, from + step);
                FloatVector y2 = load(y, from + 2 * step);
                FloatVector y3 = load(y, from + 3 * step);
                store(y0, to, back);
                FloatVector even = y2.mul(A2).add(y0);
                FloatVector odd = y3.mul(A3).add(y1.mul(A));
                store(even.add(odd), to, back + distance);
                store(even.sub(odd), to, back + 2 * distance);
                even = y2.mul(B2).add(y0);
                odd = y3.mul(B3).add(y1.mul(B));
                store(even.add(odd), to, back + 3 * distance);
                store(even.sub(odd), to, back + 4 * distance);
                store(y3, to, back + 5 * distance);
            }
        }
    }

    private static void cotangent(float[] y, int at, ByteBuffer to, int place, Layout layout) {
        int step = layout.step();
        int distance = layout.distance();
        for (int run = 0; run < layout.runs(); run++) {
            int first = at + run * layout.advance();
            int firstBack = place + run * layout.leap();
            for (int i = 0; i < layout.length(); i += LANES) {
                int from = first + i;
                int back = firstBack + i * Float.BYTES;
                FloatVector y0 = load(y, from);
                FloatVector y1 = load(y, from + step);
                FloatVector y2 = load(y, from + 2 * step);
                FloatVector y3 = load(y, from + 3 * step);
                store(y0, to, back);
                FloatVector even = y2.mul(A2).add(y0);
                FloatVector odd = y3.mul(A3).add(y1.mul(A));
                store(even.add(odd), to, back + distance);
                store(even.sub(odd), to, back + 2 * distance);
                even = y2.mul(B2).add(y0);
                odd = y3.mul(B3).add(y1.mul(B));
                store(even.add(odd), to, back + 3 * distance);
                store(even.sub(odd), to, back + 4 * distance);
                store(y3, to, back + 5 * distance);
            }
        }
    }

    /** From 3 taps to 6 values at the points. */
    private static void weight(float[] taps, int at, float[] to, int place, Layout layout) {
        int step = layout.step();
        int distance = layout.distance();
        for (int run = 0; run < layout.runs(); run++) {
            int first = at + run * layout.advance();
            int firstBack = place + run * layout.leap();
            for (int i = 0; i < layout.length(); i += LANES) {
                int from = first + i;
                int back = firstBack + i;
                FloatVector w0 = load(taps, from);
                FloatVector w1 = load(taps, from + step);
                FloatVector w2 = load(taps, from + 2 * step);
                store(w0.mul(ZERO_FACTOR), to, back);
                FloatVector even = w2.mul(A2).add(w0).mul(A_FACTOR);
                FloatVector odd = w1.mul(A * A_FACTOR);
                store(even.add(odd), to, back + distance);
                store(even.sub(odd), to, back + 2 * distance);
                even = w2.mul(B2).add(w0).mul(B_FACTOR);
                odd = w1.mul(B * B_FACTOR);
                store(even.add(odd), to, back + 3 * distance);
                store(even.sub(odd), to, back + 4 * distance);
                store(w2, to, back + 5 * distance);
            }
        }
    }

    /** From 6 values at the points to 3 taps. */
    private static void gradient(float[] u, int at, float[] to, int place, Layout layout) {
        int step = layout.step();
        int distance = layout.distance();
        for (int run = 0; run < layout.runs(); run++) {
            int first = at + run * layout.advance();
            int firstBack = place + run * layout.leap();
            for (int i = 0; i < layout.length(); i += LANES) {
                int from = first + i;
                int back = firstBack + i;
                FloatVector u1 = load(u, from + step);
                FloatVector u2 = load(u, from + 2 * step);
                FloatVector u3 = load(u, from + 3 * step);
                FloatVector u4 = load(u, from + 4 * step);
                FloatVector sumA = u1.add(u2).mul(A_FACTOR);
                FloatVector sumB = u3.add(u4).mul(B_FACTOR);
                store(load(u, from).mul(ZERO_FACTOR).add(sumA).add(sumB), to, back);
                FloatVector squares = sumA.mul(A2).add(sumB.mul(B2));
                store(squares.add(load(u, from + 5 * step)), to, back + 2 * distance);
                FloatVector differenceA = u1.sub(u2).mul(A * A_FACTOR);
                FloatVector differenceB = u3.sub(u4).mul(B * B_FACTOR);
                store(differenceA.add(differenceB), to, back + distance);
            }
        }
    }
}
