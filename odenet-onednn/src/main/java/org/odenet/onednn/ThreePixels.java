package org.odenet.onednn;

import static org.odenet.onednn.VectorAccess.LANES;
import static org.odenet.onednn.VectorAccess.load;
import static org.odenet.onednn.VectorAccess.store;
import static org.odenet.onednn.WinogradPoints.A;
import static org.odenet.onednn.WinogradPoints.A2;
import static org.odenet.onednn.WinogradPoints.B;
import static org.odenet.onednn.WinogradPoints.B2;
import static org.odenet.onednn.WinogradPoints.CONSTANT;
import static org.odenet.onednn.WinogradPoints.SQUARE;

import jdk.incubator.vector.FloatVector;

/**
 * Winograd's convolution F(3, 3) along one axis of a tile, at {@link WinogradPoints} other than zero. The values of a tile are
 * multiplied by the point, as the weight's, which are divided by its distance to zero too, serve {@link FourPixels} as well.
 */
final class ThreePixels {

    private ThreePixels() {}

    static AxisTransforms transforms() {
        return new AxisTransforms(
                ThreePixels::input,
                ThreePixels::input,
                ThreePixels::output,
                ThreePixels::output,
                ThreePixels::cotangent,
                ThreePixels::cotangent);
    }

    /** From 5 values to 5 at the points. */
    private static void input(float[] x, int at, float[] to, int place, Layout layout) {
        int pixel = layout.pixel();
        int point = layout.point();
        for (int run = 0; run < layout.runs(); run++) {
            int first = at + run * layout.nextPixels();
            int firstBack = place + run * layout.nextPoints();
            for (int i = 0; i < layout.length(); i += LANES) {
                int from = first + i;
                int back = firstBack + i;
                FloatVector x0 = load(x, from);
                FloatVector x1 = load(x, from + pixel);
                FloatVector x2 = load(x, from + 2 * pixel);
                FloatVector x3 = load(x, from + 3 * pixel);
                FloatVector odd = x1.mul(-B2).add(x3).mul(A);
                FloatVector even = x0.mul(-B2).add(x2).mul(A2);
                store(even.add(odd), to, back);
                store(even.sub(odd), to, back + point);
                odd = x1.mul(-A2).add(x3).mul(B);
                even = x0.mul(-A2).add(x2).mul(B2);
                store(even.add(odd), to, back + 2 * point);
                store(even.sub(odd), to, back + 3 * point);
                store(x0.mul(CONSTANT).add(load(x, from + 4 * pixel)).add(x2.mul(SQUARE)), to, back + 4 * point);
            }
        }
    }

    private static void input(float[] x, int at, NativeFloats to, int place, Layout layout) {
        int pixel = layout.pixel();
        int point = layout.point();
        for (int run = 0; run < layout.runs(); run++) {
            int first = at + run * layout.nextPixels();
            int firstBack = place + run * layout.nextPoints();
            for (int i = 0; i < layout.length(); i += LANES) {
                int from = first + i;
                int back = firstBack + i * Float.BYTES;
                FloatVector x0 = load(x, from);
                FloatVector x1 = load(x, from + pixel);
                FloatVector x2 = load(x, from + 2 * pixel);
                FloatVector x3 = load(x, from + 3 * pixel);
                FloatVector odd = x1.mul(-B2).add(x3).mul(A);
                FloatVector even = x0.mul(-B2).add(x2).mul(A2);
                store(even.add(odd), to, back);
                store(even.sub(odd), to, back + point);
                odd = x1.mul(-A2).add(x3).mul(B);
                even = x0.mul(-A2).add(x2).mul(B2);
                store(even.add(odd), to, back + 2 * point);
                store(even.sub(odd), to, back + 3 * point);
                store(x0.mul(CONSTANT).add(load(x, from + 4 * pixel)).add(x2.mul(SQUARE)), to, back + 4 * point);
            }
        }
    }

    /** From 5 values at the points to 3. */
    private static void output(float[] to, int place, NativeFloats x, int at, Layout layout) {
        int pixel = layout.pixel();
        int point = layout.point();
        for (int run = 0; run < layout.runs(); run++) {
            int first = at + run * layout.nextPoints();
            int firstBack = place + run * layout.nextPixels();
            for (int i = 0; i < layout.length(); i += LANES) {
                int from = first + i * Float.BYTES;
                int back = firstBack + i;
                FloatVector x0 = load(x, from);
                FloatVector x1 = load(x, from + point);
                FloatVector x2 = load(x, from + 2 * point);
                FloatVector x3 = load(x, from + 3 * point);
                FloatVector sumA = x0.add(x1);
                FloatVector sumB = x2.add(x3);
                store(sumA.add(sumB), to, back);
                store(x0.sub(x1).mul(A).add(x2.sub(x3).mul(B)), to, back + pixel);
                FloatVector squares = sumA.mul(A2).add(sumB.mul(B2));
                store(squares.add(load(x, from + 4 * point)), to, back + 2 * pixel);
            }
        }
    }

    private static void output(float[] x, int at, float[] to, int place, Layout layout) {
        int pixel = layout.pixel();
        int point = layout.point();
        for (int run = 0; run < layout.runs(); run++) {
            int first = at + run * layout.nextPoints();
            int firstBack = place + run * layout.nextPixels();
            for (int i = 0; i < layout.length(); i += LANES) {
                int from = first + i;
                int back = firstBack + i;
                FloatVector x0 = load(x, from);
                FloatVector x1 = load(x, from + point);
                FloatVector x2 = load(x, from + 2 * point);
                FloatVector x3 = load(x, from + 3 * point);
                FloatVector sumA = x0.add(x1);
                FloatVector sumB = x2.add(x3);
                store(sumA.add(sumB), to, back);
                store(x0.sub(x1).mul(A).add(x2.sub(x3).mul(B)), to, back + pixel);
                FloatVector squares = sumA.mul(A2).add(sumB.mul(B2));
                store(squares.add(load(x, from + 4 * point)), to, back + 2 * pixel);
            }
        }
    }

    /** From 3 values to 5 at the points. */
    private static void cotangent(float[] x, int at, float[] to, int place, Layout layout) {
        int pixel = layout.pixel();
        int point = layout.point();
        for (int run = 0; run < layout.runs(); run++) {
            int first = at + run * layout.nextPixels();
            int firstBack = place + run * layout.nextPoints();
            for (int i = 0; i < layout.length(); i += LANES) {
                int from = first + i;
                int back = firstBack + i;
                FloatVector x0 = load(x, from);
                FloatVector x1 = load(x, from + pixel);
                FloatVector x2 = load(x, from + 2 * pixel);
                FloatVector even = x2.mul(A2).add(x0);
                FloatVector odd = x1.mul(A);
                store(even.add(odd), to, back);
                store(even.sub(odd), to, back + point);
                even = x2.mul(B2).add(x0);
                odd = x1.mul(B);
                store(even.add(odd), to, back + 2 * point);
                store(even.sub(odd), to, back + 3 * point);
                store(x2, to, back + 4 * point);
            }
        }
    }

    private static void cotangent(float[] x, int at, NativeFloats to, int place, Layout layout) {
        int pixel = layout.pixel();
        int point = layout.point();
        for (int run = 0; run < layout.runs(); run++) {
            int first = at + run * layout.nextPixels();
            int firstBack = place + run * layout.nextPoints();
            for (int i = 0; i < layout.length(); i += LANES) {
                int from = first + i;
                int back = firstBack + i * Float.BYTES;
                FloatVector x0 = load(x, from);
                FloatVector x1 = load(x, from + pixel);
                FloatVector x2 = load(x, from + 2 * pixel);
                FloatVector even = x2.mul(A2).add(x0);
                FloatVector odd = x1.mul(A);
                store(even.add(odd), to, back);
                store(even.sub(odd), to, back + point);
                even = x2.mul(B2).add(x0);
                odd = x1.mul(B);
                store(even.add(odd), to, back + 2 * point);
                store(even.sub(odd), to, back + 3 * point);
                store(x2, to, back + 4 * point);
            }
        }
    }
}
