package org.odenet.benchmarks;

import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Whether two sides computed the same. */
final class Agreement {

    /**
     * A tensor of a group, such as one weight's gradient, whose norm is less than this part of the group's counts as if it
     * had that norm: a gradient that ought to vanish consists of rounding errors.
     */
    private static final double NEGLIGIBLE = 1e-2;

    /** What rounding in float32 makes of values; three times as much as the largest tiles of Winograd's method do on 256 channels. */
    private static final double VALUE_BOUND = 5e-5;

    private final String name;
    private final String peer;
    private final double bound;

    Agreement(String name, String peer) {
        this(name, peer, VALUE_BOUND);
    }

    /** Relative errors up to the bound are accepted. */
    private Agreement(String name, String peer, double bound) {
        this.name = name;
        this.peer = peer;
        this.bound = bound;
    }

    /** The same agreement with another bound of the relative error. */
    Agreement within(double other) {
        return new Agreement(name, peer, other);
    }

    void requireSameEvaluations(String pass, long ours, long theirs) {
        if (ours != theirs) {
            throw new DisagreementException(
                    name, peer, "the " + pass + " pass took " + ours + " evaluations here, " + theirs + " there");
        }
    }

    void requireSameNames(Map<String, INDArray> ours, Map<String, INDArray> theirs) {
        if (!ours.keySet().equals(theirs.keySet())) {
            throw new DisagreementException(
                    name, peer, "here are " + new TreeSet<>(ours.keySet()) + ", there " + theirs.keySet());
        }
    }

    void requireClose(String tensor, Map<String, INDArray> ours, Map<String, INDArray> theirs) {
        double least = NEGLIGIBLE * groupNorm(tensor, theirs);
        requireClose(tensor, values(ours.get(tensor)), values(theirs.get(tensor)), least);
    }

    /** The norm of all tensors whose names share the part before a slash. */
    private static double groupNorm(String tensor, Map<String, INDArray> all) {
        String group = tensor.contains("/") ? tensor.substring(0, tensor.indexOf('/') + 1) : tensor;
        return Math.sqrt(all.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(group))
                .mapToDouble(entry -> square(values(entry.getValue())))
                .sum());
    }

    void requireClose(String quantity, double[] ours, double[] theirs) {
        requireClose(quantity, ours, theirs, 0);
    }

    private void requireClose(String quantity, double[] ours, double[] theirs, double leastNorm) {
        if (ours.length != theirs.length) {
            throw new DisagreementException(
                    name, peer, quantity + " has " + ours.length + " values here, " + theirs.length + " there");
        }
        double[] difference = new double[ours.length];
        for (int i = 0; i < ours.length; i++) {
            difference[i] = ours[i] - theirs[i];
        }
        double norm = Math.max(Math.sqrt(square(theirs)), leastNorm);
        double error = Math.sqrt(square(difference)) / (norm == 0 ? 1 : norm);
        // Not error > bound, which lets NaN pass.
        if (!(error <= bound)) {
            throw new DisagreementException(
                    name,
                    peer,
                    String.format(Locale.ROOT, "the relative error of %s is %.2g, above %.2g", quantity, error, bound));
        }
    }

    private static double square(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value * value;
        }
        return sum;
    }

    /** The values in the order of the logical shape. */
    static double[] values(INDArray tensor) {
        try (INDArray plain = tensor.dup('c')) {
            return plain.reshape(plain.length()).toDoubleVector();
        }
    }
}
