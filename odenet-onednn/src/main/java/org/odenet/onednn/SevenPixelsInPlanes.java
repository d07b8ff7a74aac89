package org.odenet.onednn;

import static org.odenet.onednn.SevenPixels.A;
import static org.odenet.onednn.SevenPixels.A2;
import static org.odenet.onednn.SevenPixels.A3;
import static org.odenet.onednn.SevenPixels.A4;
import static org.odenet.onednn.SevenPixels.A5;
import static org.odenet.onednn.SevenPixels.A6;
import static org.odenet.onednn.SevenPixels.AT_A;
import static org.odenet.onednn.SevenPixels.AT_B;
import static org.odenet.onednn.SevenPixels.AT_C;
import static org.odenet.onednn.SevenPixels.AT_D;
import static org.odenet.onednn.SevenPixels.B;
import static org.odenet.onednn.SevenPixels.B2;
import static org.odenet.onednn.SevenPixels.B3;
import static org.odenet.onednn.SevenPixels.B4;
import static org.odenet.onednn.SevenPixels.B5;
import static org.odenet.onednn.SevenPixels.B6;
import static org.odenet.onednn.SevenPixels.C;
import static org.odenet.onednn.SevenPixels.C2;
import static org.odenet.onednn.SevenPixels.C3;
import static org.odenet.onednn.SevenPixels.C4;
import static org.odenet.onednn.SevenPixels.C5;
import static org.odenet.onednn.SevenPixels.C6;
import static org.odenet.onednn.SevenPixels.D;
import static org.odenet.onednn.SevenPixels.D2;
import static org.odenet.onednn.SevenPixels.D3;
import static org.odenet.onednn.SevenPixels.D4;
import static org.odenet.onednn.SevenPixels.D5;
import static org.odenet.onednn.SevenPixels.D6;
import static org.odenet.onednn.SevenPixels.FOURTH;
import static org.odenet.onednn.SevenPixels.SECOND;
import static org.odenet.onednn.SevenPixels.SIXTH;
import static org.odenet.onednn.SevenPixels.ZEROTH;
import static org.odenet.onednn.VectorAccess.LANES;
import static org.odenet.onednn.VectorAccess.SPECIES;
import static org.odenet.onednn.VectorAccess.fma;
import static org.odenet.onednn.VectorAccess.load;
import static org.odenet.onednn.VectorAccess.store;

import jdk.incubator.vector.FloatVector;
import org.odenet.onednn.AxisTransforms.WithPlanes;
import org.odenet.onednn.SevenPixels.Polynomial;

/** The transforms of {@link SevenPixels} between an array of pixels and planes of points. */
final class SevenPixelsInPlanes {

    private SevenPixelsInPlanes() {}

    static WithPlanes input() {
        return WithPlanes.inTurn(inputAt(0, AT_A, AT_B), inputAt(4, AT_C, AT_D), SevenPixelsInPlanes::inputAtInfinity);
    }

    static WithPlanes output() {
        return WithPlanes.inTurn(SevenPixelsInPlanes::evenOutputs, SevenPixelsInPlanes::oddOutputs);
    }

    static WithPlanes outputCotangent() {
        return WithPlanes.inTurn(
                outputCotangentAt(0, A, B), outputCotangentAt(4, C, D), SevenPixelsInPlanes::outputCotangentAtInfinity);
    }

    static WithPlanes inputCotangent() {
        return WithPlanes.inTurn(
                SevenPixelsInPlanes::lowerEvenInputCotangents,
                SevenPixelsInPlanes::upperEvenInputCotangents,
                SevenPixelsInPlanes::oddInputCotangents);
    }

    /** From 9 values to those at two points, the first of which has this number, and at their opposites. */
    private static WithPlanes inputAt(int number, Polynomial a, Polynomial b) {
        return (x, at, to, place, layout) -> input(x, at, to, place + number * layout.point(), layout, a, b);
    }

    private static void input(
            float[] x, int at, NativeFloats to, int place, Layout layout, Polynomial first, Polynomial second) {
        int pixel = layout.pixel();
        int point = layout.point();
        FloatVector a = FloatVector.broadcast(SPECIES, first.point());
        FloatVector a4 = FloatVector.broadcast(SPECIES, first.fourth());
        FloatVector a2 = FloatVector.broadcast(SPECIES, first.second());
        FloatVector a0 = FloatVector.broadcast(SPECIES, first.zeroth());
        FloatVector b = FloatVector.broadcast(SPECIES, second.point());
        FloatVector b4 = FloatVector.broadcast(SPECIES, second.fourth());
        FloatVector b2 = FloatVector.broadcast(SPECIES, second.second());
        FloatVector b0 = FloatVector.broadcast(SPECIES, second.zeroth());
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
                FloatVector even = x0.fma(a0, x2.fma(a2, x4.fma(a4, x6)));
                FloatVector odd = x1.fma(a0, x3.fma(a2, x5.fma(a4, x7)));
                FloatVector scaled = even.mul(a);
                store(odd.add(scaled), to, back);
                store(odd.sub(scaled), to, back + point);
                even = x0.fma(b0, x2.fma(b2, x4.fma(b4, x6)));
                odd = x1.fma(b0, x3.fma(b2, x5.fma(b4, x7)));
                scaled = even.mul(b);
                store(odd.add(scaled), to, back + 2 * point);
                store(odd.sub(scaled), to, back + 3 * point);
            }
        }
    }

    /** From 9 values to that at infinity. */
    private static void inputAtInfinity(float[] x, int at, NativeFloats to, int place, Layout layout) {
        int pixel = layout.pixel();
        int point = layout.point();
        for (int run = 0; run < layout.runs(); run++) {
            int begin = at + run * layout.nextPixels();
            int beginBack = place + run * layout.nextPoints();
            for (int i = 0; i < layout.length(); i += LANES) {
                int from = begin + i;
                int back = beginBack + i * Float.BYTES;
                FloatVector x0 = load(x, from);
                FloatVector x2 = load(x, from + 2 * pixel);
                FloatVector x4 = load(x, from + 4 * pixel);
                FloatVector x6 = load(x, from + 6 * pixel);
                FloatVector x8 = load(x, from + 8 * pixel);
                store(fma(x0, ZEROTH, fma(x2, SECOND, fma(x4, FOURTH, fma(x6, SIXTH, x8)))), to, back + 8 * point);
            }
        }
    }

    /** From 9 values at the points to the first, third, fifth and seventh of 7. */
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
                FloatVector sumD = load(x, from + 6 * point).add(load(x, from + 7 * point));
                store(sumA.add(sumB).add(sumC).add(sumD), to, back);
                store(fma(sumD, D2, fma(sumC, C2, fma(sumB, B2, sumA.mul(A2)))), to, back + 2 * pixel);
                store(fma(sumD, D4, fma(sumC, C4, fma(sumB, B4, sumA.mul(A4)))), to, back + 4 * pixel);
                FloatVector seventh = fma(sumB, B6, fma(sumA, A6, load(x, from + 8 * point)));
                store(fma(sumD, D6, fma(sumC, C6, seventh)), to, back + 6 * pixel);
            }
        }
    }

    /** From 9 values at the points to the second, fourth and sixth of 7. */
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
                FloatVector differenceD = load(x, from + 6 * point).sub(load(x, from + 7 * point));
                FloatVector second = fma(differenceB, B, differenceA.mul(A));
                store(fma(differenceD, D, fma(differenceC, C, second)), to, back + pixel);
                FloatVector fourth = fma(differenceB, B3, differenceA.mul(A3));
                store(fma(differenceD, D3, fma(differenceC, C3, fourth)), to, back + 3 * pixel);
                FloatVector sixth = fma(differenceB, B5, differenceA.mul(A5));
                store(fma(differenceD, D5, fma(differenceC, C5, sixth)), to, back + 5 * pixel);
            }
        }
    }

    /** From 7 values to those at two points, the first of which has this number, and at their opposites. */
    private static WithPlanes outputCotangentAt(int number, float a, float b) {
        return (x, at, to, place, layout) -> outputCotangent(x, at, to, place + number * layout.point(), layout, a, b);
    }

    private static void outputCotangent(
            float[] x, int at, NativeFloats to, int place, Layout layout, float first, float second) {
        int pixel = layout.pixel();
        int point = layout.point();
        FloatVector a = FloatVector.broadcast(SPECIES, first);
        FloatVector a2 = a.mul(a);
        FloatVector b = FloatVector.broadcast(SPECIES, second);
        FloatVector b2 = b.mul(b);
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
                FloatVector even = x6.fma(a2, x4).fma(a2, x2).fma(a2, x0);
                FloatVector odd = x5.fma(a2, x3).fma(a2, x1).mul(a);
                store(even.add(odd), to, back);
                store(even.sub(odd), to, back + point);
                even = x6.fma(b2, x4).fma(b2, x2).fma(b2, x0);
                odd = x5.fma(b2, x3).fma(b2, x1).mul(b);
                store(even.add(odd), to, back + 2 * point);
                store(even.sub(odd), to, back + 3 * point);
            }
        }
    }

    /** From 7 values to that at infinity. */
    private static void outputCotangentAtInfinity(float[] x, int at, NativeFloats to, int place, Layout layout) {
        int pixel = layout.pixel();
        int point = layout.point();
        for (int run = 0; run < layout.runs(); run++) {
            int begin = at + run * layout.nextPixels();
            int beginBack = place + run * layout.nextPoints();
            for (int i = 0; i < layout.length(); i += LANES) {
                int from = begin + i;
                int back = beginBack + i * Float.BYTES;
                store(load(x, from + 6 * pixel), to, back + 8 * point);
            }
        }
    }

    /** From 9 values at the points to the first and third of the input's 9. */
    private static void lowerEvenInputCotangents(float[] to, int place, NativeFloats x, int at, Layout layout) {
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
                FloatVector differenceD =
                        load(x, from + 6 * point).sub(load(x, from + 7 * point)).mul(D);
                FloatVector atInfinity = load(x, from + 8 * point);
                store(
                        fma(
                                differenceD,
                                AT_D.zeroth(),
                                fma(
                                        differenceC,
                                        AT_C.zeroth(),
                                        fma(
                                                differenceB,
                                                AT_B.zeroth(),
                                                fma(differenceA, AT_A.zeroth(), atInfinity.mul(ZEROTH))))),
                        to,
                        back);
                store(
                        fma(
                                differenceD,
                                AT_D.second(),
                                fma(
                                        differenceC,
                                        AT_C.second(),
                                        fma(
                                                differenceB,
                                                AT_B.second(),
                                                fma(differenceA, AT_A.second(), atInfinity.mul(SECOND))))),
                        to,
                        back + 2 * pixel);
            }
        }
    }

    /** From 9 values at the points to the fifth, seventh and ninth of the input's 9. */
    private static void upperEvenInputCotangents(float[] to, int place, NativeFloats x, int at, Layout layout) {
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
                FloatVector differenceD =
                        load(x, from + 6 * point).sub(load(x, from + 7 * point)).mul(D);
                FloatVector atInfinity = load(x, from + 8 * point);
                store(
                        fma(
                                differenceD,
                                AT_D.fourth(),
                                fma(
                                        differenceC,
                                        AT_C.fourth(),
                                        fma(
                                                differenceB,
                                                AT_B.fourth(),
                                                fma(differenceA, AT_A.fourth(), atInfinity.mul(FOURTH))))),
                        to,
                        back + 4 * pixel);
                store(
                        fma(atInfinity, SIXTH, differenceA)
                                .add(differenceB)
                                .add(differenceC)
                                .add(differenceD),
                        to,
                        back + 6 * pixel);
                store(atInfinity, to, back + 8 * pixel);
            }
        }
    }

    /** From 9 values at the points to the second, fourth, sixth and eighth of the input's 9. */
    private static void oddInputCotangents(float[] to, int place, NativeFloats x, int at, Layout layout) {
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
                FloatVector sumD = load(x, from + 6 * point).add(load(x, from + 7 * point));
                store(
                        fma(
                                sumD,
                                AT_D.zeroth(),
                                fma(sumC, AT_C.zeroth(), fma(sumB, AT_B.zeroth(), sumA.mul(AT_A.zeroth())))),
                        to,
                        back + pixel);
                store(
                        fma(
                                sumD,
                                AT_D.second(),
                                fma(sumC, AT_C.second(), fma(sumB, AT_B.second(), sumA.mul(AT_A.second())))),
                        to,
                        back + 3 * pixel);
                store(
                        fma(
                                sumD,
                                AT_D.fourth(),
                                fma(sumC, AT_C.fourth(), fma(sumB, AT_B.fourth(), sumA.mul(AT_A.fourth())))),
                        to,
                        back + 5 * pixel);
                store(sumA.add(sumB).add(sumC).add(sumD), to, back + 7 * pixel);
            }
        }
    }
}
