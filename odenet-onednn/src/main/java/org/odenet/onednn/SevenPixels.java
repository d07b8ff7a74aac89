package org.odenet.onednn;

import static org.odenet.onednn.VectorAccess.LANES;
import static org.odenet.onednn.VectorAccess.SPECIES;
import static org.odenet.onednn.VectorAccess.fma;
import static org.odenet.onednn.VectorAccess.load;
import static org.odenet.onednn.VectorAccess.store;

import jdk.incubator.vector.FloatVector;
import org.odenet.onednn.AxisTransforms.InArrays;

/** Winograd's convolution F(7, 3) along one axis of a tile, at the points ±A, ±B, ±C, ±D and infinity. */
final class SevenPixels {

    // Of those tried, multiples of 1/16, the points that round least: less than with zero among them.
    static final float A = 1f / 4;
    static final float B = 11f / 16;
    static final float C = 17f / 16;
    static final float D = 9f / 4;

    static final float A2 = A * A;
    static final float B2 = B * B;
    static final float C2 = C * C;
    static final float D2 = D * D;
    static final float A3 = A2 * A;
    static final float B3 = B2 * B;
    static final float C3 = C2 * C;
    static final float D3 = D2 * D;
    static final float A4 = A3 * A;
    static final float B4 = B3 * B;
    static final float C4 = C3 * C;
    static final float D4 = D3 * D;
    static final float A5 = A4 * A;
    static final float B5 = B4 * B;
    static final float C5 = C4 * C;
    static final float D5 = D4 * D;
    static final float A6 = A5 * A;
    static final float B6 = B5 * B;
    static final float C6 = C5 * C;
    static final float D6 = D5 * D;

    /** The reciprocal of the product of a point's distances to the others. */
    static final float A_FACTOR = 1 / (2 * A * (A2 - B2) * (A2 - C2) * (A2 - D2));

    static final float B_FACTOR = 1 / (2 * B * (B2 - A2) * (B2 - C2) * (B2 - D2));

    static final float C_FACTOR = 1 / (2 * C * (C2 - A2) * (C2 - B2) * (C2 - D2));

    static final float D_FACTOR = 1 / (2 * D * (D2 - A2) * (D2 - B2) * (D2 - C2));

    /** The coefficients of {@code (x² - A²)(x² - B²)(x² - C²)(x² - D²)} but the highest, which is 1. */
    static final float SIXTH = -(A2 + B2 + C2 + D2);

    static final float FOURTH = A2 * B2 + A2 * C2 + A2 * D2 + B2 * C2 + B2 * D2 + C2 * D2;
    static final float SECOND = -(A2 * B2 * C2 + A2 * B2 * D2 + A2 * C2 * D2 + B2 * C2 * D2);
    static final float ZEROTH = A2 * B2 * C2 * D2;

    static final Polynomial AT_A = Polynomial.of(A, B2, C2, D2);
    static final Polynomial AT_B = Polynomial.of(B, A2, C2, D2);
    static final Polynomial AT_C = Polynomial.of(C, A2, B2, D2);
    static final Polynomial AT_D = Polynomial.of(D, A2, B2, C2);

    private SevenPixels() {}

    static AxisTransforms transforms() {
        return new AxisTransforms(
                input(),
                SevenPixelsInPlanes.input(),
                SevenPixelsInPlanes.output(),
                InArrays.inTurn(SevenPixels::evenOutputs, SevenPixels::oddOutputs),
                outputCotangent(),
                SevenPixelsInPlanes.outputCotangent(),
                SevenPixelsInPlanes.inputCotangent(),
                InArrays.inTurn(
                        SevenPixels::lowerEvenInputCotangents,
                        SevenPixels::upperEvenInputCotangents,
                        SevenPixels::oddInputCotangents),
                SevenPixels::weight,
                InArrays.inTurn(SevenPixels::gradientOfOuterTaps, SevenPixels::gradientOfMiddleTap));
    }

    private static InArrays input() {
        return InArrays.inTurn(inputAt(0, AT_A, AT_B), inputAt(4, AT_C, AT_D), SevenPixels::inputAtInfinity);
    }

    private static InArrays outputCotangent() {
        return InArrays.inTurn(
                outputCotangentAt(0, A, B), outputCotangentAt(4, C, D), SevenPixels::outputCotangentAtInfinity);
    }

    /**
     * The polynomial {@code (x² - q)(x² - r)(x² - s)} that is zero at all points but one and its opposite.
     *
     * @param point the point
     * @param fourth the coefficient of {@code x⁴}, and so on; that of {@code x⁶} is 1
     */
    record Polynomial(float point, float fourth, float second, float zeroth) {

        static Polynomial of(float point, float q, float r, float s) {
            return new Polynomial(point, -(q + r + s), q * r + q * s + r * s, -q * r * s);
        }
    }

    /** From 9 values to those at two points, the first of which has this number, and at their opposites. */
    private static InArrays inputAt(int number, Polynomial a, Polynomial b) {
        return (x, at, to, place, layout) -> input(x, at, to, place + number * layout.point(), layout, a, b);
    }

    private static void input(
            float[] x, int at, float[] to, int place, Layout layout, Polynomial first, Polynomial second) {
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
                int back = beginBack + i;
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
    private static void inputAtInfinity(float[] x, int at, float[] to, int place, Layout layout) {
        int pixel = layout.pixel();
        int point = layout.point();
        for (int run = 0; run < layout.runs(); run++) {
            int begin = at + run * layout.nextPixels();
            int beginBack = place + run * layout.nextPoints();
            for (int i = 0; i < layout.length(); i += LANES) {
                int from = begin + i;
                int back = beginBack + i;
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
    private static void evenOutputs(float[] x, int at, float[] to, int place, Layout layout) {
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
    private static void oddOutputs(float[] x, int at, float[] to, int place, Layout layout) {
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
    private static InArrays outputCotangentAt(int number, float a, float b) {
        return (x, at, to, place, layout) -> outputCotangent(x, at, to, place + number * layout.point(), layout, a, b);
    }

    private static void outputCotangent(
            float[] x, int at, float[] to, int place, Layout layout, float first, float second) {
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
                int back = beginBack + i;
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
    private static void outputCotangentAtInfinity(float[] x, int at, float[] to, int place, Layout layout) {
        int pixel = layout.pixel();
        int point = layout.point();
        for (int run = 0; run < layout.runs(); run++) {
            int begin = at + run * layout.nextPixels();
            int beginBack = place + run * layout.nextPoints();
            for (int i = 0; i < layout.length(); i += LANES) {
                int from = begin + i;
                int back = beginBack + i;
                store(load(x, from + 6 * pixel), to, back + 8 * point);
            }
        }
    }

    /** From 9 values at the points to the first and third of the input's 9. */
    private static void lowerEvenInputCotangents(float[] x, int at, float[] to, int place, Layout layout) {
        int pixel = layout.pixel();
        int point = layout.point();
        for (int run = 0; run < layout.runs(); run++) {
            int begin = at + run * layout.nextPoints();
            int beginBack = place + run * layout.nextPixels();
            for (int i = 0; i < layout.length(); i += LANES) {
                int from = begin + i;
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
    private static void upperEvenInputCotangents(float[] x, int at, float[] to, int place, Layout layout) {
        int pixel = layout.pixel();
        int point = layout.point();
        for (int run = 0; run < layout.runs(); run++) {
            int begin = at + run * layout.nextPoints();
            int beginBack = place + run * layout.nextPixels();
            for (int i = 0; i < layout.length(); i += LANES) {
                int from = begin + i;
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
    private static void oddInputCotangents(float[] x, int at, float[] to, int place, Layout layout) {
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

    /** From 3 taps to 9 values at the points. */
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
                FloatVector even = fma(x2, A2, x0).mul(A_FACTOR);
                store(fma(x1, A * A_FACTOR, even), to, back);
                store(x1.mul(A * A_FACTOR).sub(even), to, back + point);
                even = fma(x2, B2, x0).mul(B_FACTOR);
                store(fma(x1, B * B_FACTOR, even), to, back + 2 * point);
                store(x1.mul(B * B_FACTOR).sub(even), to, back + 3 * point);
                even = fma(x2, C2, x0).mul(C_FACTOR);
                store(fma(x1, C * C_FACTOR, even), to, back + 4 * point);
                store(x1.mul(C * C_FACTOR).sub(even), to, back + 5 * point);
                even = fma(x2, D2, x0).mul(D_FACTOR);
                store(fma(x1, D * D_FACTOR, even), to, back + 6 * point);
                store(x1.mul(D * D_FACTOR).sub(even), to, back + 7 * point);
                store(x2, to, back + 8 * point);
            }
        }
    }

    /** From the gradient of 9 values at the points to that of the first and third tap. */
    private static void gradientOfOuterTaps(float[] x, int at, float[] to, int place, Layout layout) {
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
                FloatVector differenceC = load(x, from + 4 * point).sub(load(x, from + 5 * point));
                FloatVector differenceD = load(x, from + 6 * point).sub(load(x, from + 7 * point));
                FloatVector first = fma(differenceB, B_FACTOR, differenceA.mul(A_FACTOR));
                store(fma(differenceD, D_FACTOR, fma(differenceC, C_FACTOR, first)), to, back);
                FloatVector third = fma(differenceA, A2 * A_FACTOR, load(x, from + 8 * point));
                third = fma(differenceC, C2 * C_FACTOR, fma(differenceB, B2 * B_FACTOR, third));
                store(fma(differenceD, D2 * D_FACTOR, third), to, back + 2 * pixel);
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
                FloatVector sumA = load(x, from).add(load(x, from + point));
                FloatVector sumB = load(x, from + 2 * point).add(load(x, from + 3 * point));
                FloatVector sumC = load(x, from + 4 * point).add(load(x, from + 5 * point));
                FloatVector sumD = load(x, from + 6 * point).add(load(x, from + 7 * point));
                FloatVector second = fma(sumB, B * B_FACTOR, sumA.mul(A * A_FACTOR));
                store(fma(sumD, D * D_FACTOR, fma(sumC, C * C_FACTOR, second)), to, back + pixel);
            }
        }
    }
}
