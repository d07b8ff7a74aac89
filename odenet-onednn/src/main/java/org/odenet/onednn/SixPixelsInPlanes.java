package org.odenet.onednn;

import static org.odenet.onednn.SixPixels.A;
import static org.odenet.onednn.SixPixels.A2;
import static org.odenet.onednn.SixPixels.A3;
import static org.odenet.onednn.SixPixels.A4;
import static org.odenet.onednn.SixPixels.A5;
import static org.odenet.onednn.SixPixels.AB_0;
import static org.odenet.onednn.SixPixels.AB_2;
import static org.odenet.onednn.SixPixels.AC_0;
import static org.odenet.onednn.SixPixels.AC_2;
import static org.odenet.onednn.SixPixels.B;
import static org.odenet.onednn.SixPixels.B2;
import static org.odenet.onednn.SixPixels.B3;
import static org.odenet.onednn.SixPixels.B4;
import static org.odenet.onednn.SixPixels.B5;
import static org.odenet.onednn.SixPixels.BC_0;
import static org.odenet.onednn.SixPixels.BC_2;
import static org.odenet.onednn.SixPixels.C;
import static org.odenet.onednn.SixPixels.C2;
import static org.odenet.onednn.SixPixels.C3;
import static org.odenet.onednn.SixPixels.C4;
import static org.odenet.onednn.SixPixels.C5;
import static org.odenet.onednn.SixPixels.FOURTH;
import static org.odenet.onednn.SixPixels.SECOND;
import static org.odenet.onednn.SixPixels.ZEROTH;
import static org.odenet.onednn.VectorAccess.LANES;
import static org.odenet.onednn.VectorAccess.SPECIES;
import static org.odenet.onednn.VectorAccess.fma;
import static org.odenet.onednn.VectorAccess.load;
import static org.odenet.onednn.VectorAccess.store;

import jdk.incubator.vector.FloatVector;
import org.odenet.onednn.AxisTransforms.WithPlanes;

/** The transforms of {@link SixPixels} between an array of pixels and planes of points. */
final class SixPixelsInPlanes {

    private SixPixelsInPlanes() {}

    static WithPlanes input() {
        return WithPlanes.inTurn(SixPixelsInPlanes::inputAtAB, SixPixelsInPlanes::inputAtC);
    }

    static WithPlanes output() {
        return WithPlanes.inTurn(SixPixelsInPlanes::evenOutputs, SixPixelsInPlanes::oddOutputs);
    }

    static WithPlanes outputCotangent() {
        return WithPlanes.inTurn(SixPixelsInPlanes::outputCotangentAtAB, SixPixelsInPlanes::outputCotangentAtC);
    }

    static WithPlanes inputCotangent() {
        return WithPlanes.inTurn(SixPixelsInPlanes::evenInputCotangents, SixPixelsInPlanes::oddInputCotangents);
    }

    /** From 8 values to those at ±A and ±B. */
    private static void inputAtAB(float[] x, int at, NativeFloats to, int place, Layout layout) {
        int pixel = layout.pixel();
        int point = layout.point();
        FloatVector a = FloatVector.broadcast(SPECIES, A);
        FloatVector a2 = FloatVector.broadcast(SPECIES, BC_2);
        FloatVector a0 = FloatVector.broadcast(SPECIES, BC_0);
        FloatVector b = FloatVector.broadcast(SPECIES, B);
        FloatVector b2 = FloatVector.broadcast(SPECIES, AC_2);
        FloatVector b0 = FloatVector.broadcast(SPECIES, AC_0);
        for (int run = 0; run < layout.runs(); run++) {
            int begin = at + run * layout.nextPixels();
            int beginBack = place + run * layout.nextPoints();
            for (int i = 0; i < layout.length(); i += LANES) {
                int from = begin + i;
                int back = beginBack + i * Float.BYTES;
                FloatVector x1 = load(x, from + pixel);
                FloatVector x2 = load(x, from + 2 * pixel);
                FloatVector x3 = load(x, from + 3 * pixel);
                FloatVector x4 = load(x, from + 4 * pixel);
                FloatVector x5 = load(x, from + 5 * pixel);
                FloatVector x6 = load(x, from + 6 * pixel);
                FloatVector even = x2.fma(a0, x4.fma(a2, x6));
                FloatVector odd = x1.fma(a0, x3.fma(a2, x5)).mul(a);
                store(even.add(odd), to, back);
                store(even.sub(odd), to, back + point);
                even = x2.fma(b0, x4.fma(b2, x6));
                odd = x1.fma(b0, x3.fma(b2, x5)).mul(b);
                store(even.add(odd), to, back + 2 * point);
                store(even.sub(odd), to, back + 3 * point);
            }
        }
    }

    /** From 8 values to those at ±C, zero and infinity. */
    private static void inputAtC(float[] x, int at, NativeFloats to, int place, Layout layout) {
        int pixel = layout.pixel();
        int point = layout.point();
        FloatVector c = FloatVector.broadcast(SPECIES, C);
        FloatVector c2 = FloatVector.broadcast(SPECIES, AB_2);
        FloatVector c0 = FloatVector.broadcast(SPECIES, AB_0);
        FloatVector fourth = FloatVector.broadcast(SPECIES, FOURTH);
        FloatVector second = FloatVector.broadcast(SPECIES, SECOND);
        FloatVector zeroth = FloatVector.broadcast(SPECIES, ZEROTH);
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
                FloatVector x6 = load(x, from + 6 * pixel);
                FloatVector x7 = load(x, from + 7 * pixel);
                FloatVector even = x2.fma(c0, x4.fma(c2, x6));
                FloatVector odd = x1.fma(c0, x3.fma(c2, x5)).mul(c);
                store(even.add(odd), to, back + 4 * point);
                store(even.sub(odd), to, back + 5 * point);
                store(x0.fma(zeroth, x2.fma(second, x4.fma(fourth, x6))), to, back + 6 * point);
                store(x1.fma(zeroth, x3.fma(second, x5.fma(fourth, x7))), to, back + 7 * point);
            }
        }
    }

    /** From 8 values at the points to the first, third and fifth of 6. */
    private static void evenOutputs(float[] to, int place, NativeFloats x, int at, Layout layout) {
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
                FloatVector sumC = load(x, from + 4 * point).add(load(x, from + 5 * point));
                store(load(x, from + 6 * point).add(sumA).add(sumB).add(sumC), to, back);
                store(fma(sumC, C2, fma(sumB, B2, sumA.mul(A2))), to, back + 2 * pixel);
                store(fma(sumC, C4, fma(sumB, B4, sumA.mul(A4))), to, back + 4 * pixel);
            }
        }
    }

    /** From 8 values at the points to the second, fourth and sixth of 6. */
    private static void oddOutputs(float[] to, int place, NativeFloats x, int at, Layout layout) {
        int pixel = layout.pixel();
        int point = layout.point();
        for (int run = 0; run < layout.runs(); run++) {
            int begin = at + run * layout.nextPoints();
            int beginBack = place + run * layout.nextPixels();
            for (int i = 0; i < layout.length(); i += LANES) {
                int from = begin + i * Float.BYTES;
                int back = beginBack + i;
                FloatVector differenceA = load(x, from).sub(load(x, from + point));
                FloatVector differenceB = load(x, from + 2 * point).sub(load(x, from + 3 * point));
                FloatVector differenceC = load(x, from + 4 * point).sub(load(x, from + 5 * point));
                store(fma(differenceC, C, fma(differenceB, B, differenceA.mul(A))), to, back + pixel);
                store(fma(differenceC, C3, fma(differenceB, B3, differenceA.mul(A3))), to, back + 3 * pixel);
                FloatVector sixth = fma(differenceA, A5, load(x, from + 7 * point));
                store(fma(differenceC, C5, fma(differenceB, B5, sixth)), to, back + 5 * pixel);
            }
        }
    }

    /** From 6 values to those at ±A and ±B. */
    private static void outputCotangentAtAB(float[] x, int at, NativeFloats to, int place, Layout layout) {
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
                FloatVector even = fma(fma(x4, A2, x2), A2, x0);
                FloatVector odd = fma(fma(x5, A2, x3), A2, x1);
                store(fma(odd, A, even), to, back);
                store(fma(odd, -A, even), to, back + point);
                even = fma(fma(x4, B2, x2), B2, x0);
                odd = fma(fma(x5, B2, x3), B2, x1);
                store(fma(odd, B, even), to, back + 2 * point);
                store(fma(odd, -B, even), to, back + 3 * point);
            }
        }
    }

    /** From 6 values to those at ±C, zero and infinity. */
    private static void outputCotangentAtC(float[] x, int at, NativeFloats to, int place, Layout layout) {
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
                FloatVector even = fma(fma(x4, C2, x2), C2, x0);
                FloatVector odd = fma(fma(x5, C2, x3), C2, x1);
                store(fma(odd, C, even), to, back + 4 * point);
                store(fma(odd, -C, even), to, back + 5 * point);
                store(x0, to, back + 6 * point);
                store(x5, to, back + 7 * point);
            }
        }
    }

    /** From 8 values at the points to the first, third, fifth and seventh of the input's 8. */
    private static void evenInputCotangents(float[] to, int place, NativeFloats x, int at, Layout layout) {
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
                FloatVector sumC = load(x, from + 4 * point).add(load(x, from + 5 * point));
                FloatVector atZero = load(x, from + 6 * point);
                store(atZero.mul(ZEROTH), to, back);
                store(fma(sumC, AB_0, fma(sumB, AC_0, fma(sumA, BC_0, atZero.mul(SECOND)))), to, back + 2 * pixel);
                store(fma(sumC, AB_2, fma(sumB, AC_2, fma(sumA, BC_2, atZero.mul(FOURTH)))), to, back + 4 * pixel);
                store(sumA.add(sumB).add(sumC).add(atZero), to, back + 6 * pixel);
            }
        }
    }

    /** From 8 values at the points to the second, fourth, sixth and eighth of the input's 8. */
    private static void oddInputCotangents(float[] to, int place, NativeFloats x, int at, Layout layout) {
        int pixel = layout.pixel();
        int point = layout.point();
        for (int run = 0; run < layout.runs(); run++) {
            int begin = at + run * layout.nextPoints();
            int beginBack = place + run * layout.nextPixels();
            for (int i = 0; i < layout.length(); i += LANES) {
                int from = begin + i * Float.BYTES;
                int back = beginBack + i;
                FloatVector differenceA =
                        load(x, from).sub(load(x, from + point)).mul(A);
                FloatVector differenceB =
                        load(x, from + 2 * point).sub(load(x, from + 3 * point)).mul(B);
                FloatVector differenceC =
                        load(x, from + 4 * point).sub(load(x, from + 5 * point)).mul(C);
                FloatVector atInfinity = load(x, from + 7 * point);
                store(
                        fma(differenceC, AB_0, fma(differenceB, AC_0, fma(differenceA, BC_0, atInfinity.mul(ZEROTH)))),
                        to,
                        back + pixel);
                store(
                        fma(differenceC, AB_2, fma(differenceB, AC_2, fma(differenceA, BC_2, atInfinity.mul(SECOND)))),
                        to,
                        back + 3 * pixel);
                store(differenceA.add(differenceB).add(differenceC).add(atInfinity.mul(FOURTH)), to, back + 5 * pixel);
                store(atInfinity, to, back + 7 * pixel);
            }
        }
    }
}
