package org.odenet.onednn;

import static org.odenet.onednn.VectorAccess.LANES;
import static org.odenet.onednn.VectorAccess.load;
import static org.odenet.onednn.VectorAccess.store;
import static org.odenet.onednn.WinogradPoints.A;
import static org.odenet.onednn.WinogradPoints.A2;
import static org.odenet.onednn.WinogradPoints.A3;
import static org.odenet.onednn.WinogradPoints.B;
import static org.odenet.onednn.WinogradPoints.B2;
import static org.odenet.onednn.WinogradPoints.B3;
import static org.odenet.onednn.WinogradPoints.CONSTANT;
import static org.odenet.onednn.WinogradPoints.SQUARE;

import jdk.incubator.vector.FloatVector;

/** Winograd's convolution F(4, 3) along one axis of a tile, at all of {@link WinogradPoints}. */
final class FourPixels {

    private FourPixels() {}

    static AxisTransforms transforms() {
        return new AxisTransforms(
                FourPixels::input,
                FourPixels::input,
                FourPixels::output,
                FourPixels::output,
                FourPixels::cotangent,
                FourPixels::cotangent);
    }

    /** From 6 values to 6 at the points. */
    private static void input(float[] x, int at, float[] to, int place, Layout layout) {
        int pixel = layout.pixel();
        int point = layout.point();
        for (int run = 0; run < layout.runs(); run++) {
            int first = at + run * layout.nextPixels();
            int firstBack = place + run * layout.nextPoints();
            int firstZero = place + layout.zero() + run * layout.nextZero();
            for (int i = 0; i < layout.length(); i += LANES) {
                int from = first + i;
                int back = firstBack + i;
                FloatVector x0 = load(x, from);
                FloatVector x1 = load(x, from + pixel);
                FloatVector x2 = load(x, from + 2 * pixel);
                FloatVector x3 = load(x, from + 3 * pixel);
                FloatVector x4 = load(x, from + 4 * pixel);
                FloatVector x5 = load(x, from + 5 * pixel);
                FloatVector even = x2.mul(-B2).add(x4);
                FloatVector odd = x1.mul(-B2).add(x3).mul(A);
                store(even.add(odd), to, back);
                store(even.sub(odd), to, back + point);
                even = x2.mul(-A2).add(x4);
                odd = x1.mul(-A2).add(x3).mul(B);
                store(even.add(odd), to, back + 2 * point);
                store(even.sub(odd), to, back + 3 * point);
                store(x1.mul(CONSTANT).add(x5).add(x3.mul(SQUARE)), to, back + 4 * point);
                store(x0.mul(CONSTANT).add(x4).add(x2.mul(SQUARE)), to, firstZero + i);
            }
        }
    }

    private static void input(float[] x, int at, NativeFloats to, int place, Layout layout) {
        int pixel = layout.pixel();
        int point = layout.point();
        for (int run = 0; run < layout.runs(); run++) {
            int first = at + run * layout.nextPixels();
            int firstBack = place + run * layout.nextPoints();
            int firstZero = place + layout.zero() + run * layout.nextZero();
            for (int i = 0; i < layout.length(); i += LANES) {
                int from = first + i;
                int back = firstBack + i * Float.BYTES;
                FloatVector x0 = load(x, from);
                FloatVector x1 = load(x, from + pixel);
                FloatVector x2 = load(x, from + 2 * pixel);
                FloatVector x3 = load(x, from + 3 * pixel);
                FloatVector x4 = load(x, from + 4 * pixel);
                FloatVector x5 = load(x, from + 5 * pixel);
                FloatVector even = x2.mul(-B2).add(x4);
                FloatVector odd = x1.mul(-B2).add(x3).mul(A);
                store(even.add(odd), to, back);
                store(even.sub(odd), to, back + point);
                even = x2.mul(-A2).add(x4);
                odd = x1.mul(-A2).add(x3).mul(B);
                store(even.add(odd), to, back + 2 * point);
                store(even.sub(odd), to, back + 3 * point);
                store(x1.mul(CONSTANT).add(x5).add(x3.mul(SQUARE)), to, back + 4 * point);
                store(x0.mul(CONSTANT).add(x4).add(x2.mul(SQUARE)), to, firstZero + i * Float.BYTES);
            }
        }
    }

    /** From 6 values at the points to 4. */
    private static void output(float[] to, int place, NativeFloats x, int at, Layout layout) {
        int pixel = layout.pixel();
        int point = layout.point();
        for (int run = 0; run < layout.runs(); run++) {
            int first = at + run * layout.nextPoints();
            int firstZero = at + layout.zero() + run * layout.nextZero();
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
                store(load(x, firstZero + i * Float.BYTES).add(sumA).add(sumB), to, back);
                store(sumA.mul(A2).add(sumB.mul(B2)), to, back + 2 * pixel);
                FloatVector differenceA = x0.sub(x1);
                FloatVector differenceB = x2.sub(x3);
                store(differenceA.mul(A).add(differenceB.mul(B)), to, back + pixel);
                FloatVector cubes = differenceA.mul(A3).add(differenceB.mul(B3));
                store(cubes.add(load(x, from + 4 * point)), to, back + 3 * pixel);
            }
        }
    }

    private static void output(float[] x, int at, float[] to, int place, Layout layout) {
        int pixel = layout.pixel();
        int point = layout.point();
        for (int run = 0; run < layout.runs(); run++) {
            int first = at + run * layout.nextPoints();
            int firstZero = at + layout.zero() + run * layout.nextZero();
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
                store(load(x, firstZero + i).add(sumA).add(sumB), to, back);
                store(sumA.mul(A2).add(sumB.mul(B2)), to, back + 2 * pixel);
                FloatVector differenceA = x0.sub(x1);
                FloatVector differenceB = x2.sub(x3);
                store(differenceA.mul(A).add(differenceB.mul(B)), to, back + pixel);
                FloatVector cubes = differenceA.mul(A3).add(differenceB.mul(B3));
                store(cubes.add(load(x, from + 4 * point)), to, back + 3 * pixel);
            }
        }
    }

    /** From 4 values to 6 at the points. */
    private static void cotangent(float[] x, int at, float[] to, int place, Layout layout) {
        int pixel = layout.pixel();
        int point = layout.point();
        for (int run = 0; run < layout.runs(); run++) {
            int first = at + run * layout.nextPixels();
            int firstBack = place + run * layout.nextPoints();
            int firstZero = place + layout.zero() + run * layout.nextZero();
            for (int i = 0; i < layout.length(); i += LANES) {
                int from = first + i;
                int back = firstBack + i;
                FloatVector x0 = load(x, from);
                FloatVector x1 = load(x, from + pixel);
                FloatVector x2 = load(x, from + 2 * pixel);
                FloatVector x3 = load(x, from + 3 * pixel);
                FloatVector even = x2.mul(A2).add(x0);
                FloatVector odd = x3.mul(A3).add(x1.mul(A));
                store(even.add(odd), to, back);
                store(even.sub(odd), to, back + point);
                even = x2.mul(B2).add(x0);
                odd = x3.mul(B3).add(x1.mul(B));
                store(even.add(odd), to, back + 2 * point);
                store(even.sub(odd), to, back + 3 * point);
                store(x3, to, back + 4 * point);
                store(x0, to, firstZero + i);
            }
        }
    }

    private static void cotangent(float[] x, int at, NativeFloats to, int place, Layout layout) {
        int pixel = layout.pixel();
        int point = layout.point();
        for (int run = 0; run < layout.runs(); run++) {
            int first = at + run * layout.nextPixels();
            int firstBack = place + run * layout.nextPoints();
            int firstZero = place + layout.zero() + run * layout.nextZero();
            for (int i = 0; i < layout.length(); i += LANES) {
                int from = first + i;
                int back = firstBack + i * Float.BYTES;
                FloatVector x0 = load(x, from);
                FloatVector x1 = load(x, from + pixel);
                FloatVector x2 = load(x, from + 2 * pixel);
                FloatVector x3 = load(x, from + 3 * pixel);
                FloatVector even = x2.mul(A2).add(x0);
                FloatVector odd = x3.mul(A3).add(x1.mul(A));
                store(even.add(odd), to, back);
                store(even.sub(odd), to, back + point);
                even = x2.mul(B2).add(x0);
                odd = x3.mul(B3).add(x1.mul(B));
                store(even.add(odd), to, back + 2 * point);
                store(even.sub(odd), to, back + 3 * point);
                store(x3, to, back + 4 * point);
                store(x0, to, firstZero + i * Float.BYTES);
            }
        }
    }
}
