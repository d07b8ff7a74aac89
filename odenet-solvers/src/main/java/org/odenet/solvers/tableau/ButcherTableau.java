package org.odenet.solvers.tableau;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * An explicit Runge–Kutta method as data. With stages {@code k_i = f(t + c_i h, y + h Σ_{j<i} a_ij k_j)} the step is
 * {@code y + h Σ b_i k_i}, its error estimate {@code h Σ e_i k_i}, and the solution within the step {@code y + h Σ b_i(θ)
 * k_i} with polynomials {@code b_i(θ)} and {@code θ} from 0 to 1.
 *
 * <p>Beyond the stages of the step there may be further ones, which the solution within the step alone takes. They need
 * the stages of the step, come after them in {@code a} and {@code c}, and have no weight in the step. Who wants no state
 * within a step does not evaluate them.
 */
public final class ButcherTableau {

    private static final double TOLERANCE = 1e-12;

    private final String name;
    private final int order;
    private final int interpolationOrder;
    private final int stages;
    private final int stageAtEnd;
    private final double[][] a;
    private final double[] b;
    private final double[] c;
    private final double[] error;
    private final double[] secondError;
    private final StepPolynomials interpolation;
    private final String citation;

    private ButcherTableau(Builder builder) {
        name = builder.name;
        order = builder.order;
        citation = builder.citation;
        check(name.equals(name.toLowerCase(Locale.ROOT)) && !name.isBlank(), "the name must be in lower case");
        check(order > 0, "the order is " + order + ", not positive");
        check(builder.a != null && builder.b != null && builder.c != null, "a, b or c is missing");
        stages = builder.b.length;
        int all = stages + builder.extraRows.length;
        check(
                builder.a.length == stages,
                "there are " + builder.a.length + " rows in a and " + stages + " weights in b");
        check(
                builder.c.length == stages,
                "there are " + builder.c.length + " places in c and " + stages + " weights in b");
        check(
                builder.extraPlaces.length == builder.extraRows.length,
                "there are " + builder.extraRows.length + " extra stages and " + builder.extraPlaces.length
                        + " places of them");
        a = Stream.of(builder.a, builder.extraRows)
                .flatMap(Stream::of)
                .map(double[]::clone)
                .toArray(double[][]::new);
        b = Arrays.copyOf(builder.b, all);
        c = DoubleStream.concat(DoubleStream.of(builder.c), DoubleStream.of(builder.extraPlaces))
                .toArray();
        validateSteps();
        stageAtEnd = findStageAtEnd();
        error = errorWeights(builder.embedded, builder.errorWeights);
        secondError = errorWeights(null, builder.secondErrorWeights);
        interpolation = interpolation(builder);
        interpolationOrder = builder.interpolationOrder;
    }

    private double[] errorWeights(double[] embedded, double[] given) {
        if (embedded == null && given == null) {
            return null;
        }
        double[] weights = given == null ? difference(embedded) : Arrays.copyOf(given, a.length);
        check(given == null || given.length == stages, "the error weights are not as many as b");
        check(near(weights, 0), "the error weights do not sum to 0");
        return weights;
    }

    private double[] difference(double[] embedded) {
        check(embedded.length == stages, "the embedded weights are not as many as b");
        double[] difference = b.clone();
        for (int i = 0; i < stages; i++) {
            difference[i] -= embedded[i];
        }
        return difference;
    }

    private StepPolynomials interpolation(Builder builder) {
        if (builder.powers != null) {
            check(builder.powers.length == a.length, "the interpolation has not a row per stage");
            for (int i = 0; i < a.length; i++) {
                check(near(builder.powers[i], b[i]), "the interpolation of stage " + i + " does not end at its weight");
            }
            return StepPolynomials.ofPowers(b, builder.powers);
        }
        check(builder.hermite != null || builder.middle != null, "the interpolation is missing");
        check(stageAtEnd >= 0, "no stage is the derivative at the end, which the interpolation needs");
        if (builder.middle != null) {
            check(builder.middle.length == a.length, "the weights in the middle are not as many as the stages");
            return StepPolynomials.quartic(b, stageAtEnd, builder.middle);
        }
        check(builder.hermite.length == a.length, "the interpolation has not a row per stage");
        return StepPolynomials.hermite(b, stageAtEnd, builder.hermite);
    }

    private int findStageAtEnd() {
        for (int i = Math.max(1, stages - 1); i < Math.min(stages + 1, a.length); i++) {
            if (c[i] == 1 && b[i] == 0 && Arrays.equals(a[i], Arrays.copyOf(b, i))) {
                return i;
            }
        }
        return -1;
    }

    private void validateSteps() {
        for (int i = 0; i < a.length; i++) {
            check(a[i].length == i, "row " + i + " of a has " + a[i].length + " entries, not " + i);
            check(c[i] >= 0 && c[i] <= 1, "c of stage " + i + " is " + c[i] + ", outside the step");
            check(near(a[i], c[i]), "row " + i + " of a sums to " + sum(a[i]) + ", not to c = " + c[i]);
        }
        check(near(b, 1), "the weights b sum to " + sum(b) + ", not to 1");
    }

    private void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException("tableau '" + name + "': " + message);
        }
    }

    /** Whether values have a sum, up to the rounding of the largest. */
    private static boolean near(double[] values, double expected) {
        double largest = DoubleStream.of(values).map(Math::abs).max().orElse(0);
        return Math.abs(sum(values) - expected) < TOLERANCE * Math.max(1, largest);
    }

    static double[] row(double... values) {
        return values;
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
     * The number of stages of a step.
     *
     * @return how many evaluations a step takes
     */
    public int stages() {
        return stages;
    }

    /**
     * The number of stages of the solution within a step.
     *
     * @return {@link #stages()}, plus the extra ones that come after them
     */
    public int interpolationStages() {
        return a.length;
    }

    /**
     * The stage that is the derivative at the end of the step, with which the next step begins: the last one of the step
     * (see {@link #isFirstSameAsLast()}), or the first of the extra ones.
     *
     * @return the stage, or -1 if there is none
     */
    public int stageAtEnd() {
        return stageAtEnd;
    }

    /**
     * A coefficient of a stage.
     *
     * @param i the stage, from 0, an extra one included
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
     * @return {@code b_i}, 0 for an extra stage
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
     * A weight of a second, rougher estimate of the error. From the norms n₁ and n₂ of the two the error of the step is
     * {@code n₁² / √(n₁² + n₂² / 100)}, which shrinks with a higher power of the step's size than either (Hairer, Nørsett
     * and Wanner I, section II.10).
     *
     * @param i the stage, from 0
     * @return the weight
     * @throws IllegalStateException if there is no second estimate
     */
    public double secondError(int i) {
        if (secondError == null) {
            throw new IllegalStateException("the method '" + name + "' has no second error estimate");
        }
        return secondError[i];
    }

    /**
     * Whether there is a second estimate of the error.
     *
     * @return true if {@link #secondError} has weights
     */
    public boolean hasSecondErrorEstimate() {
        return secondError != null;
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
        return interpolation.weight(i, theta);
    }

    /**
     * Whether the last stage is the first of the next step ("first same as last"): its state is the step's result.
     *
     * @return true if the last row of {@code a} is {@code b}
     */
    public boolean isFirstSameAsLast() {
        return stageAtEnd == stages - 1;
    }

    /**
     * The same method with another solution within the step: the quartic of {@link Builder#quarticInterpolation}, without
     * extra stages.
     *
     * @param conditions the order up to which the order conditions hold at every θ
     * @param weights for each stage of the step the weight of a solution of that order in the middle
     * @return the changed method
     * @throws IllegalArgumentException if the last stage is not the derivative at the end, or the weights are not as many
     *     as the stages
     */
    public ButcherTableau withQuarticInterpolation(int conditions, double... weights) {
        Builder changed = new Builder(name, order);
        changed.a = Arrays.copyOf(a, stages);
        changed.b = Arrays.copyOf(b, stages);
        changed.c = Arrays.copyOf(c, stages);
        changed.errorWeights = error == null ? null : Arrays.copyOf(error, stages);
        changed.secondErrorWeights = secondError == null ? null : Arrays.copyOf(secondError, stages);
        return changed.quarticInterpolation(conditions, weights)
                .citation(citation)
                .build();
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
        private double[] secondErrorWeights;
        private double[] extraPlaces = {};
        private double[][] extraRows = {};
        private double[] middle;
        private double[][] hermite;
        private double[][] powers;
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
         * Sets the weights of the error estimate themselves, instead of {@link #embedded}.
         *
         * @param weights for each stage the weight less that of the embedded method
         * @return this builder
         */
        public Builder errorWeights(double... weights) {
            errorWeights = weights;
            return this;
        }

        /**
         * Sets the weights of a second, rougher error estimate.
         *
         * @param weights for each stage the weight less that of the second embedded method
         * @return this builder
         * @see ButcherTableau#secondError
         */
        public Builder secondErrorWeights(double... weights) {
            secondErrorWeights = weights;
            return this;
        }

        /**
         * Adds stages that the solution within a step alone takes.
         *
         * @param places their places in the step, from 0 to 1
         * @param rows their coefficients: the first row as long as {@link #b}, each one longer than the last
         * @return this builder
         */
        public Builder extraStages(double[] places, double[]... rows) {
            extraPlaces = places;
            extraRows = rows;
            return this;
        }

        /**
         * Sets the solution within a step.
         *
         * @param conditions the order up to which the order conditions hold at every θ
         * @param coefficients for each stage, extra ones included, the coefficients of {@code θ, θ², …}
         * @return this builder
         */
        public Builder interpolation(int conditions, double[]... coefficients) {
            interpolationOrder = conditions;
            powers = coefficients;
            middle = null;
            hermite = null;
            return this;
        }

        /**
         * Sets the solution within a step to the quartic through the values at both ends and in the middle and the
         * derivatives at both ends (Shampine 1986, "Some Practical Runge–Kutta Formulas"). A stage must be the derivative at
         * the end.
         *
         * @param conditions the order up to which the order conditions hold at every θ
         * @param weights for each stage, extra ones included, the weight of a solution of that order in the middle
         * @return this builder
         */
        public Builder quarticInterpolation(int conditions, double... weights) {
            interpolationOrder = conditions;
            middle = weights;
            hermite = null;
            powers = null;
            return this;
        }

        /**
         * Sets the solution within a step to the cubic through the values at both ends with the derivatives there, plus
         * {@code θ² (1-θ)²} times polynomials. A stage must be the derivative at the end.
         *
         * @param conditions the order up to which the order conditions hold at every θ
         * @param coefficients for each stage, extra ones included, the coefficients of {@code 1, θ, θ², …}; none for the
         *     cubic itself
         * @return this builder
         */
        public Builder hermiteInterpolation(int conditions, double[]... coefficients) {
            interpolationOrder = conditions;
            hermite = coefficients;
            middle = null;
            powers = null;
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
