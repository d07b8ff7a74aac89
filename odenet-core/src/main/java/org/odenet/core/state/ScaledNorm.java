package org.odenet.core.state;

import java.util.List;

/** The size of an error relative to what is tolerated: {@link VectorSpace#errorNorm} for arrays or stretches of them. */
final class ScaledNorm {

    /** As many components as stay in the nearest cache between the loops over them. */
    private static final int BLOCK = 512;

    private ScaledNorm() {}

    /**
     * The norm over the elements from {@code from} to {@code to}.
     *
     * @param ratios scratch, overwritten there
     */
    static double of(
            double[] ratios,
            int from,
            int to,
            double[] weights,
            List<double[]> vectors,
            double[] first,
            double[] second,
            double relative,
            double absolute) {
        double sum = 0;
        if (to - from < WeightedSum.MANY) {
            WeightedSum.form(ratios, from, to, null, weights, vectors);
            sum = sumOfFew(ratios, from, to, first, second, relative, absolute);
        } else {
            for (int begin = from; begin < to; begin += BLOCK) {
                int end = Math.min(to, begin + BLOCK);
                WeightedSum.form(ratios, begin, end, null, weights, vectors);
                divide(ratios, begin, end, first, second, relative, absolute);
                sum += squares(ratios, begin, end);
            }
        }
        return Math.sqrt(sum / (to - from));
    }

    /** The sum of the squared ratios of few elements, in their order. */
    private static double sumOfFew(
            double[] ratios, int from, int to, double[] first, double[] second, double relative, double absolute) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            double scale = absolute + relative * Math.max(Math.abs(first[i]), Math.abs(second[i]));
            double ratio = ratios[i] / scale;
            // The last term is NaN where the scale, and so a state, is not finite.
            sum += ratio * ratio + 0 * scale;
        }
        return sum;
    }

    private static void divide(
            double[] ratios, int from, int to, double[] first, double[] second, double relative, double absolute) {
        for (int i = from; i < to; i++) {
            double scale = absolute + relative * Math.max(Math.abs(first[i]), Math.abs(second[i]));
            // The last term is NaN where the scale, and so a state, is not finite.
            ratios[i] = ratios[i] / scale + 0 * scale;
        }
    }

    /** Four sums, as one would wait for each addition before the next. */
    private static double squares(double[] ratios, int from, int to) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = from;
        for (; i < to - 3; i += 4) {
            s0 += ratios[i] * ratios[i];
            s1 += ratios[i + 1] * ratios[i + 1];
            s2 += ratios[i + 2] * ratios[i + 2];
            s3 += ratios[i + 3] * ratios[i + 3];
        }
        for (; i < to; i++) {
            s0 += ratios[i] * ratios[i];
        }
        return s0 + s1 + s2 + s3;
    }
}
