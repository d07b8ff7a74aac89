package org.odenet.solvers.tableau;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * An explicit Runge–Kutta method as data. With stages {@code k_i = f(t + c_i h, y + h Σ_{j<i} a_ij k_j)} the step is
 * {@code y + h Σ b_i k_i}, its error estimate {@code h Σ e_i k_i}, and the solution within the step {@code y + h Σ b_i(θ)
 * k_i} with {@code b_i(θ) = Σ_p d_ip θ^p}, {@code p = 1, 2, …} and {@code θ} from 0 to 1.
 */
public final class ButcherTableau {

    private static final double TOLERANCE = 1e-12;

    private final String name;
    private final int order;
    private final int interpolationOrder;
    private final double[][] a;
    private final double[] b;
    private final double[] c;
    private final double[] error;
    private final boolean firstSameAsLast;
    private final double[][] interpolation;
    private final String citation;

    private ButcherTableau(Builder builder) {
        name = builder.name;
        order = builder.order;
        citation = builder.citation;
        check(name.equals(name.toLowerCase(Locale.ROOT)) && !name.isBlank(), "the name must be in lower case");
        check(order > 0, "the order is " + order + ", not positive");
        check(builder.a != null && builder.b != null && builder.c != null, "a, b or c is missing");
        a = copy(builder.a);
        b = builder.b.clone();
        c = builder.c.clone();
        validateSteps();
        firstSameAsLast = lastStageIsResult();
        error = builder.embedded == null ? null : difference(b, builder.embedded);
        interpolation = builder.middle == null ? copy(builder.interpolation) : quartic(builder.middle);
        interpolationOrder = builder.interpolationOrder;
        validateEstimates();
    }

    private static double[][] copy(double[][] rows) {
        return rows == null ? null : Stream.of(rows).map(double[]::clone).toArray(double[][]::new);
    }

    private double[] difference(double[] weights, double[] embedded) {
        check(embedded.length == weights.length, "the embedded weights are not as many as b");
        double[] difference = new double[weights.length];
        for (int i = 0; i < weights.length; i++) {
            difference[i] = weights[i] - embedded[i];
        }
        return difference;
    }

    private double[][] quartic(double[] middle) {
        check(middle.length == b.length, "the weights in the middle are not as many as b");
        check(isFirstSameAsLast(), "the last stage is not the derivative at the end, which the quartic needs");
        double[][] powers = new double[b.length][];
        for (int i = 0; i < b.length; i++) {
            double first = i == 0 ? 1 : 0;
            double last = i == b.length - 1 ? 1 : 0;
            powers[i] = new double[] {
                first,
                last - 4 * first - 5 * b[i] + 16 * middle[i],
                5 * first - 3 * last + 14 * b[i] - 32 * middle[i],
                2 * last - 2 * first - 8 * b[i] + 16 * middle[i]
            };
        }
        return powers;
    }

    private boolean lastStageIsResult() {
        int last = b.length - 1;
        return last > 0 && b[last] == 0 && Arrays.equals(a[last], Arrays.copyOf(b, last));
    }

    private void validateSteps() {
        check(a.length == b.length, "there are " + a.length + " rows in a and " + b.length + " weights in b");
        check(c.length == b.length, "there are " + c.length + " places in c and " + b.length + " weights in b");
        for (int i = 0; i < a.length; i++) {
            check(a[i].length == i, "row " + i + " of a has " + a[i].length + " entries, not " + i);
            check(c[i] >= 0 && c[i] <= 1, "c of stage " + i + " is " + c[i] + ", outside the step");
            check(near(sum(a[i]), c[i]), "row " + i + " of a sums to " + sum(a[i]) + ", not to c = " + c[i]);
        }
        check(near(sum(b), 1), "the weights b sum to " + sum(b) + ", not to 1");
    }

    private void validateEstimates() {
        check(error == null || near(sum(error), 0), "the error weights do not sum to 0");
        check(interpolation != null && interpolation.length == b.length, "the interpolation has not a row per stage");
        for (int i = 0; i < b.length; i++) {
            check(near(sum(interpolation[i]), b[i]), "the interpolation of stage " + i + " does not end at its weight");
        }
    }

    private void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException("tableau '" + name + "': " + message);
        }
    }

    private static boolean near(double value, double expected) {
        return Math.abs(value - expected) < TOLERANCE;
    }

    private static double sum(double[] values) {
        return DoubleStream.of(values).sum();
    }

    /**
     * Starts a tableau.
     *
     * @param name the name by which the method is found, in lower case
     * @param order the order of convergence of {@code b}
     * @return a builder
     */
    public static Builder builder(String name, int order) {
        return new Builder(name, order);
    }

    /**
     * The name by which the method is found.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * The order of convergence.
     *
     * @return the order
     */
    public int order() {
        return order;
    }

    /**
     * The order of the solution within a step: up to it, the order conditions hold at every θ.
     *
     * @return the order p; observed between the ends of steps, the solution converges with order p + 1, or with the
     *     method's own if that is lower
     */
    public int interpolationOrder() {
        return interpolationOrder;
    }

    /**
     * The number of stages.
     *
     * @return the length of {@code b}
     */
    public int stages() {
        return b.length;
    }

    /**
     * A coefficient of a stage.
     *
     * @param i the stage, from 0
     * @param j an earlier stage
     * @return {@code a_ij}
     */
    public double a(int i, int j) {
        return a[i][j];
    }

    /**
     * A weight of the step.
     *
     * @param i the stage, from 0
     * @return {@code b_i}
     */
    public double b(int i) {
        return b[i];
    }

    /**
     * A stage's place in the step.
     *
     * @param i the stage, from 0
     * @return {@code c_i}, from 0 to 1
     */
    public double c(int i) {
        return c[i];
    }

    /**
     * A weight of the error estimate.
     *
     * @param i the stage, from 0
     * @return {@code e_i}, the weight less that of the embedded method
     * @throws IllegalStateException if there is no embedded method
     */
    public double error(int i) {
        if (error == null) {
            throw new IllegalStateException("the method '" + name + "' has no error estimate");
        }
        return error[i];
    }

    /**
     * Whether the method estimates its error, so that it can choose its steps.
     *
     * @return true if it has an embedded method
     */
    public boolean hasErrorEstimate() {
        return error != null;
    }

    /**
     * A weight of the solution within the step.
     *
     * @param i the stage, from 0
     * @param theta the place in the step, from 0 to 1
     * @return {@code b_i(θ)}
     */
    public double interpolation(int i, double theta) {
        double value = 0;
        for (int p = interpolation[i].length - 1; p >= 0; p--) {
            value = (value + interpolation[i][p]) * theta;
        }
        return value;
    }

    /**
     * Whether the last stage is the first of the next step ("first same as last"): its state is the step's result.
     *
     * @return true if the last row of {@code a} is {@code b}
     */
    public boolean isFirstSameAsLast() {
        return firstSameAsLast;
    }

    /**
     * Where the method was published.
     *
     * @return the citation
     */
    public String citation() {
        return citation;
    }

    @Override
    public String toString() {
        return name;
    }

    /** Collects the coefficients of a tableau. */
    public static final class Builder {

        private final String name;
        private final int order;
        private int interpolationOrder;
        private double[][] a;
        private double[] b;
        private double[] c;
        private double[] embedded;
        private double[] middle;
        private double[][] interpolation;
        private String citation = "";

        private Builder(String name, int order) {
            this.name = name;
            this.order = order;
        }

        /**
         * Sets the coefficients of the stages.
         *
         * @param rows a row for each stage, the first empty, each one longer than the last
         * @return this builder
         */
        public Builder a(double[]... rows) {
            a = rows;
            return this;
        }

        /**
         * Sets the places of the stages in the step.
         *
         * @param places a place for each stage, from 0 to 1; the sums of the rows of {@link #a}
         * @return this builder
         */
        public Builder c(double... places) {
            c = places;
            return this;
        }

        /**
         * Sets the weights.
         *
         * @param weights a weight for each stage
         * @return this builder
         */
        public Builder b(double... weights) {
            b = weights;
            return this;
        }

        /**
         * Sets the weights of the embedded method, from which the error is estimated.
         *
         * @param weights a weight for each stage; after {@link #b}
         * @return this builder
         */
        public Builder embedded(double... weights) {
            embedded = weights;
            return this;
        }

        /**
         * Sets the solution within a step.
         *
         * @param conditions the order up to which the order conditions hold at every θ
         * @param powers for each stage the coefficients of {@code θ, θ², …}
         * @return this builder
         */
        public Builder interpolation(int conditions, double[]... powers) {
            interpolationOrder = conditions;
            interpolation = powers;
            return this;
        }

        /**
         * Sets the solution within a step to the quartic through the values at both ends and in the middle and the
         * derivatives at both ends (Shampine 1986, "Some Practical Runge–Kutta Formulas"). The last stage must be the
         * derivative at the end.
         *
         * @param weights the weights of a solution of order 4 in the middle of the step
         * @return this builder
         */
        public Builder quarticInterpolation(double... weights) {
            interpolationOrder = 4;
            middle = weights;
            return this;
        }

        /**
         * Sets the publication.
         *
         * @param source author, year, title
         * @return this builder
         */
        public Builder citation(String source) {
            citation = source;
            return this;
        }

        /**
         * Makes the tableau.
         *
         * @return the tableau
         * @throws IllegalArgumentException if the coefficients are inconsistent
         */
        public ButcherTableau build() {
            return new ButcherTableau(this);
        }
    }
}
