package org.odenet.onednn;

import static org.odenet.onednn.VectorAccess.LANES;
import static org.odenet.onednn.VectorAccess.load;
import static org.odenet.onednn.VectorAccess.store;

import java.nio.ByteBuffer;
import jdk.incubator.vector.FloatVector;

/**
 * Winograd's convolution F(3, 3) along one axis of a tile, at the points ±1/2, ±5/4 and infinity.
 */
final class ThreePixels {

    private static final float A = 1f / 2;
    private static final float A2 = A * A;
    private static final float B = 5f / 4;
    private static final float B2 = B * B;

    /** The coefficients of {@code (x² - A²)(x² - B²)}, but for the highest. */
    private static final float CONSTANT = A2 * B2;

    private static final float SQUARE = -(A2 + B2);

    /** The reciprocal of the product of each point's distances to the others; of -A and -B it is minus this. */
    private static final float A_FACTOR = 1 / (2 * A * (A2 - B2));

    private static final float B_FACTOR = 1 / (2 * B * (B2 - A2));

    private ThreePixels() {}

    static AxisTransforms transforms() {
        return new AxisTransforms(
                ThreePixels::input,
                ThreePixels::input,
                ThreePixels::output,
                ThreePixels::output,
                ThreePixels::cotangent,
                ThreePixels::cotangent,
                ThreePixels::weight,
                ThreePixels::gradient);
    }

    /** From 5 values to 5 at the points. */
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
                FloatVector even = x1.mul(-B2).add(x3);
                FloatVector odd = x0.mul(-B2).add(x2).mul(A);
                store(even.add(odd), to, back);
                store(even.sub(odd), to, back + distance);
                even = x1.mul(-A2).add(x3);
                odd = x0.mul(-A2).add(x2).mul(B);
                store(even.add(odd), to, back + 2 * distance);
                store(even.sub(odd), to, back + 3 * distance);
                store(x0.mul(CONSTANT).add(load(x, from + 4 * step)).add(x2.mul(SQUARE)), to, back + 4 * distance);
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
                FloatVector even = x1.mul(-B2).add(x3);
                FloatVector odd = x0.mul(-B2).add(x2).mul(A);
                store(even.add(odd), to, back);
                store(even.sub(odd), to, back + distance);
                even = x1.mul(-A2).add(x3);
                odd = x0.mul(-A2).add(x2).mul(B);
                store(even.add(odd), to, back + 2 * distance);
                store(even.sub(odd), to, back + 3 * distance);
                store(x0.mul(CONSTANT).add(load(x, from + 4 * step)).add(x2.mul(SQUARE)), to, back + 4 * distance);
            }
        }
    }

    /** From 5 values at the points to 3. */
    private static void output(ByteBuffer m, int at, float[] to, int place, Layout layout) {
        int step = layout.step();
        int distance = layout.distance();
        for (int run = 0; run < layout.runs(); run++) {
            int first = at + run * layout.advance();
            int firstBack = place + run * layout.leap();
            for (int i = 0; i < layout.length(); i += LANES) {
                int from = first + i * Float.BYTES;
                int back = firstBack + i;
                FloatVector m0 = load(m, from);
                FloatVector m1 = load(m, from + step);
                FloatVector m2 = load(m, from + 2 * step);
                FloatVector m3 = load(m, from + 3 * step);
                FloatVector sumA = m0.add(m1);
                FloatVector sumB = m2.add(m3);
                store(sumA.add(sumB), to, back);
                store(m0.sub(m1).mul(A).add(m2.sub(m3).mul(B)), to, back + distance);
                FloatVector squares = sumA.mul(A2).add(sumB.mul(B2));
                store(squares.add(load(m, from + 4 * step)), to, back + 2 * distance);
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
                FloatVector m0 = load(m, from);
                FloatVector m1 = load(m, from + step);
                FloatVector m2 = load(m, from + 2 * step);
                FloatVector m3 = load(m, from + 3 * step);
                FloatVector sumA = m0.add(m1);
                FloatVector sumB = m2.add(m3);
                store(sumA.add(sumB), to, back);
                store(m0.sub(m1).mul(A).add(m2.sub(m3).mul(B)), to, back + distance);
                FloatVector squares = sumA.mul(A2).add(sumB.mul(B2));
                store(squares.add(load(m, from + 4 * step)), to, back + 2 * distance);
            }
        }
    }

    /** From 3 values to 5 at the points. */
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
                FloatVector even = y2.mul(A2).add(y0);
                FloatVector odd = y1.mul(A);
                store(even.add(odd), to, back);
                store(even.sub(odd), to, back + distance);
                even = y2.mul(B2).add(y0);
                odd = y1.mul(B);
                store(even.add(odd), to, back + 2 * distance);
                store(even.sub(odd), to, back + 3 * distance);
                store(y2, to, back + 4 * distance);
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
                FloatVector even = y2.mul(A2).add(y0);
                FloatVector odd = y1.mul(A);
                store(even.add(odd), to, back);
                store(even.sub(odd), to, back + distance);
                even = y2.mul(B2).add(y0);
                odd = y1.mul(B);
                store(even.add(odd), to, back + 2 * distance);
                store(even.sub(odd), to, back + 3 * distance);
                store(y2, to, back + 4 * distance);
            }
        }
    }

    /** From 3 taps to 5 values at the points. */
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
                FloatVector even = w2.mul(A2).add(w0).mul(A_FACTOR);
                FloatVector odd = w1.mul(A * A_FACTOR);
                store(even.add(odd), to, back);
                store(odd.sub(even), to, back + distance);
                even = w2.mul(B2).add(w0).mul(B_FACTOR);
                odd = w1.mul(B * B_FACTOR);
                store(even.add(odd), to, back + 2 * distance);
                store(odd.sub(even), to, back + 3 * distance);
                store(w2, to, back + 4 * distance);
            }
        }
    }

    /** From 5 values at the points to 3 taps. */
    private static void gradient(float[] u, int at, float[] to, int place, Layout layout) {
        int step = layout.step();
        int distance = layout.distance();
        for (int run = 0; run < layout.runs(); run++) {
            int first = at + run * layout.advance();
            int firstBack = place + run * layout.leap();
            for (int i = 0; i < layout.length(); i += LANES) {
                int from = first + i;
                int back = firstBack + i;
                FloatVector u0 = load(u, from);
                FloatVector u1 = load(u, from + step);
                FloatVector u2 = load(u, from + 2 * step);
                FloatVector u3 = load(u, from + 3 * step);
                FloatVector evenA = u0.sub(u1).mul(A_FACTOR);
                FloatVector evenB = u2.sub(u3).mul(B_FACTOR);
                store(evenA.add(evenB), to, back);
                FloatVector oddA = u0.add(u1).mul(A * A_FACTOR);
                FloatVector oddB = u2.add(u3).mul(B * B_FACTOR);
                store(oddA.add(oddB), to, back + distance);
                FloatVector squares = evenA.mul(A2).add(evenB.mul(B2));
                store(squares.add(load(u, from + 4 * step)), to, back + 2 * distance);
            }
        }
    }
}
