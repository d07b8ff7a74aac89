package org.odenet.onednn;

import static org.odenet.onednn.VectorAccess.LANES;
import static org.odenet.onednn.VectorAccess.load;
import static org.odenet.onednn.VectorAccess.store;

import jdk.incubator.vector.FloatVector;
import org.odenet.onednn.AxisTransforms.InArrays;

/**
 * Winograd's convolution F(4, 3) along one axis of a tile, at the points ±A, ±B, zero and infinity. Products and sums are separate
 * instructions, which ran faster here than fused ones; with the larger tiles it is the other way round.
 */
final class FourPixels {

    // They round half as much as the usual 1 and 2 (Barabasz et al. 2020, "Error analysis and improving the accuracy
    // of Winograd convolution").
    private static final float A = 5f / 8;
    private static final float B = 11f / 8;

    private static final float A2 = A * A;
    private static final float B2 = B * B;
    private static final float A3 = A2 * A;
    private static final float B3 = B2 * B;

    /** The reciprocal of the product of a point's distances to the others. */
    private static final float ZERO_FACTOR = 1 / (A2 * B2);

    private static final float A_FACTOR = 1 / (2 * A2 * (A2 - B2));
    private static final float B_FACTOR = 1 / (2 * B2 * (B2 - A2));

    /** The coefficients of {@code (x² - A²)(x² - B²)} but the highest, which is 1. */
    private static final float SECOND = -(A2 + B2);

    private static final float ZEROTH = A2 * B2;

    private FourPixels() {}

    static AxisTransforms transforms() {
        return new AxisTransforms(
                FourPixels::input,
                FourPixels::input,
                FourPixels::output,
                FourPixels::output,
                FourPixels::outputCotangent,
                FourPixels::outputCotangent,
                FourPixels::inputCotangent,
                FourPixels::inputCotangent,
                FourPixels::weight,
                InArrays.inTurn(FourPixels::gradientOfOuterTaps, FourPixels::gradientOfMiddleTap));
    }

    /** From 6 values to 6 at the points. */
    private static void input(float[] x, int at, float[] to, int place, Layout layout) {
        int pixel = layout.pixel();
        int point = layout.point();
        for (int run = 0; run < layout.runs(); run++) {
            int begin = at + run * layout.nextPixels();
            int beginBack = place + run * layout.nextPoints();
            for (int i = 0; i < layout.length(); i += LANES) {
                int from = begin + i;
                int back = beginBack + i;
                FloatVector x0 = load(x, from);
                FloatVector x1 = load(x, from + pixel);
                FloatVector x2 = load(x, from + 2 * pixel);
                FloatVector x3 = load(x, from + 3 * pixel);
                FloatVector x4 = load(x, from + 4 * pixel);
                FloatVector x5 = load(x, from + 5 * pixel);
                FloatVector even = x2.mul(-B2).add(x4);
                FloatVector odd = x1.mul(-B2).add(x3);
                store(odd.mul(A).add(even), to, back);
                store(odd.mul(-A).add(even), to, back + point);
                even = x2.mul(-A2).add(x4);
                odd = x1.mul(-A2).add(x3);
                store(odd.mul(B).add(even), to, back + 2 * point);
                store(odd.mul(-B).add(even), to, back + 3 * point);
                store(x0.mul(ZEROTH).add(x2.mul(SECOND).add(x4)), to, back + 4 * point);
                store(x1.mul(ZEROTH).add(x3.mul(SECOND).add(x5)), to, back + 5 * point);
            }
        }
    }

    /** From 6 values at the points to 4. */
    private static void output(float[] x, int at, float[] to, int place, Layout layout) {
        int pixel = layout.pixel();
        int point = layout.point();
        for (int run = 0; run < layout.runs(); run++) {
            int begin = at + run * layout.nextPoints();
            int beginBack = place + run * layout.nextPixels();
            for (int i = 0; i < layout.length(); i += LANES) {
                int from = begin + i;
                int back = beginBack + i;
                FloatVector plusA = load(x, from);
                FloatVector minusA = load(x, from + point);
                FloatVector plusB = load(x, from + 2 * point);
                FloatVector minusB = load(x, from + 3 * point);
                FloatVector sumA = plusA.add(minusA);
                FloatVector sumB = plusB.add(minusB);
                FloatVector differenceA = plusA.sub(minusA);
                FloatVector differenceB = plusB.sub(minusB);
                store(load(x, from + 4 * point).add(sumA).add(sumB), to, back);
                store(differenceB.mul(B).add(differenceA.mul(A)), to, back + pixel);
                store(sumB.mul(B2).add(sumA.mul(A2)), to, back + 2 * pixel);
                store(
                        differenceB.mul(B3).add(differenceA.mul(A3).add(load(x, from + 5 * point))),
                        to,
                        back + 3 * pixel);
            }
        }
    }

    /** From 4 values to 6 at the points. */
    private static void outputCotangent(float[] x, int at, float[] to, int place, Layout layout) {
        int pixel = layout.pixel();
        int point = layout.point();
        for (int run = 0; run < layout.runs(); run++) {
            int begin = at + run * layout.nextPixels();
            int beginBack = place + run * layout.nextPoints();
            for (int i = 0; i < layout.length(); i += LANES) {
                int from = begin + i;
                int back = beginBack + i;
                FloatVector x0 = load(x, from);
                FloatVector x1 = load(x, from + pixel);
                FloatVector x2 = load(x, from + 2 * pixel);
                FloatVector x3 = load(x, from + 3 * pixel);
                FloatVector even = x2.mul(A2).add(x0);
                FloatVector odd = x3.mul(A2).add(x1);
                store(odd.mul(A).add(even), to, back);
                store(odd.mul(-A).add(even), to, back + point);
                even = x2.mul(B2).add(x0);
                odd = x3.mul(B2).add(x1);
                store(odd.mul(B).add(even), to, back + 2 * point);
                store(odd.mul(-B).add(even), to, back + 3 * point);
                store(x0, to, back + 4 * point);
                store(x3, to, back + 5 * point);
            }
        }
    }

    /** From 6 values at the points to the input's 6. */
    private static void inputCotangent(float[] x, int at, float[] to, int place, Layout layout) {
        int pixel = layout.pixel();
        int point = layout.point();
        for (int run = 0; run < layout.runs(); run++) {
            int begin = at + run * layout.nextPoints();
            int beginBack = place + run * layout.nextPixels();
            for (int i = 0; i < layout.length(); i += LANES) {
                int from = begin + i;
                int back = beginBack + i;
                FloatVector sumA = load(x, from).add(load(x, from + point));
                FloatVector sumB = load(x, from + 2 * point).add(load(x, from + 3 * point));
                FloatVector differenceA =
                        load(x, from).sub(load(x, from + point)).mul(A);
                FloatVector differenceB =
                        load(x, from + 2 * point).sub(load(x, from + 3 * point)).mul(B);
                FloatVector atZero = load(x, from + 4 * point);
                FloatVector atInfinity = load(x, from + 5 * point);
                store(atZero.mul(ZEROTH), to, back);
                store(differenceA.mul(-B2).add(differenceB.mul(-A2).add(atInfinity.mul(ZEROTH))), to, back + pixel);
                store(sumA.mul(-B2).add(sumB.mul(-A2).add(atZero.mul(SECOND))), to, back + 2 * pixel);
                store(differenceA.add(differenceB).add(atInfinity.mul(SECOND)), to, back + 3 * pixel);
                store(sumA.add(sumB).add(atZero), to, back + 4 * pixel);
                store(atInfinity, to, back + 5 * pixel);
            }
        }
    }

    /** From 3 taps to 6 values at the points. */
    private static void weight(float[] x, int at, float[] to, int place, Layout layout) {
        int pixel = layout.pixel();
        int point = layout.point();
        for (int run = 0; run < layout.runs(); run++) {
            int begin = at + run * layout.nextPixels();
            int beginBack = place + run * layout.nextPoints();
            for (int i = 0; i < layout.length(); i += LANES) {
                int from = begin + i;
                int back = beginBack + i;
                FloatVector x0 = load(x, from);
                FloatVector x1 = load(x, from + pixel);
                FloatVector x2 = load(x, from + 2 * pixel);
                FloatVector even = x2.mul(A2).add(x0).mul(A_FACTOR);
                store(x1.mul(A * A_FACTOR).add(even), to, back);
                store(x1.mul(-A * A_FACTOR).add(even), to, back + point);
                even = x2.mul(B2).add(x0).mul(B_FACTOR);
                store(x1.mul(B * B_FACTOR).add(even), to, back + 2 * point);
                store(x1.mul(-B * B_FACTOR).add(even), to, back + 3 * point);
                store(x0.mul(ZERO_FACTOR), to, back + 4 * point);
                store(x2, to, back + 5 * point);
            }
        }
    }

    /** From the gradient of 6 values at the points to that of the first and third tap. */
    private static void gradientOfOuterTaps(float[] x, int at, float[] to, int place, Layout layout) {
        int pixel = layout.pixel();
        int point = layout.point();
        for (int run = 0; run < layout.runs(); run++) {
            int begin = at + run * layout.nextPoints();
            int beginBack = place + run * layout.nextPixels();
            for (int i = 0; i < layout.length(); i += LANES) {
                int from = begin + i;
                int back = beginBack + i;
                FloatVector sumA = load(x, from).add(load(x, from + point));
                FloatVector sumB = load(x, from + 2 * point).add(load(x, from + 3 * point));
                FloatVector first =
                        sumA.mul(A_FACTOR).add(load(x, from + 4 * point).mul(ZERO_FACTOR));
                store(sumB.mul(B_FACTOR).add(first), to, back);
                FloatVector third = sumA.mul(A2 * A_FACTOR).add(load(x, from + 5 * point));
                store(sumB.mul(B2 * B_FACTOR).add(third), to, back + 2 * pixel);
            }
        }
    }

    /** The same to that of the second tap. */
    private static void gradientOfMiddleTap(float[] x, int at, float[] to, int place, Layout layout) {
        int pixel = layout.pixel();
        int point = layout.point();
        for (int run = 0; run < layout.runs(); run++) {
            int begin = at + run * layout.nextPoints();
            int beginBack = place + run * layout.nextPixels();
            for (int i = 0; i < layout.length(); i += LANES) {
                int from = begin + i;
                int back = beginBack + i;
                FloatVector differenceA = load(x, from).sub(load(x, from + point));
                FloatVector differenceB = load(x, from + 2 * point).sub(load(x, from + 3 * point));
                store(differenceB.mul(B * B_FACTOR).add(differenceA.mul(A * A_FACTOR)), to, back + pixel);
            }
        }
    }

    /** From 6 values to 6 at the points. */
    private static void input(float[] x, int at, NativeFloats to, int place, Layout layout) {
        int pixel = layout.pixel();
        int point = layout.point();
        for (int run = 0; run < layout.runs(); run++) {
            int begin = at + run * layout.nextPixels();
            int beginBack = place + run * layout.nextPoints();
            for (int i = 0; i < layout.length(); i += LANES) {
                int from = begin + i;
                int back = beginBack + i * Float.BYTES;
                FloatVector x0 = load(x, from);
                FloatVector x1 = load(x, from + pixel);
                FloatVector x2 = load(x, from + 2 * pixel);
                FloatVector x3 = load(x, from + 3 * pixel);
                FloatVector x4 = load(x, from + 4 * pixel);
                FloatVector x5 = load(x, from + 5 * pixel);
                FloatVector even = x2.mul(-B2).add(x4);
                FloatVector odd = x1.mul(-B2).add(x3);
                store(odd.mul(A).add(even), to, back);
                store(odd.mul(-A).add(even), to, back + point);
                even = x2.mul(-A2).add(x4);
                odd = x1.mul(-A2).add(x3);
                store(odd.mul(B).add(even), to, back + 2 * point);
                store(odd.mul(-B).add(even), to, back + 3 * point);
                store(x0.mul(ZEROTH).add(x2.mul(SECOND).add(x4)), to, back + 4 * point);
                store(x1.mul(ZEROTH).add(x3.mul(SECOND).add(x5)), to, back + 5 * point);
            }
        }
    }

    /** From 6 values at the points to 4. */
    private static void output(float[] to, int place, NativeFloats x, int at, Layout layout) {
        int pixel = layout.pixel();
        int point = layout.point();
        for (int run = 0; run < layout.runs(); run++) {
            int begin = at + run * layout.nextPoints();
            int beginBack = place + run * layout.nextPixels();
            for (int i = 0; i < layout.length(); i += LANES) {
                int from = begin + i * Float.BYTES;
                int back = beginBack + i;
                FloatVector plusA = load(x, from);
                FloatVector minusA = load(x, from + point);
                FloatVector plusB = load(x, from + 2 * point);
                FloatVector minusB = load(x, from + 3 * point);
                FloatVector sumA = plusA.add(minusA);
                FloatVector sumB = plusB.add(minusB);
                FloatVector differenceA = plusA.sub(minusA);
                FloatVector differenceB = plusB.sub(minusB);
                store(load(x, from + 4 * point).add(sumA).add(sumB), to, back);
                store(differenceB.mul(B).add(differenceA.mul(A)), to, back + pixel);
                store(sumB.mul(B2).add(sumA.mul(A2)), to, back + 2 * pixel);
                store(
                        differenceB.mul(B3).add(differenceA.mul(A3).add(load(x, from + 5 * point))),
                        to,
                        back + 3 * pixel);
            }
        }
    }

    /** From 4 values to 6 at the points. */
    private static void outputCotangent(float[] x, int at, NativeFloats to, int place, Layout layout) {
        int pixel = layout.pixel();
        int point = layout.point();
        for (int run = 0; run < layout.runs(); run++) {
            int begin = at + run * layout.nextPixels();
            int beginBack = place + run * layout.nextPoints();
            for (int i = 0; i < layout.length(); i += LANES) {
                int from = begin + i;
                int back = beginBack + i * Float.BYTES;
                FloatVector x0 = load(x, from);
                FloatVector x1 = load(x, from + pixel);
                FloatVector x2 = load(x, from + 2 * pixel);
                FloatVector x3 = load(x, from + 3 * pixel);
                FloatVector even = x2.mul(A2).add(x0);
                FloatVector odd = x3.mul(A2).add(x1);
                store(odd.mul(A).add(even), to, back);
                store(odd.mul(-A).add(even), to, back + point);
                even = x2.mul(B2).add(x0);
                odd = x3.mul(B2).add(x1);
                store(odd.mul(B).add(even), to, back + 2 * point);
                store(odd.mul(-B).add(even), to, back + 3 * point);
                store(x0, to, back + 4 * point);
                store(x3, to, back + 5 * point);
            }
        }
    }

    /** From 6 values at the points to the input's 6. */
    private static void inputCotangent(float[] to, int place, NativeFloats x, int at, Layout layout) {
        int pixel = layout.pixel();
        int point = layout.point();
        for (int run = 0; run < layout.runs(); run++) {
            int begin = at + run * layout.nextPoints();
            int beginBack = place + run * layout.nextPixels();
            for (int i = 0; i < layout.length(); i += LANES) {
                int from = begin + i * Float.BYTES;
                int back = beginBack + i;
                FloatVector sumA = load(x, from).add(load(x, from + point));
                FloatVector sumB = load(x, from + 2 * point).add(load(x, from + 3 * point));
                FloatVector differenceA =
                        load(x, from).sub(load(x, from + point)).mul(A);
                FloatVector differenceB =
                        load(x, from + 2 * point).sub(load(x, from + 3 * point)).mul(B);
                FloatVector atZero = load(x, from + 4 * point);
                FloatVector atInfinity = load(x, from + 5 * point);
                store(atZero.mul(ZEROTH), to, back);
                store(differenceA.mul(-B2).add(differenceB.mul(-A2).add(atInfinity.mul(ZEROTH))), to, back + pixel);
                store(sumA.mul(-B2).add(sumB.mul(-A2).add(atZero.mul(SECOND))), to, back + 2 * pixel);
                store(differenceA.add(differenceB).add(atInfinity.mul(SECOND)), to, back + 3 * pixel);
                store(sumA.add(sumB).add(atZero), to, back + 4 * pixel);
                store(atInfinity, to, back + 5 * pixel);
            }
        }
    }
}
