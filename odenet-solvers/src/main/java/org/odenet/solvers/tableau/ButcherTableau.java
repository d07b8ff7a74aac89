package org.odenet.solvers.tableau;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * A Runge–Kutta method as data. With stages {@code k_i = f(t + c_i h, y + h Σ_j a_ij k_j)} the step is {@code y + h Σ b_i
 * k_i}, its error estimate {@code h Σ e_i k_i}, and the solution within the step {@code y + h Σ b_i(θ) k_i} with {@code
 * b_i(θ) = Σ_p d_ip θ^p}, {@code p = 1, 2, …} and {@code θ} from 0 to 1. Explicit methods have {@code a_ij = 0} from the
 * diagonal on, implicit ones do not.
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
    private final int errorOrder;
    private final double errorFilter;
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
        error = errorWeights(builder);
        errorOrder = builder.errorOrder == 0 ? order : builder.errorOrder;
        errorFilter = builder.errorFilter;
        interpolation = builder.hermite
                ? hermite()
                : builder.middle == null ? copy(builder.interpolation) : quartic(builder.middle);
        interpolationOrder = builder.interpolationOrder;
        validateEstimates();
    }

    private static double[][] copy(double[][] rows) {
        return rows == null ? null : Stream.of(rows).map(double[]::clone).toArray(double[][]::new);
    }

    private double[] errorWeights(Builder builder) {
        if (builder.errorWeights != null) {
            check(builder.errorWeights.length == b.length, "the error weights are not as many as b");
            return builder.errorWeights.clone();
        }
        return builder.embedded == null ? null : difference(b, builder.embedded);
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

    private double[][] hermite() {
        check(isFirstSameAsLast(), "the last stage is not the derivative at the end, which the cubic needs");
        double[][] powers = new double[b.length][];
        for (int i = 0; i < b.length; i++) {
            double first = i == 0 ? 1 : 0;
            double last = i == b.length - 1 ? 1 : 0;
            powers[i] = new double[] {first, 3 * b[i] - 2 * first - last, first + last - 2 * b[i]};
        }
        return powers;
    }

    private boolean lastStageIsResult() {
        return b.length > 1 && sumOfSizes(a[0]) == 0 && isStifflyAccurate();
    }

    private void validateSteps() {
        check(a.length == b.length, "there are " + a.length + " rows in a and " + b.length + " weights in b");
        check(c.length == b.length, "there are " + c.length + " places in c and " + b.length + " weights in b");
        for (int i = 0; i < a.length; i++) {
            check(
                    a[i].length >= i && a[i].length <= a.length,
                    "row " + i + " of a has " + a[i].length + " entries, not " + i + " up to " + a.length);
            check(c[i] >= 0 && (c[i] <= 1 || !isExplicit()), "c of stage " + i + " is " + c[i] + ", outside the step");
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

    private static double sumOfSizes(double[] values) {
        return DoubleStream.of(values).map(Math::abs).sum();
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
     * @param j another stage
     * @return {@code a_ij}
     */
    public double a(int i, int j) {
        return j < a[i].length ? a[i][j] : 0;
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
     * @return {@code c_i}, from 0 to 1, or a little beyond in some implicit methods
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
     * The power of the step size that the error estimate is proportional to.
     *
     * @return the order, which is that of the method unless the builder was told otherwise
     */
    public int errorOrder() {
        return errorOrder;
    }

    /**
     * The γ by which an implicit method smooths its estimate in stiff components: {@code (I - h γ ∂f/∂y)⁻¹ h Σ e_i k_i}.
     *
     * @return γ, or 0 for the plain estimate
     */
    public double errorFilter() {
        return errorFilter;
    }

    /**
     * Whether each stage depends on earlier ones only.
     *
     * @return true if {@code a_ij = 0} from the diagonal on
     */
    public boolean isExplicit() {
        return isLower(0);
    }

    /**
     * Whether each stage depends on itself and on earlier ones only, so that it can be solved for by itself.
     *
     * @return true if {@code a_ij = 0} above the diagonal; explicit methods are a special case
     */
    public boolean isDiagonallyImplicit() {
        return isLower(1);
    }

    private boolean isLower(int diagonals) {
        for (int i = 0; i < a.length; i++) {
            for (int j = i + diagonals; j < a[i].length; j++) {
                if (a[i][j] != 0) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * Whether all stages lie in the step. If not, the last step evaluates the function beyond the end of the interval, and
     * one before a discontinuity beyond that.
     *
     * @return true if no {@code c_i} exceeds 1
     */
    public boolean staysInStep() {
        return DoubleStream.of(c).allMatch(place -> place <= 1);
    }

    /**
     * Whether the last stage's state is the step's result.
     *
     * @return true if the last row of {@code a} is {@code b}
     */
    public boolean isStifflyAccurate() {
        double[] last = a[a.length - 1];
        return Arrays.equals(Arrays.copyOf(last, b.length), b);
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
     * @return true if the first stage is explicit and the last row of {@code a} is {@code b}
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
        private double[] errorWeights;
        private int errorOrder;
        private double errorFilter;
        private double[] middle;
        private boolean hermite;
        private double[][] interpolation;
        private String citation = "";

        private Builder(String name, int order) {
            this.name = name;
            this.order = order;
        }

        /**
         * Sets the coefficients of the stages.
         *
         * @param rows a row for each stage, without trailing zeros: of an explicit method the first is empty, and each
         *     one longer than the last
         * @return this builder
         */
        public Builder a(double[]... rows) {
            a = rows;
            return this;
        }

        /**
         * Sets the places of the stages in the step.
         *
         * @param places a place for each stage, from 0 to 1 if the method is explicit; the sums of the rows of {@link #a}
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
         * Sets the weights of the error estimate themselves, instead of {@link #embedded}.
         *
         * @param weights a weight for each stage
         * @return this builder
         */
        public Builder errorWeights(double... weights) {
            errorWeights = weights;
            return this;
        }

        /**
         * Sets how the error estimate behaves, where it is not that of a method of one order less.
         *
         * @param power the power of the step size that it is proportional to
         * @param filter the γ of {@link ButcherTableau#errorFilter}, or 0
         * @return this builder
         */
        public Builder errorBehaviour(int power, double filter) {
            errorOrder = power;
            errorFilter = filter;
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
         * Sets the solution within a step to the cubic through the values and derivatives at both ends. The last stage must
         * be the derivative at the end.
         *
         * @return this builder
         */
        public Builder hermiteInterpolation() {
            interpolationOrder = Math.min(order, 3);
            hermite = true;
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
